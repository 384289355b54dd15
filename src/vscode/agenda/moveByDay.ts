import * as l10n from '@vscode/l10n';
import { addDays, type CalendarDate } from '../../core/basics/calendarDate.ts';
import { isoDateText } from '../../core/basics/dateText.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { clockText, fromWall, toWall } from '../../core/basics/wallClock.ts';

/** When an entry is due, and the clock it is looked at by. */
export interface Standing {
  /** When it comes up; undefined where it does not. */
  readonly due: Instant | undefined;
  readonly now: Instant;
  readonly zone: string;
}

/**
 * The time a day later or earlier than an entry's own, at the same time of day, as a person would type it. A late entry
 * goes to tomorrow; what has no due time begins tomorrow as well.
 */
export function dayBeside({ due, now, zone }: Standing, days: 1 | -1): string | Refusal {
  if (due === undefined) {
    return days === 1 ? 'tomorrow' : refusal(l10n.t('This entry has no due time yet. Move it to a later day first.'));
  }
  const [wall, today] = [toWall(due, zone), toWall(now, zone)];
  const wanted = { ...wall, ...addDays(days === 1 && due <= now ? today : wall, days) };
  return fromWall(wanted, zone).at <= now
    ? refusal(l10n.t('A day earlier, that time has passed already. Reschedule the entry instead.'))
    : `${isoDateText(wanted)} ${clockText(wanted)}`;
}

/**
 * The time on a day that an entry dropped there is likely meant for: its own time of day, where it has one that is
 * still ahead then. It is shown with its reading before anything is written.
 */
export function timeOnDay({ due, now, zone }: Standing, day: CalendarDate): string {
  const date = isoDateText(day);
  if (due !== undefined && due > now) {
    const wanted = { ...toWall(due, zone), ...day, second: 0 };
    if (fromWall(wanted, zone).at > now) {
      return `${date} ${clockText(wanted)}`;
    }
  }
  return date === isoDateText(toWall(now, zone)) ? '1h' : date;
}
