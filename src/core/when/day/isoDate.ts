import * as l10n from '@vscode/l10n';
import { addDays, isRealDate, weekdayOf, type CalendarDate } from '../../basics/calendarDate.ts';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import { one, type DayChoice } from './dayChoice.ts';

/** The pattern of an ISO 8601 date in lower case, not captured: `2026-12-01`, `20261201`, `2026-w15-4`, `2026-359`. */
export const ISO_DATE =
  '(?:\\d{4}-\\d{2}-\\d{2}|(?:19|2\\d)\\d{6}|\\d{4}-w\\d{2}(?:-\\d)?|\\d{4}w\\d{2}\\d?|\\d{4}-\\d{3})';

const WHOLE = new RegExp(`^(${ISO_DATE})$`);
const CALENDAR = /^(\d{4})-?(\d{2})-?(\d{2})$/;
const WEEK = /^(\d{4})-?w(\d{2})-?(\d)?$/;
const ORDINAL = /^(\d{4})-(\d{3})$/;

/**
 * The day of a text that `ISO_DATE` matches; `undefined` where no calendar has it. A week without a day is its Monday.
 */
export function isoDay(text: string): CalendarDate | undefined {
  const [, year, month, day] = CALENDAR.exec(text) ?? [];
  if (year !== undefined) {
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    return date.month >= 1 && date.month <= 12 && isRealDate(date) ? date : undefined;
  }
  const [, weekYear, week = '', weekday = '1'] = WEEK.exec(text) ?? [];
  if (weekYear !== undefined) {
    return dayOfWeek(Number(weekYear), Number(week), Number(weekday));
  }
  const [, ordinalYear, days] = ORDINAL.exec(text) ?? [];
  const newYear = { year: Number(ordinalYear), month: 1, day: 1 };
  const date = addDays(newYear, Number(days) - 1);
  return date.year === newYear.year ? date : undefined;
}

/** A day by its week: the first week of a year is the one with its first Thursday, and begins on Monday. */
function dayOfWeek(year: number, week: number, weekday: number): CalendarDate | undefined {
  const fourth = { year, month: 1, day: 4 };
  const monday = addDays(fourth, (week - 1) * 7 - ((weekdayOf(fourth) + 6) % 7));
  const isOfYear = addDays(monday, 3).year === year;
  return isOfYear && week >= 1 && weekday >= 1 && weekday <= 7 ? addDays(monday, weekday - 1) : undefined;
}

/** Reads an ISO 8601 date alone. A full date is a plain fact, so the past is taken. */
export function readIsoDay(text: string): DayChoice | Refusal | undefined {
  const [, written] = WHOLE.exec(text) ?? [];
  if (written === undefined) {
    return undefined;
  }
  const date = isoDay(written);
  return date
    ? { ...one(date), fact: true }
    : refusal(l10n.t('There is no day "{0}". Type year-month-day, such as 2026-12-01.', written));
}
