import type { EntryState } from '../core/fold/entryState.ts';
import { Fold } from '../core/fold/fold.ts';
import type { OpenSchedule, Schedule } from '../core/fold/schedule.ts';
import type { Problem } from '../core/rows/row.ts';
import { digest } from './disk/digest.ts';
import type { EventSource } from './events/eventSource.ts';
import { NOTHING_DEFINED, type DefinitionSource } from './files/definitionSource.ts';
import type { LeftOut, ReadOptions, ScheduleLog } from './log/scheduleLog.ts';

/** How long the unfinished end of a file counts as being written, in ms, before it is a problem (FORMAT.md). */
export const BEING_WRITTEN = 5000;

/** Where a schedule comes from: rows, files that define entries, and who sees what entries wait for. */
export interface Sources {
  readonly log: ScheduleLog;
  readonly files: DefinitionSource | undefined;
  readonly events: EventSource | undefined;
}

/** Reads a schedule, a look at a time, and keeps what it came to. Looks must not overlap. */
export class ScheduleReader {
  private readonly sources: Sources;
  private defined = NOTHING_DEFINED;
  /** What is being read. It differs from `shown` only while a file is read from its beginning. */
  private fold = new Fold(digest);
  private shown = this.fold;
  /** The closed entries that `fold` lacks; absent where it has all. */
  private leftOut: LeftOut | undefined;
  private readings = 0;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /** What the last look came to. */
  get schedule(): OpenSchedule {
    return this.shown;
  }

  /** What the last look came to, if it read everything. Throws where closed entries may be missing. */
  get whole(): Schedule {
    if (this.leftOut) {
      throw new Error('Closed entries are missing from what was read. Look at everything first.');
    }
    return this.shown;
  }

  /** The last line of the entries that the last look left out, counted from 1; 0 where it left none out. */
  get leftOutUpTo(): number {
    return this.leftOut?.upTo ?? 0;
  }

  /** Greater each time that something new was read. */
  get revision(): number {
    return this.readings;
  }

  /**
   * Reads what is new and gives the schedule as it stands. With `open` closed entries may be missing from it, until a
   * look without. Throws a StoreFault where the file cannot be read. `isAgain`: whether this is the second try.
   */
  async look(options?: ReadOptions, isAgain = false): Promise<Fold> {
    for await (const part of this.sources.log.read(options)) {
      if (part.fresh) {
        this.fold = new Fold(digest);
        this.leftOut = part.leftOut;
      }
      this.fold.add(part.rows, part.problems);
      this.readings += 1;
      const isLacking = !part.leftOut && (await this.leavesOut(part.rows.map(({ id }) => id)));
      if (isLacking !== false) {
        // Where it cannot be told, another process has replaced the checkpoint, and this look begins with that.
        return this.look({ ...options, open: isLacking === undefined && !isAgain }, true);
      }
    }
    if (await this.isLeftOut(this.fold.waitedFor())) {
      return this.look({ ...options, open: false });
    }
    await this.define(options);
    await this.observe();
    for (const _ of this.fold.settle()) {
      await new Promise(resolve => setImmediate(resolve));
    }
    this.shown = this.fold;
    await this.sources.log.keep?.(() => this.fold.needed(this.leftOut !== undefined));
    return this.fold;
  }

  /** Open entries that are linked to a process. */
  get linked(): readonly EntryState[] {
    return this.fold.linked;
  }

  /** Whether any of these entries was left out of the last look. In doubt it was. */
  async isLeftOut(ids: readonly string[]): Promise<boolean> {
    return (await this.leavesOut(ids)) !== false;
  }

  /** Whether any of these entries was left out of the last look; undefined where that cannot be told. */
  private async leavesOut(ids: readonly string[]): Promise<boolean | undefined> {
    const closed = this.leftOut?.ids;
    try {
      for (const id of closed ? ids : []) {
        if (await closed?.has(id)) {
          return true;
        }
      }
      return false;
    } catch {
      return undefined;
    }
  }

  /** Whether an entry whose id begins like this was left out of the last look. In doubt it was. */
  async isBeginningLeftOut(begin: string): Promise<boolean> {
    return (await this.leftOut?.ids.hasBeginning(begin).catch(() => true)) === true;
  }

  /** The ids that the last look left out and that share the most with these; undefined where that cannot be told. */
  async leftOutBeside(ids: readonly string[]): Promise<readonly string[] | undefined> {
    const closed = this.leftOut?.ids;
    const found = closed ? Promise.all(ids.map(id => closed.beside(id))).then(all => all.flat()) : Promise.resolve([]);
    return found.catch(() => undefined);
  }

  /**
   * What is wrong with lines of the file; an unfinished end only once nobody can still be writing it. `now` in ms UTC.
   */
  problems(now: number): readonly Problem[] {
    const { tail } = this.sources.log;
    const torn = tail && !this.isBeingWritten(now) ? [tail.problem] : [];
    return [...this.shown.problems(), ...torn, ...this.defined.problems];
  }

  /** Whether the file ends in an unfinished line that somebody may still be writing at `now`, ms UTC. */
  isBeingWritten(now: number): boolean {
    const { tail } = this.sources.log;
    // Written far in the future, a clock was wrong, and nothing says that anybody is at it now.
    return tail !== undefined && Math.abs(now - tail.writtenAt) < BEING_WRITTEN;
  }

  private async define(options: ReadOptions | undefined): Promise<void> {
    const defined = await this.sources.files?.look(options);
    if (defined && (defined !== this.defined || !this.fold.isDefined)) {
      this.fold.define(defined.definitions);
      this.defined = defined;
      this.readings += 1;
    }
    if (this.fold.lacksRules) {
      const { readRepeat } = await import('../core/repeat/repeat.ts');
      this.fold.useRules(readRepeat);
    }
  }

  private async observe(): Promise<void> {
    const { events } = this.sources;
    if (events) {
      for (const state of this.fold.waiting) {
        this.readings += Number(this.fold.observe(state.id, await events.observe(state, this.fold)));
      }
    }
  }
}
