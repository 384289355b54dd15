import type { EntryState } from '../../core/fold/entryState.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import { NEVER } from '../../core/entry/times.ts';
import { timingOf, type Timing } from '../../core/entry/timing.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { View } from '../view/entryView.ts';
import { isRunning } from '../view/tally.ts';
import { dayAt, type AgendaDay } from './agendaDays.ts';

/** A schedule, tagged with whatever its entries are to be found by. */
export interface AgendaSource<Tag> {
  readonly schedule: OpenSchedule;
  readonly tag: Tag;
}

/** An open entry with its place within its lane. */
export interface PlacedEntry<Tag> {
  readonly state: EntryState;
  readonly tag: Tag;
  /** What the lane is sorted by, ms UTC: lateness counts from it among late ones. NEVER where it has no time. */
  readonly at: number;
  readonly isRunning: boolean;
}

/** Late entries, those of each day, and those that come after the last day or on none. */
export interface AgendaPlaces<Tag> {
  readonly late: readonly PlacedEntry<Tag>[];
  /** In the order of the days. */
  readonly days: readonly (readonly PlacedEntry<Tag>[])[];
  readonly later: readonly PlacedEntry<Tag>[];
  /** How many come before the first day, where that is after today. */
  readonly before: number;
  readonly running: number;
  readonly waiting: number;
  readonly proposed: number;
}

/**
 * Puts every open entry into one lane of the agenda, each lane sorted by time. What runs, and what was proposed for a
 * time that has come, belongs to today. One pass over what is open; entries themselves are not read. `keep`: which ones
 * count.
 */
export function placeEntries<Tag>(
  sources: readonly AgendaSource<Tag>[],
  view: Pick<View, 'horizon' | 'alive'>,
  days: readonly AgendaDay[],
  keep: (state: EntryState) => boolean = () => true,
): AgendaPlaces<Tag> {
  const { now } = view.horizon;
  const late: PlacedEntry<Tag>[] = [];
  const later: PlacedEntry<Tag>[] = [];
  const lanes = new Map(days.map((day): [string, PlacedEntry<Tag>[]] => [day.id, []]));
  const counts = { before: 0, running: 0, waiting: 0, proposed: 0 };
  const first = days[0]?.start ?? now;
  for (const { schedule, tag } of sources) {
    for (const state of schedule.open) {
      if (!keep(state)) {
        continue;
      }
      const timing = timingOf(state, now);
      const runs = isRunning(state, view.alive);
      counts.running += runs ? 1 : 0;
      counts.waiting += timing.standing === 'waiting' ? 1 : 0;
      counts.proposed += timing.standing === 'proposed' ? 1 : 0;
      const at = timeOf(timing, runs, now);
      const placed = { state, tag, at, isRunning: runs };
      if (at === LATE) {
        late.push({ ...placed, at: timing.lateFrom });
        continue;
      }
      const lane = at === NEVER ? undefined : dayAt(days, at);
      if (lane) {
        lanes.get(lane.id)?.push(placed);
      } else if (at < first) {
        counts.before += 1;
      } else {
        later.push(placed);
      }
    }
  }
  const sorted = (some: PlacedEntry<Tag>[]): readonly PlacedEntry<Tag>[] => some.sort(byTime);
  return { late: sorted(late), days: [...lanes.values()].map(sorted), later: sorted(later), ...counts };
}

/** Stands for a time that has passed. */
const LATE = Number.NEGATIVE_INFINITY;

/** When an entry comes up, for its place among the days. */
function timeOf({ standing, due }: Timing, runs: boolean, now: Instant): number {
  if (runs) {
    return now;
  }
  switch (standing) {
    case 'due':
    case 'too late':
      return LATE;
    case 'proposed':
      return Math.max(due, now);
    default:
      return due;
  }
}

// In two steps: the difference of two that never come is no number. The sort keeps the order of the schedule otherwise.
const byTime = (a: PlacedEntry<unknown>, b: PlacedEntry<unknown>): number =>
  Number(b.isRunning) - Number(a.isRunning) || (a.at === b.at ? 0 : a.at - b.at);
