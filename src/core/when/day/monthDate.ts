import * as l10n from '@vscode/l10n';
import { parse } from 'chrono-node/en';
import { compareDates, isRealDate, weekdayOf, type CalendarDate } from '../../basics/calendarDate.ts';
import { dateText } from '../../basics/dateText.ts';
import { refusal, type Refusal } from '../../basics/refusal.ts';
import type { DayChoice } from './dayChoice.ts';
import { MONTH, YEAR } from '../names.ts';
import { toDate } from '../../basics/time.ts';

/** A date with a month's name; `year` and `weekday` (0 Sunday) only where they were written. */
export interface MonthDate {
  readonly month: number;
  readonly day: number;
  readonly year?: number;
  readonly weekday?: number;
}

const WORD =
  /^(?:the|of|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)\.?|january|february|march|april|june|july|august|september|october|november|december|(?:sun|mon|tues?|wed|thur?s?|fri|sat)|(?:sun|mon|tues|wednes|thurs|fri|satur)day)$/;
const DAY_NUMBER = /^\d{1,2}(?:st|nd|rd|th)?$/;
const IS_YEAR = new RegExp(`^${YEAR}$`);

/**
 * A leap year's New Year: chrono fills what a text leaves out from it, and nothing filled in is used, but 29 February
 * must not be refused for a year that nobody wrote.
 */
const REFERENCE = { instant: toDate(Date.UTC(2028, 0, 1)), timezone: 0 };

const JOINED = new RegExp(
  `^(?:(\\d{1,2}(?:st|nd|rd|th)?)[-/.]?(${MONTH})|(${MONTH})[-/.](\\d{1,2}))(?:[-/. ,]?(${YEAR}))?$`,
);

/**
 * Reads a date with a month's name as a day: `1 dec`, `24-dec-2026`, `fri 4 dec`. Without a year the nearest ahead is
 * meant; with a weekday too only that one, which has to fall on it. `undefined` where the text is none.
 */
export function readMonthDay(text: string, today: CalendarDate): DayChoice | Refusal | undefined {
  const read = readMonthDate(text.replace(JOINED, '$1$4 $2$3 $5').trim());
  if (!read) {
    return undefined;
  }
  const years = read.year === undefined ? Array.from({ length: 9 }, (_, index) => today.year + index) : [read.year];
  const dates = years.map(year => ({ year, month: read.month, day: read.day })).filter(isRealDate);
  const meant = dates.find(date => compareDates(date, today) >= 0) ?? dates[0];
  if (!meant) {
    return refusal(l10n.t('There is no such day as "{0}". Type a date, such as 1 dec or 2026-12-01.', text));
  }
  if (read.weekday !== undefined && read.weekday !== weekdayOf(meant)) {
    return refusal(l10n.t('"{0}" names two days: that date is {1}. Type one of the two.', text, dateText(meant, true)));
  }
  return {
    dates: read.weekday === undefined ? dates : [meant],
    later: l10n.t('in a later year'),
    ...(read.year === undefined && { openEnd: true }),
  };
}

/**
 * Reads `1 dec`, `december 1st 2027`, `fri 4 dec`, in lower case, through chrono. Chrono alone reads parts of a text,
 * invents years from two digits and takes ranges for dates; so it sees only texts of these words and numbers, and
 * counts only where one result covers the whole text and names a month and a day.
 */
export function readMonthDate(text: string): MonthDate | undefined {
  const words = text.split(' ');
  const days = words.filter(word => DAY_NUMBER.test(word));
  const years = words.filter(word => IS_YEAR.test(word));
  const rest = words.filter(word => !DAY_NUMBER.test(word) && !IS_YEAR.test(word));
  if (words.length > 7 || days.length !== 1 || years.length > 1 || !rest.every(word => WORD.test(word))) {
    return undefined;
  }
  const plain = words.filter(word => word !== 'the').join(' ');
  const results = parse(plain, REFERENCE);
  const [result] = results;
  if (!result || results.length > 1 || result.end || result.index !== 0 || result.text.length !== plain.length) {
    return undefined;
  }
  const { start } = result;
  const [month, day] = [start.get('month'), start.get('day')];
  if (month === null || day === null || !start.isCertain('month') || !start.isCertain('day')) {
    return undefined;
  }
  const year = start.isCertain('year') ? start.get('year') : null;
  const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
  return { month, day, ...(year === null ? {} : { year }), ...(weekday === null ? {} : { weekday }) };
}
