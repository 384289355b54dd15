import * as l10n from '@vscode/l10n';
import { compareDates, addDays } from '../../core/basics/calendarDate.ts';
import { dayText, shortWeekday } from '../../core/basics/dateText.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import type { Repeat } from '../../core/repeat/repeat.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { toWall, clockText } from '../../core/basics/wallClock.ts';
import type { EntryView } from '../view/entryView.ts';

/** The slots that one late entry stands for, `3 missed since Fri`; empty where it is one. Holds no text of the file. */
export function missedText({ missed, skipped, group }: EntryView, now: Instant, zone: string): string {
  if (!missed || (missed.count < 2 && !(skipped && group !== 'Overdue'))) {
    return '';
  }
  // The one that is due does not count as missed.
  const count = skipped && group === 'Overdue' ? missed.count - 1 : missed.count;
  const since = sinceText(missed.first, now, zone);
  return skipped ? l10n.t('{0} skipped since {1}', count, since) : l10n.t('{0} missed since {1}', count, since);
}

/** A time of today, a day of the last week, else a date: `09:00`, `Fri`, `12 Nov`. */
function sinceText(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [toWall(at, zone), toWall(now, zone)];
  if (compareDates(then, today) === 0) {
    return clockText({ hour: then.hour, minute: then.minute });
  }
  return compareDates(addDays(then, 7), today) > 0 ? shortWeekday(then) : dayText(then, then.year !== today.year);
}

/** That an entry repeats, and what is special about it: its rule in words, or one word in a narrow place. */
export function repeatMark({ entry, group }: EntryView, style: 'words' | 'brief'): string {
  const { repeat } = entry;
  if (repeat === undefined || group === 'Closed') {
    return '';
  }
  if (isRefusal(repeat)) {
    return l10n.t('repeat cannot be read');
  }
  const words = style === 'words' ? repeat.said : l10n.t('repeats');
  return repeat.catchup === 'ask' && group === 'Overdue' ? l10n.t('{0} · asks first', words) : words;
}

const catchupText = (catchup: Repeat['catchup']): string =>
  catchup === 'ask' ? l10n.t('asks about what it missed') : catchup === 'skip' ? l10n.t('skips what it missed') : '';

/** A repeat in words with its zone and its end. Holds no text of the file but the zone's name, which is one. */
export const repeatText = ({ said: words, zone: kept, end, catchup }: Repeat, now: Instant, zone: string): string =>
  [
    kept === undefined ? words : `${words} (${kept})`,
    end === undefined ? '' : l10n.t('until {0}', describeMoment(end, now, zone)),
    catchupText(catchup),
  ]
    .filter(part => part !== '')
    .join('; ');
