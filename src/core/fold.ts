import { countFirst, putIn, sortInSteps, takeOut } from './dueOrder.ts';
import { EntryState, NEVER } from './entryState.ts';
import type { Digest, Problem, Row } from './row.ts';
import type { Schedule } from './schedule.ts';
import type { Instant } from './time.ts';

/** Up to how many rows at once are put into the order one by one; more, and it is made anew. */
const FEW = 64;

/** How many entries are looked at between two pauses. */
const STEP = 2048;

/**
 * Rows in, schedule out (FORMAT.md, "The fold"), a few at a time: a row costs its entry and its place in the order,
 * not the file. Any list of rows folds.
 */
export class Fold implements Schedule {
  private readonly states = new Map<string, EntryState>();
  private readonly digest: Digest;
  private readonly lineProblems: Problem[] = [];
  /** Entries that may have something wrong with them. */
  private readonly doubtful = new Set<EntryState>();
  private order: EntryState[] | undefined = [];

  constructor(digest: Digest) {
    this.digest = digest;
  }

  /** Adds rows that stand after all that were added before, with what was wrong with their lines. */
  add(rows: readonly Row[], problems: readonly Problem[] = []): void {
    for (const problem of problems) {
      this.lineProblems.push(problem);
    }
    if (rows.length > FEW) {
      this.order = undefined;
    }
    for (const row of rows) {
      this.addRow(row);
    }
  }

  /** Does, in steps of a few milliseconds, what the next look at `open` would otherwise do at once. */
  *settle(): Generator<void, void> {
    if (!this.order) {
      const open: EntryState[] = [];
      let looked = 0;
      for (const state of this.states.values()) {
        if (state.isOpen) {
          open.push(state);
        }
        looked += 1;
        if (looked % STEP === 0) {
          yield;
        }
      }
      this.order = yield* sortInSteps(open);
    }
  }

  get open(): readonly EntryState[] {
    const steps = this.settle();
    while (!steps.next().done);
    return this.order ?? [];
  }

  get(id: string): EntryState | undefined {
    return this.states.get(id);
  }

  all(): Iterable<EntryState> {
    return this.states.values();
  }

  dueCount(now: Instant): number {
    return countFirst(this.open, entry => entry.due <= now);
  }

  nextDue(now: Instant): Instant | undefined {
    const due = this.open[this.dueCount(now)]?.due ?? NEVER;
    return due === NEVER ? undefined : (due as Instant);
  }

  problems(): readonly Problem[] {
    const problems = [...this.lineProblems];
    for (const state of this.doubtful) {
      problems.push(...state.problems());
    }
    return problems.sort((a, b) => a.line - b.line);
  }

  private addRow(row: Row): void {
    const known = this.states.get(row.id);
    const state = known ?? new EntryState(row.id, this.digest);
    if (!known) {
      this.states.set(row.id, state);
    } else if (this.order && state.isOpen) {
      takeOut(this.order, state);
    }
    state.add(row);
    if (state.isDoubtful) {
      this.doubtful.add(state);
    }
    if (this.order && state.isOpen) {
      putIn(this.order, state);
    }
  }
}
