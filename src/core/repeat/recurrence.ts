import type { Refusal } from '../basics/refusal.ts';
import { MINUTE, type Duration, type Instant } from '../basics/time.ts';

/** The shortest time between two slots that an agent may ask for: it must not set off a storm of itself. */
export const SHORTEST_FOR_AGENTS: Duration = 5 * MINUTE;

/**
 * An entry's `repeat`, read: what may be asked of it. Its rules need cron-parser, which is large, so they are loaded
 * only for a schedule that holds a repeat (`readRecurrence.ts`); this is what everything else knows of them.
 */
export interface Recurrence {
  /** The rule in words: `At 09:00, Monday through Friday`. No text of the file. */
  readonly words: string;
  /** What is done about slots that were missed (docs/time.md, "Late"). */
  readonly catchup: 'once' | 'ask' | 'skip';
  /** The zone whose clock it keeps; undefined for an interval. */
  readonly zone: string | undefined;
  /** No slot lies after it, by `until` or `count`. */
  readonly end: Instant | undefined;
  /** The first slot after a moment, whether it is paused or not; undefined where it is over. */
  next(after: Instant): Instant | undefined;
  /** Up to `most` slots after a moment, the soonest first. */
  upcoming(after: Instant, most: number): readonly Instant[];
  /** The slots in `[from, to]`, counted and not gone through; undefined where there is none. */
  between(from: Instant, to: Instant): Slots | undefined;
}

/** Some slots one after another. */
export interface Slots {
  readonly count: number;
  readonly first: Instant;
  readonly latest: Instant;
}

/** What the entry around a `repeat` field says of it. */
export interface RecurrenceContext {
  /** When the entry was made: where the field has no anchor. */
  readonly created?: Instant | undefined;
  /** Whether an agent asks for it; a rule more frequent than every five minutes is refused then. */
  readonly byAgent?: boolean;
}

/** Reads the `repeat` field of an entry, or says what is wrong with it. */
export type RecurrenceReader = (value: unknown, context: RecurrenceContext) => Recurrence | Refusal;
