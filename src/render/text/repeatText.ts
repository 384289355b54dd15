import { compareDates, addDays } from '../../core/basics/calendarDate.ts';
import { dateText } from '../../core/basics/dateText.ts';
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
  return `${count} ${skipped ? 'skipped' : 'missed'} since ${sinceText(missed.first, now, zone)}`;
}

/** A time of today, a day of the last week, else a date: `09:00`, `Fri`, `12 Nov`. */
function sinceText(at: Instant, now: Instant, zone: string): string {
  const [then, today] = [toWall(at, zone), toWall(now, zone)];
  if (compareDates(then, today) === 0) {
    return clockText({ hour: then.hour, minute: then.minute });
  }
  const [weekday = '', ...date] = dateText(then, then.year !== today.year).split(' ');
  return compareDates(addDays(then, 7), today) > 0 ? weekday : date.join(' ');
}

/** That an entry repeats, and what is special about it: its rule in words, or one word in a narrow place. */
export function repeatMark({ entry, group }: EntryView, style: 'words' | 'brief'): string {
  const { repeat } = entry;
  if (repeat === undefined || group === 'Closed') {
    return '';
  }
  if (isRefusal(repeat)) {
    return 'repeat cannot be read';
  }
  const words = style === 'words' ? repeat.words : 'repeats';
  return repeat.catchup === 'ask' && group === 'Overdue' ? `${words} · asks first` : words;
}

const CATCHUP = {
  once: '',
  ask: 'asks about what it missed',
  skip: 'skips what it missed',
} as const;

/** A repeat in words with its zone and its end. Holds no text of the file but the zone's name, which is one. */
export const repeatText = ({ words, zone: kept, end, catchup }: Repeat, now: Instant, zone: string): string =>
  [
    kept === undefined ? words : `${words} (${kept})`,
    end === undefined ? '' : `until ${describeMoment(end, now, zone)}`,
    CATCHUP[catchup],
  ]
    .filter(part => part !== '')
    .join('; ');
