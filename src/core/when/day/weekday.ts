import * as l10n from '@vscode/l10n';
import { addDays, weekdayOf, type CalendarDate } from '../../basics/calendarDate.ts';
import { one, type DayChoice } from './dayChoice.ts';
import { WEEKDAY, weekdayIndex } from '../names.ts';

const DAY = new RegExp(`^(?:the )?(this |coming |this coming |next )?(${WEEKDAY})( after next)?$`);
const OF_WEEK = new RegExp(
  `^(?:the )?(?:(${WEEKDAY})(?: of)? (next|this) week|(next|this) week(?: on)? (${WEEKDAY}))$`,
);
const WEEK_AFTER = new RegExp(`^(${WEEKDAY}|today|tomorrow) week$`);

/** Reads a weekday: `friday`, `next friday`, `friday of next week`, `next week on friday`, `friday week`. */
export function readWeekday(text: string, today: CalendarDate): DayChoice | undefined {
  return oneOf(text, today) ?? ofWeek(text, today) ?? weekAfter(text, today);
}

function oneOf(text: string, today: CalendarDate): DayChoice | undefined {
  const [, which = '', name, afterNext] = DAY.exec(text) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const ahead = (weekdayIndex(name) - weekdayOf(today) + 7) % 7;
  if (afterNext !== undefined) {
    return which === '' ? one(addDays(today, (ahead === 0 ? 7 : ahead) + 7)) : undefined;
  }
  if (which === 'next ' || ahead > 0) {
    return one(addDays(today, ahead === 0 ? 7 : ahead));
  }
  const firstNote = l10n.t('that is today; for a week later type next {0}', name);
  return { dates: [today, addDays(today, 7)], later: l10n.t('a week from today'), firstNote };
}

function ofWeek(text: string, today: CalendarDate): DayChoice | undefined {
  const [, name, which, before, after] = OF_WEEK.exec(text) ?? [];
  const day = name ?? after;
  if (day === undefined) {
    return undefined;
  }
  const sinceMonday = (weekdayOf(today) + 6) % 7;
  const monday = addDays(today, ((which ?? before) === 'next' ? 7 : 0) - sinceMonday);
  return one(addDays(monday, (weekdayIndex(day) + 6) % 7));
}

function weekAfter(text: string, today: CalendarDate): DayChoice | undefined {
  const [, name] = WEEK_AFTER.exec(text) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const ahead = name === 'today' ? 0 : name === 'tomorrow' ? 1 : (weekdayIndex(name) - weekdayOf(today) + 7) % 7;
  return one(addDays(today, ahead + 7));
}
