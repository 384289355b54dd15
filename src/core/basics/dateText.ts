import { twoDigits, weekdayOf, type CalendarDate } from './calendarDate.ts';

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

/** The day as ISO 8601 writes it, `2026-12-01`: such texts sort in the order of time. */
export const isoDateText = ({ year, month, day }: CalendarDate): string =>
  `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;

/** `Mon 23 Nov`; with the year, `Mon 23 Nov 2026`. English on purpose, the same under every ICU. */
export function dateText(date: CalendarDate, withYear: boolean): string {
  const [weekday = '', month = ''] = [WEEKDAY_NAMES[weekdayOf(date)], MONTH_NAMES[date.month - 1]];
  const words = `${shortName(weekday)} ${date.day} ${shortName(month)}`;
  return withYear ? `${words} ${date.year}` : words;
}
