import * as l10n from '@vscode/l10n';
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

const WEEKDAYS = [
  () => l10n.t('Sunday'),
  () => l10n.t('Monday'),
  () => l10n.t('Tuesday'),
  () => l10n.t('Wednesday'),
  () => l10n.t('Thursday'),
  () => l10n.t('Friday'),
  () => l10n.t('Saturday'),
];
const SHORT_WEEKDAYS = [
  () => l10n.t('Sun'),
  () => l10n.t('Mon'),
  () => l10n.t('Tue'),
  () => l10n.t('Wed'),
  () => l10n.t('Thu'),
  () => l10n.t('Fri'),
  () => l10n.t('Sat'),
];
const SHORT_MONTHS = [
  ...[() => l10n.t('Jan'), () => l10n.t('Feb'), () => l10n.t('Mar'), () => l10n.t('Apr')],
  ...[() => l10n.t({ message: 'May', comment: 'the month in short' }), () => l10n.t('Jun'), () => l10n.t('Jul')],
  ...[() => l10n.t('Aug'), () => l10n.t('Sep'), () => l10n.t('Oct'), () => l10n.t('Nov'), () => l10n.t('Dec')],
];

/** The weekday of a date: `Monday`. Words of ours, the same under every ICU. */
export const weekdayName = (date: CalendarDate): string => weekdayAt(weekdayOf(date));

/** The name of a weekday, counted from 0 for Sunday: `Sunday`. */
export const weekdayAt = (day: number): string => WEEKDAYS[day]?.() ?? '';

/** The weekday of a date, in short: `Mon`. */
export const shortWeekday = (date: CalendarDate): string => SHORT_WEEKDAYS[weekdayOf(date)]?.() ?? '';

const shortMonth = ({ month }: CalendarDate): string => SHORT_MONTHS[month - 1]?.() ?? '';

/** A date without its weekday: `23 Nov`; with the year, `23 Nov 2026`. */
export const dayText = (date: CalendarDate, withYear: boolean): string =>
  withYear
    ? l10n.t({ message: '{0} {1} {2}', args: [date.day, shortMonth(date), date.year], comment: 'day, month, year' })
    : l10n.t({ message: '{0} {1}', args: [date.day, shortMonth(date)], comment: 'day, month' });

/** `Mon 23 Nov`; with the year, `Mon 23 Nov 2026`. */
export const dateText = (date: CalendarDate, withYear: boolean): string =>
  l10n.t({
    message: '{0} {1}',
    args: [shortWeekday(date), dayText(date, withYear)],
    comment: 'weekday, then the date, which has a day and a month',
  });

/** A weekday and a clock time: `Mon 09:00`. */
export const weekdayClockText = (date: CalendarDate, clock: string): string =>
  l10n.t({ message: '{0} {1}', args: [shortWeekday(date), clock], comment: 'weekday, clock time' });
