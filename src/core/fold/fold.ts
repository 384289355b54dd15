import * as l10n from '@vscode/l10n';
import { isFileId, type Definition } from '../files/definition.ts';
import { bySoonest, countFirst, putIn, takeOut } from './dueOrder.ts';
import { NEVER, orNone } from '../entry/times.ts';
import { EntryState, type RuleBook } from './entryState.ts';
import { newestClosed } from './newestClosed.ts';
import type { RepeatReader } from '../repeat/repeat.ts';
import { isRefusal } from '../basics/refusal.ts';
import type { Digest, Problem, Row } from '../rows/row.ts';
import type { Schedule } from './schedule.ts';
import type { Instant } from '../basics/time.ts';
import type { Observation } from '../entry/waitsFor.ts';

/** Up to how many rows at once are put into the order one by one; more, and it is made anew. */
const FEW = 64;

/** How many closed entries a reader of what is open needs, and at most which part: the tree shows the last forty. */
const LATELY = 60;
const PART = 0.1;

/** How many entries are looked at between two pauses. */
const STEP = 2048;

/**
 * Rows in, schedule out (FORMAT.md, "What rows mean together"), a few at a time: a row costs its entry and its place in
 * the order, not the file. Any list of rows folds.
 */
export class Fold implements Schedule {
  private readonly states = new Map<string, EntryState>();
  private readonly digest: Digest;
  private readonly lineProblems: Problem[] = [];
  /** Entries that may have something wrong with them. */
  private readonly doubtful = new Set<EntryState>();
  /** Entries that repeat, or once did. */
  private readonly repeating = new Set<EntryState>();
  /** Entries that wait for an event, or once did. */
  private readonly waits = new Set<EntryState>();
  /** Entries that are linked to a process, or once were. */
  private readonly links = new Set<EntryState>();
  private readonly rules: RuleBook = {};
  private order: EntryState[] | undefined = [];
  /** What files define, by id; absent where nobody looks for files. */
  private definitions: ReadonlyMap<string, Definition> | undefined;

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

  /** Whether `define` has said what files define. */
  get isDefined(): boolean {
    return this.definitions !== undefined;
  }

  /** Lays what files define over the rows, instead of what was laid there before. */
  define(definitions: readonly Definition[]): void {
    const before = this.definitions;
    const after = new Map(definitions.map(definition => [definition.id, definition]));
    this.definitions = after;
    const ids = new Set([...(before ? before.keys() : [...this.states.keys()].filter(isFileId)), ...after.keys()]);
    for (const id of ids) {
      if (before && before.get(id) === after.get(id)) {
        continue;
      }
      const state = this.take(id);
      state.define(after.get(id) ?? null);
      this.repeating.add(state);
      this.put(state);
    }
  }

  /** Open entries that wait for an event, happened or not. */
  get waiting(): readonly EntryState[] {
    return [...this.waits].filter(state => state.isOpen && state.waits !== undefined);
  }

  /** Open entries that are linked to a process. */
  get linked(): readonly EntryState[] {
    return [...this.links].filter(state => state.isOpen && !state.isNewer);
  }

  /** Keeps what was last seen of the event that an entry waits for. Gives whether that is new. */
  observe(id: string, observation: Observation): boolean {
    if (JSON.stringify(this.states.get(id)?.observation) === JSON.stringify(observation)) {
      return false;
    }
    const state = this.take(id);
    state.observe(observation);
    this.put(state);
    return true;
  }

  /**
   * The ids of the entries that are needed to show what is open or was closed lately, to act on it, and to say what is
   * wrong: those that are open, that files define or did, that open ones wait for, those with doubtful lines, and the
   * newest of the closed ones. `isPart`: whether closed entries are missing here, so that their number tells nothing.
   */
  needed(isPart: boolean): ReadonlySet<string> {
    const ids = new Set(this.waitedFor());
    let closed = 0;
    for (const state of this.states.values()) {
      closed += Number(!state.isOpen);
      if (state.isOpen || isFileId(state.id) || this.doubtful.has(state)) {
        ids.add(state.id);
      }
    }
    const count = isPart ? LATELY : Math.min(LATELY, Math.floor(closed * PART));
    newestClosed(this.states.values(), count).forEach(({ id }) => ids.add(id));
    return ids;
  }

  /** The ids of the entries that open ones wait for. */
  waitedFor(): readonly string[] {
    return this.waiting.flatMap(({ waits }) =>
      waits !== undefined && !isRefusal(waits) && waits.kind === 'after' ? [waits.id] : [],
    );
  }

  /**
   * Works out how every entry stands, which the next look at `open` would otherwise do at once. It yields every few
   * milliseconds, so that a long schedule does not hold up an editor.
   */
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
      this.order = open.sort(bySoonest);
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

  some(): Iterable<EntryState> {
    return this.states.values();
  }

  /** Whether an entry repeats and what reads repeats is still to be given. */
  get lacksRules(): boolean {
    return this.repeating.size > 0 && this.rules.read === undefined;
  }

  /** Gives what reads repeats. It is large, so it is loaded for the first schedule that lacks it. */
  useRules(read: RepeatReader): void {
    this.rules.read = read;
  }

  dueCount(now: Instant): number {
    return countFirst(this.open, entry => entry.due <= now);
  }

  nextDue(now: Instant): Instant | undefined {
    return orNone(this.open[this.dueCount(now)]?.due ?? NEVER);
  }

  problems(): readonly Problem[] {
    const problems = [...this.lineProblems];
    for (const state of this.doubtful) {
      problems.push(...state.problems());
    }
    for (const state of this.repeating) {
      const repeat = state.isOpen ? state.repeat : undefined;
      if (isRefusal(repeat)) {
        const text = l10n.t(
          'The repeat of this entry cannot be read. {0} Until it is corrected, the entry is shown and not moved on.',
          repeat.why,
        );
        problems.push({ line: state.line, class: 'bad repeat', text });
      }
    }
    return problems.sort((a, b) => a.line - b.line);
  }

  private addRow(row: Row): void {
    const state = this.take(row.id);
    state.add(row);
    if (Object.hasOwn(row.fields, 'repeat')) {
      this.repeating.add(state);
    }
    if (Object.hasOwn(row.fields, 'waits_for')) {
      this.waits.add(state);
    }
    if (Object.hasOwn(row.fields, 'process')) {
      this.links.add(state);
    }
    this.put(state);
  }

  /** The entry of an id, which may be new, out of the order until it is put back. */
  private take(id: string): EntryState {
    const known = this.states.get(id);
    const state = known ?? new EntryState(id, this.digest, this.rules);
    if (!known) {
      this.states.set(id, state);
      if (this.definitions && isFileId(id)) {
        state.define(this.definitions.get(id) ?? null);
      }
    } else if (this.order && state.isOpen) {
      takeOut(this.order, state);
    }
    return state;
  }

  private put(state: EntryState): void {
    if (!state.hasRows && !state.definition) {
      this.states.delete(state.id);
      this.repeating.delete(state);
      return;
    }
    if (state.isDoubtful) {
      this.doubtful.add(state);
    }
    if (this.order && state.isOpen) {
      putIn(this.order, state);
    }
  }
}
