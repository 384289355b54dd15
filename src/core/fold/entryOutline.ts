import { isClosed, toStatus } from '../rows/entryStatus.ts';
import { memberOf, recordOf, timeOf } from '../rows/fieldValues.ts';
import type { Observation } from '../entry/waitsFor.ts';

/** Where entries without a due time stand in the order of dueness: after all others. */
export const NEVER = Number.POSITIVE_INFINITY;

/** What is asked of every entry of a file, most of which are looked at no further. Times are ms UTC, or NEVER. */
export interface EntryOutline {
  readonly status: string;
  readonly due: number;
  /** What lateness counts from: `original_due_at`, else `due`. */
  readonly lateFrom: number;
  readonly expires: number;
  readonly isPaused: boolean;
  /** Whether it waits for something that has not happened. */
  readonly isWaiting: boolean;
}

/**
 * Reads what is asked of every entry from its fields. One that waits for an event is due when that happened, or at its
 * due time where that is later; `observation` is what the last look brought of it.
 */
export function outlineOf(field: (name: string) => unknown, observation: Observation | undefined): EntryOutline {
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

const isOff = (repeat: unknown): boolean => memberOf(recordOf(repeat), 'enabled') === false;
