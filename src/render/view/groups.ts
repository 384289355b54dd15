import * as l10n from '@vscode/l10n';
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
  'Next Week',
  'Later',
  'Repeating',
  'Waiting',
  'Closed',
] as const;
export type Group = (typeof GROUPS)[number];

/** The group of what is open in a schedule that stands apart, whatever its day. */
export const APART = 'Global';

/** What a person reads as the name of that schedule and of its group. */
export const apartName = (): string => l10n.t({ message: 'Global', comment: 'a heading: entries of no folder' });

/** A group of the tree. */
export type SectionGroup = Group | typeof APART;

/** Where days end as a person sees it, from a moment and a zone. */
export interface Horizon {
  readonly now: Instant;
  /** The first moments of tomorrow, of the day after, of next Monday, and of the Monday after that. */
  readonly tomorrow: Instant;
  readonly dayAfter: Instant;
  readonly nextWeek: Instant;
  readonly weekAfter: Instant;
}

/** Makes the horizon of `now` in an IANA zone. Weeks begin on Monday. */
export function horizonOf(now: Instant, zone: string): Horizon {
  const today = toWall(now, zone);
  const startOf = (days: number): Instant =>
    fromWall({ ...addDays(today, days), hour: 0, minute: 0, second: 0 }, zone).at;
  const toMonday = 8 - (weekdayOf(today) || 7);
  return {
    now,
    tomorrow: startOf(1),
    dayAfter: startOf(2),
    nextWeek: startOf(toMonday),
    weekAfter: startOf(toMonday + 7),
  };
}

/** What is known of an entry beside its time. */
interface Kind {
  /** Whether a run of it is going on. */
  readonly isRunning: boolean;
  readonly repeats: boolean;
}

/**
 * The group an entry is shown in, by how it stands. A repeat that comes up today stands under Today, so that the day is
 * seen as a whole; later ones, and those that are paused, stand under Repeating.
 */
export function groupOf({ standing, due }: Timing, { isRunning, repeats }: Kind, horizon: Horizon): Group {
  if (isRunning && standing !== 'closed') {
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
      return repeats && due >= horizon.tomorrow ? 'Repeating' : dayGroupOf(orNone(due), horizon);
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
  if (dueAt < horizon.nextWeek) {
    return 'This Week';
  }
  return dueAt < horizon.weekAfter ? 'Next Week' : 'Later';
}
