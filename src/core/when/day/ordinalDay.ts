import * as l10n from '@vscode/l10n';
import {
  addDays,
  addMonths,
  daysInMonth,
  isRealDate,
  weekdayOf,
  type CalendarDate,
} from '../../basics/calendarDate.ts';
import { MONTH_NAMES, shortName } from '../../basics/dateText.ts';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { noHolidays } from './countedDay.ts';
import type { DayChoice } from './dayChoice.ts';
import { MONTH, monthNumber, WEEKDAY, weekdayIndex, YEAR } from '../names.ts';
import { ORDINAL, ordinalOf } from '../clock/numberWords.ts';

const WORKDAY = '(?:business|working|work|week) ?day';
const OF_MONTH = new RegExp(
  `^(?:the )?(${ORDINAL}|last)(?: (day|${WORKDAY}|${WEEKDAY}))? (?:of|in) (?:(the|this|the current|next|the next|the following) month|(${MONTH})(?: (${YEAR}))?)$`,
);
const LONE = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/;

/**
 * Reads a day by its place in a month: `15th`, `1st of next month`, `last day of the month`, `first monday of next
 * month`, `last friday in november 2027`, `first business day of next month`. A refusal where no such month has that
 * day.
 */
export function readOrdinalDay(text: string, today: CalendarDate): DayChoice | Refusal | undefined {
  const alone = LONE.exec(text)?.[1];
  if (alone !== undefined) {
    return dayOfMonth(Number(alone), today);
  }
  const [, place = '', what = 'day', which, name, year] = OF_MONTH.exec(text) ?? [];
  if (place === '') {
    return undefined;
  }
  const months = name === undefined ? monthsFrom(which ?? '', today) : yearsOf(monthNumber(name), year, today);
  const dates = months.map(first => pick(place, what, first)).filter(date => date !== undefined);
  if (dates.length === 0) {
    const [first] = months;
    const month = first && `${shortName(MONTH_NAMES[first.month - 1] ?? '')} ${first.year}`;
    return refusal(
      l10n.t(
        'There is no "{0}": {1} has none. Type a date, such as 1 dec or 2026-12-01.',
        text,
        month ?? l10n.t('the month'),
      ),
    );
  }
  return {
    dates,
    later: name === undefined ? l10n.t('in a later month') : l10n.t('in a later year'),
    ...(name !== undefined && year === undefined && { openEnd: true }),
    notes: isWorkday(what)
      ? [noHolidays()]
      : which === 'the'
        ? [l10n.t('once; to repeat it type every {0}', text.replace(/^the /, ''))]
        : [],
  };
}

function dayOfMonth(day: number, today: CalendarDate): DayChoice | Refusal {
  const dates = [0, 1, 2, 3].map(count => ({ ...addMonths({ ...today, day: 1 }, count), day })).filter(isRealDate);
  return dates.length > 0
    ? { dates, later: l10n.t('in a later month') }
    : refusal(l10n.t('No month has a day {0}. Type a date, such as 1 dec or 2026-12-01.', day));
}

/**
 * The first day of the months that may be meant: of "the month" also later ones, where its day has passed or is none.
 */
function monthsFrom(which: string, today: CalendarDate): readonly CalendarDate[] {
  const first = { ...today, day: 1 };
  const steps = which === 'the' ? [0, 1, 2, 3] : /current|this/.test(which) ? [0] : [1];
  return steps.map(step => addMonths(first, step));
}

function yearsOf(month: number, year: string | undefined, today: CalendarDate): readonly CalendarDate[] {
  const years = year === undefined ? Array.from({ length: 9 }, (_, index) => today.year + index) : [Number(year)];
  return years.map(which => ({ year: which, month, day: 1 }));
}

const isWorkday = (what: string): boolean => /^(?:business|work|week)/.test(what);

/** The day at a place among the days of a kind in a month; `undefined` where it has not so many. */
function pick(place: string, what: string, first: CalendarDate): CalendarDate | undefined {
  const kind = what === 'day' ? undefined : isWorkday(what) ? 'work' : weekdayIndex(what);
  const days = Array.from({ length: daysInMonth(first) }, (_, index) => addDays(first, index)).filter(date => {
    const weekday = weekdayOf(date);
    return kind === undefined || (kind === 'work' ? weekday % 6 !== 0 : weekday === kind);
  });
  return place === 'last' ? days.at(-1) : days[ordinalOf(place) - 1];
}
