import { addDays, type CalendarDate } from '../../core/basics/calendarDate.ts';
import { isoDateText } from '../../core/basics/dateText.ts';
import type { Instant } from '../../core/basics/time.ts';
import { fromWall, toWall } from '../../core/basics/wallClock.ts';

/** How many days the agenda shows at once. */
export const DAYS = 7;

/** One day on the calendar of a zone. It is as long as the clocks make it, and empty where they skip it. */
export interface AgendaDay {
  /** As ISO 8601 writes it: `2026-12-01`. */
  readonly id: string;
  readonly date: CalendarDate;
  readonly start: Instant;
  /** The first moment after it. */
  readonly end: Instant;
}

/** The days that the agenda shows at `now` in an IANA zone, the first of them `skip` days from today. */
export function agendaDays(now: Instant, zone: string, skip = 0): readonly AgendaDay[] {
  const today = toWall(now, zone);
  const dates = Array.from({ length: DAYS + 1 }, (_, index) => addDays(today, skip + index));
  const starts = dates.map(date => fromWall({ ...date, hour: 0, minute: 0, second: 0 }, zone).at);
  return dates.slice(0, DAYS).map((date, index) => {
    const [start, end] = [starts[index], starts[index + 1]] as [Instant, Instant];
    return { id: isoDateText(date), date, start, end };
  });
}

/** The day that a moment lies on; undefined where none of them is it. */
export const dayAt = (days: readonly AgendaDay[], at: number): AgendaDay | undefined =>
  days.find(({ start, end }) => at >= start && at < end);
