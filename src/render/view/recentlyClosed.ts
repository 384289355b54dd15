import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { newestClosed } from '../../core/fold/newestClosed.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';

/** How many closed entries are shown, newest first. */
const RECENT = 20;

/** Among how many they are found: tombstones of archived entries are not shown. */
const LOOKED_AT = 2 * RECENT;

/** The entries that were closed last, by where their last rows stand. */
export function recentlyClosed(schedule: OpenSchedule): readonly EntryState[] {
  return newestClosed(schedule.some(), LOOKED_AT)
    .filter(state => !isTombstone(toEntry(state)))
    .slice(0, RECENT);
}

/**
 * Whether entries that were closed lately may be among those that were not read. `leftOutUpTo`: the last line of those
 * (`Ledger.leftOutUpTo`).
 */
export const lacksRecent = (schedule: OpenSchedule, leftOutUpTo: number): boolean =>
  leftOutUpTo > 0 && (newestClosed(schedule.some(), LOOKED_AT)[LOOKED_AT - 1]?.line ?? 0) < leftOutUpTo;
