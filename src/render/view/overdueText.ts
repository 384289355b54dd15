import * as l10n from '@vscode/l10n';
import { addDays, compareDates } from '../../core/basics/calendarDate.ts';
import { dayText, weekdayName } from '../../core/basics/dateText.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toWall, clockText } from '../../core/basics/wallClock.ts';
import type { Tally } from './tally.ts';

/** The banner: how much is overdue, and since when the oldest. Holds no text of the file. */
export function overdueText({ overdue, oldest }: Tally, now: Instant, zone: string): string {
  return oldest === undefined
    ? l10n.t('{0} overdue', overdue)
    : l10n.t('{0} overdue, oldest since {1}', overdue, sinceText(oldest, now, zone));
}

/** A day or a time of today, as people say it: `14:05`, `yesterday`, `Thursday`, `12 Nov`. */
function sinceText(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [toWall(at, zone), toWall(now, zone)];
  if (compareDates(then, today) === 0) {
    return clockText({ hour: then.hour, minute: then.minute });
  }
  if (compareDates(addDays(then, 1), today) === 0) {
    return l10n.t('yesterday');
  }
  if (compareDates(addDays(then, 7), today) > 0) {
    return weekdayName(then);
  }
  return dayText(then, then.year !== today.year);
}
