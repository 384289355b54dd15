import { addDays, compareDates, weekdayOf } from '../../core/basics/calendarDate.ts';
import { dateText, WEEKDAY_NAMES } from '../../core/basics/dateText.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toWall, clockText } from '../../core/basics/wallClock.ts';
import type { Tally } from './tally.ts';

/** The banner: how much is overdue, and since when the oldest. Holds no text of the file. */
export function overdueText({ overdue, oldest }: Tally, now: Instant, zone: string): string {
  const since = oldest === undefined ? '' : `, oldest since ${sinceText(oldest, now, zone)}`;
  return `${overdue} overdue${since}`;
}

/** A day or a time of today, as people say it: `14:05`, `yesterday`, `Thursday`, `12 Nov`. */
function sinceText(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [toWall(at, zone), toWall(now, zone)];
  if (compareDates(then, today) === 0) {
    return clockText({ hour: then.hour, minute: then.minute });
  }
  if (compareDates(addDays(then, 1), today) === 0) {
    return 'yesterday';
  }
  if (compareDates(addDays(then, 7), today) > 0) {
    return WEEKDAY_NAMES[weekdayOf(then)] ?? '';
  }
  return dateText(then, then.year !== today.year).replace(/^\w+ /, '');
}
