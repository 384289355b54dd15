import type { EntryState } from './entryState.ts';
import type { Problem } from '../rows/row.ts';
import type { Instant } from '../basics/time.ts';

/**
 * What the rows read so far mean, but for closed entries that may be missing. It holds no clock: being due is asked
 * with a `now`.
 */
export interface OpenSchedule {
  /** The entry of an id; undefined also for a closed one that is missing. */
  get(id: string): EntryState | undefined;
  /** The entries that are there, in the order of their first lines: all that are open, and some that are closed. */
  some(): Iterable<EntryState>;
  /** Open entries, soonest due first; those without a due time last. */
  readonly open: readonly EntryState[];
  /**
   * How many of `open` have come by their due times at `now`: they stand at its beginning. Those among them that wait
   * for a person's word, for which it is too late, or that skip what they missed, count here (`isDue` tells).
   */
  dueCount(now: Instant): number;
  /** The next moment at which an entry falls due, if any. */
  nextDue(now: Instant): Instant | undefined;
  /** What is wrong with lines of the file, by line. */
  problems(): readonly Problem[];
}

/** What the rows read so far mean, closed entries included. */
export interface Schedule extends OpenSchedule {
  /** Every entry there is, tombstones included, in the order of their first lines. */
  all(): Iterable<EntryState>;
}
