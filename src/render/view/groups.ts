import { addDays, weekdayOf } from '../../core/basics/calendarDate.ts';
import { orNone } from '../../core/entry/times.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { Timing } from '../../core/entry/timing.ts';
import { fromWall, toWall } from '../../core/basics/wallClock.ts';

/** Where an entry is shown, in the order of showing. */
export const GROUPS = [
  'Overdue',
  'Too Late',
  'Running',
  'Proposed',
  'Today',
  'Tomorrow',
  'This Week',
  'Later',
  'Waiting',
  'Repeating',
  'Closed',
] as const;
export type Group = (typeof GROUPS)[number];

/** The group of what is open in a schedule that stands apart, whatever its day. */
export const APART = 'Global';

/** A group of the tree. */
export type SectionGroup = Group | typeof APART;

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

/**
 * The group an entry is shown in, by how it stands. `running`: whether a run of it is going on. A repeat that is not due
 * stands in the group of its day; under Repeating stand those that are paused and have none.
 */
export function groupOf({ standing, due }: Timing, running: boolean, horizon: Horizon): Group {
  if (running && standing !== 'closed') {
    return 'Running';
  }
  switch (standing) {
    case 'closed':
      return 'Closed';
    case 'proposed':
      return 'Proposed';
    case 'paused':
      return 'Repeating';
    case 'waiting':
      return 'Waiting';
    case 'too late':
      return 'Too Late';
    case 'due':
      return 'Overdue';
    case 'ahead':
      return dayGroupOf(orNone(due), horizon);
  }
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
