import { DAY, toDate } from './time.ts';

/** A day of the Gregorian calendar, in no zone. `month` and `day` count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The days of the week in English, Sunday first, as `weekdayOf` counts them. */
export const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The months in English; the number of a month is its place counted from 1. */
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** The usual short form of the name of a weekday or a month: `Mon`, `Sep`. */
export const shortName = (name: string): string => name.slice(0, 3);

/** A number in two digits, as dates and clocks write it: `09`. */
export const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day as ISO 8601 writes it, `2026-12-01`: such texts sort in the order of time. */
export const isoDateText = ({ year, month, day }: CalendarDate): string =>
  `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;

const dayMs = ({ year, month, day }: CalendarDate): number => Date.UTC(year, month - 1, day);

function fromDayMs(ms: number): CalendarDate {
  const date = toDate(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day `days` after `date`; before it where negative. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => fromDayMs(dayMs(date) + days * DAY);

/** The number of days in the month of `date`. */
export const daysInMonth = ({ year, month }: CalendarDate): number => toDate(Date.UTC(year, month, 0)).getUTCDate();

/** Adds months and keeps the day of the month, or takes the last day of a shorter month. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const first = fromDayMs(Date.UTC(date.year, date.month - 1 + months, 1));
  return { ...first, day: Math.min(date.day, daysInMonth(first)) };
}

/** The day of the week, 0 Sunday to 6 Saturday. */
export const weekdayOf = (date: CalendarDate): number => toDate(dayMs(date)).getUTCDay();

/** Below zero where `a` is the earlier day, 0 for the same day. */
export const compareDates = (a: CalendarDate, b: CalendarDate): number => dayMs(a) - dayMs(b);

/** Whether the month has such a day: 31 April is none. */
export const isRealDate = (date: CalendarDate): boolean => date.day >= 1 && date.day <= daysInMonth(date);

/** `Mon 23 Nov`; with the year, `Mon 23 Nov 2026`. English on purpose, the same under every ICU. */
export function dateText(date: CalendarDate, withYear: boolean): string {
  const [weekday = '', month = ''] = [WEEKDAY_NAMES[weekdayOf(date)], MONTH_NAMES[date.month - 1]];
  const words = `${shortName(weekday)} ${date.day} ${shortName(month)}`;
  return withYear ? `${words} ${date.year}` : words;
}
