import {
  addDays,
  addMonths,
  dateText,
  daysInMonth,
  isRealDate,
  weekdayOf,
  compareDates,
  type CalendarDate,
} from '../calendarDate.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { END_OF_DAY } from './clockTime.ts';
import type { ReadingContext, TimeOfDay } from './context.ts';
import { readSpan } from './duration.ts';
import { readMonthDate } from './monthDate.ts';

/** The days that a text may mean, soonest first: the first whose moment lies ahead is meant. */
export interface DayChoice {
  readonly dates: readonly CalendarDate[];
  /** What to call a later one of them. */
  readonly later: string;
  /** The time of day where none is given; the morning of the settings where this is not. */
  readonly clock?: TimeOfDay;
  /** Given year, month and day as ISO writes them: a plain fact, also in the past. */
  readonly fact?: boolean;
  /** Today, or no day named at all: its midnight is the coming one. */
  readonly near?: boolean;
  /** A remark where the first of the days is the one meant. */
  readonly firstNote?: string;
}

const WEEKDAY =
  /^(?:on )?(this |coming |next )?(sun|mon|tues?|weds?|thur?s?|fri|sat|(?:sun|mon|tues|wednes|thurs|fri|satur)day)( next week)?$/;
const WEEKDAY_STEMS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const;

/** No day named: today, or else tomorrow. */
export const anyDay = ({ today }: ReadingContext): DayChoice => ({
  dates: [today, addDays(today, 1)],
  later: 'tomorrow',
  near: true,
});

/** `today`, `tonight`, `this evening`: today or not at all. */
export const thisDay = ({ today }: ReadingContext): DayChoice => ({ ...one(today), near: true });

/**
 * Reads the name of a day, in lower case: `today`, `tomorrow`, `friday`, `next friday`, `2026-12-01`, `1 dec`, `15th`,
 * `eow`, `eom`, `in 2 days`. `undefined` where it is none, a refusal where there is no such day.
 */
export function readDay(text: string, context: ReadingContext): DayChoice | Refusal | undefined {
  const { today } = context;
  const ahead = /^(?:today|(tomorrow|tmrw?|tmw)|(?:the )?day after tomorrow)$/.exec(text);
  if (ahead) {
    return text === 'today' ? thisDay(context) : one(addDays(today, ahead[1] === undefined ? 2 : 1));
  }
  return (
    weekday(text, today) ??
    endOf(text, today) ??
    isoDate(text) ??
    dayOfMonth(text, today) ??
    daysAhead(text, today) ??
    monthDate(text, today)
  );
}

const one = (date: CalendarDate): DayChoice => ({ dates: [date], later: '' });

function weekday(text: string, today: CalendarDate): DayChoice | undefined {
  const [, which = '', name = '', week] = WEEKDAY.exec(text) ?? [];
  const index = WEEKDAY_STEMS.findIndex(stem => name.startsWith(stem));
  if (index < 0 || (week !== undefined && which !== '')) {
    return undefined;
  }
  const ahead = (index - weekdayOf(today) + 7) % 7;
  if (week !== undefined) {
    const monday = addDays(today, 7 - ((weekdayOf(today) + 6) % 7));
    return one(addDays(monday, (index + 6) % 7));
  }
  if (which === 'next ' || ahead > 0) {
    return one(addDays(today, ahead === 0 ? 7 : ahead));
  }
  const firstNote = `that is today; for a week later type next ${name}`;
  return { dates: [today, addDays(today, 7)], later: 'a week from today', firstNote };
}

function endOf(text: string, today: CalendarDate): DayChoice | undefined {
  if (/^(?:eow|(?:the )?end of (?:the |this )?week)$/.test(text)) {
    const friday = addDays(today, 4 - ((weekdayOf(today) + 6) % 7));
    return { dates: [friday, addDays(friday, 7)], later: 'next week', clock: END_OF_DAY };
  }
  if (/^(?:eom|(?:the )?end of (?:the |this )?month)$/.test(text)) {
    const dates = [0, 1].map(months => lastOfMonth(addMonths(today, months)));
    return { dates, later: 'next month', clock: END_OF_DAY };
  }
  return undefined;
}

const lastOfMonth = (date: CalendarDate): CalendarDate => ({ ...date, day: daysInMonth(date) });

function isoDate(text: string): DayChoice | Refusal | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) {
    return undefined;
  }
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const real = date.month >= 1 && date.month <= 12 && isRealDate(date);
  return real
    ? { ...one(date), fact: true }
    : refusal(`There is no day ${text}. Type year-month-day, such as 2026-12-01.`);
}

function dayOfMonth(text: string, today: CalendarDate): DayChoice | Refusal | undefined {
  const match = /^(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(text);
  if (!match) {
    return undefined;
  }
  const months = [0, 1, 2, 3].map(count => addMonths({ ...today, day: 1 }, count));
  const dates = months.map(date => ({ ...date, day: Number(match[1]) })).filter(isRealDate);
  return dates.length > 0
    ? { dates, later: 'in a later month' }
    : refusal(`No month has a day ${match[1] ?? ''}. Type a date, such as 1 dec or 2026-12-01.`);
}

/** `in 2 days`, `1 week from now`, with a clock time beside it. */
function daysAhead(text: string, today: CalendarDate): DayChoice | undefined {
  const span = readSpan(text.replace(/^in /, '').replace(/ from (?:now|today)$/, ''));
  const reach = span && span.elapsed === 0 && span.days < 40_000 && span.months < 1_200;
  return reach ? one(addDays(addMonths(today, span.months), span.days)) : undefined;
}

function monthDate(text: string, today: CalendarDate): DayChoice | Refusal | undefined {
  const read = readMonthDate(text.replace(/^on /, ''));
  if (!read) {
    return undefined;
  }
  const years = read.year === undefined ? Array.from({ length: 9 }, (_, index) => today.year + index) : [read.year];
  const dates = years.map(year => ({ year, month: read.month, day: read.day })).filter(isRealDate);
  const meant = dates.find(date => compareDates(date, today) >= 0) ?? dates[0];
  if (!meant) {
    return refusal(`There is no such day as ${text}. Type a date, such as 1 dec or 2026-12-01.`);
  }
  return read.weekday === undefined || read.weekday === weekdayOf(meant)
    ? { dates, later: 'in a later year' }
    : refusal(`"${text}" names two days: that date is ${dateText(meant, true)}. Type one of the two.`);
}
