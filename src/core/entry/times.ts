import type { Instant } from '../basics/time.ts';
import { isClosed, toStatus } from '../rows/entryStatus.ts';
import { memberOf, recordOf, timeOf } from '../rows/fieldValues.ts';
import type { Observation } from './waitsFor.ts';

/** Where entries without a due time stand in the order of dueness: after all others. */
export const NEVER = Number.POSITIVE_INFINITY;

/** A time as one that may be missing: undefined for NEVER. */
export const orNone = (at: number): Instant | undefined => (at === NEVER ? undefined : (at as Instant));

/**
 * What the fields of an entry say of when it is to be dealt with; `EntryState` and `Entry` both have these members.
 * Times are ms UTC, or NEVER.
 */
export interface Times {
  /** As the file has it; that an entry is snoozed is told by its times alone. */
  readonly status: string;
  /** When it is due by the file; NEVER where it has no due time, is paused, or waits for what has not happened. */
  readonly due: number;
  /** Its due time before it was first snoozed, else `due`: lateness counts from here. */
  readonly lateFrom: number;
  /** From here on it is too late for it. */
  readonly expires: number;
  /** Whether it repeats and is turned off for now (`repeat.enabled`). */
  readonly isPaused: boolean;
  /** Whether it waits for something that has not happened. */
  readonly isWaiting: boolean;
}

/**
 * Reads the times of an entry from its fields. It is asked of every entry of a file, most of which are looked at no
 * further. One that waits for an event is due when that happened, or at its due time where that is later; `observation`
 * is what the last look brought of it.
 */
export function readTimes(field: (name: string) => unknown, observation: Observation | undefined): Times {
  const status = toStatus(field('status'));
  const isPaused = isOff(field('repeat'));
  const given = timeOf(field('due_at')) ?? NEVER;
  const waits = field('waits_for') !== undefined && !isClosed(status);
  const isWaiting = waits && observation?.at === undefined;
  const happened = observation?.at ?? NEVER;
  const due = !waits ? given : given === NEVER || isWaiting ? happened : Math.max(given, happened);
  return {
    status,
    due: isPaused ? NEVER : due,
    lateFrom: isWaiting ? NEVER : (timeOf(field('original_due_at')) ?? due),
    expires: timeOf(field('expires_at')) ?? NEVER,
    isPaused,
    isWaiting,
  };
}

/** Whether a `repeat` field is turned off. */
export const isOff = (repeat: unknown): boolean => memberOf(recordOf(repeat), 'enabled') === false;
