import { addDays, weekdayOf } from '../core/calendarDate.ts';
import { isDue, type Entry } from '../core/entry.ts';
import type { Instant } from '../core/time.ts';
import { fromWall, toWall } from '../core/wallClock.ts';

/** Where an entry is shown, in the order of showing. */
export const GROUPS = ['Overdue', 'Running', 'Proposed', 'Today', 'Tomorrow', 'This Week', 'Later', 'Closed'] as const;
export type Group = (typeof GROUPS)[number];

/** Where days end as a person sees it, from a moment and a zone. */
export interface Horizon {
  readonly now: Instant;
  /** The first moments of tomorrow, of the day after, and of next Monday. */
  readonly tomorrow: Instant;
  readonly dayAfter: Instant;
  readonly nextWeek: Instant;
}

/** Makes the horizon of `now` in an IANA zone. Weeks begin on Monday. */
export function horizonOf(now: Instant, zone: string): Horizon {
  const today = toWall(now, zone);
  const startOf = (days: number): Instant =>
    fromWall({ ...addDays(today, days), hour: 0, minute: 0, second: 0 }, zone).at;
  return { now, tomorrow: startOf(1), dayAfter: startOf(2), nextWeek: startOf(8 - (weekdayOf(today) || 7)) };
}

/** The group an entry is shown in. `running`: whether a run of it is going on. */
export function groupOf(entry: Entry, running: boolean, horizon: Horizon): Group {
  if (!entry.open) {
    return 'Closed';
  }
  if (running) {
    return 'Running';
  }
  if (entry.status === 'proposed') {
    return 'Proposed';
  }
  return isDue(entry, horizon.now) ? 'Overdue' : dayGroupOf(entry.dueAt, horizon);
}

/** The group of an open entry that is not due, by its due time. */
export function dayGroupOf(dueAt: Instant | undefined, horizon: Horizon): Group {
  if (dueAt === undefined) {
    return 'Later';
  }
  if (dueAt < horizon.tomorrow) {
    return 'Today';
  }
  if (dueAt < horizon.dayAfter) {
    return 'Tomorrow';
  }
  return dueAt < horizon.nextWeek ? 'This Week' : 'Later';
}
