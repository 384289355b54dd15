import { MONTH_NAMES, WEEKDAY_NAMES } from '../basics/calendarDate.ts';

/** So many letters tell the weekdays, and the months, apart. */
const stemsOf = (names: readonly string[], letters: number): readonly string[] =>
  names.map(name => name.slice(0, letters).toLowerCase());
const WEEKDAY_STEMS = stemsOf(WEEKDAY_NAMES, 2);
const MONTH_STEMS = stemsOf(MONTH_NAMES, 3);

/** The pattern of the name of one weekday, in lower case, not captured. */
export const WEEKDAY = '(?:sun|mon|tues?|weds?|thu(?:rs?)?|fri|sat|(?:sun|mon|tues|wednes|thurs|fri|satur)day)';

/** The pattern of the name of a month, in lower case, not captured. */
export const MONTH =
  '(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)\\.?|january|february|march|april|june|july|august|september|october|november|december)';

/** The pattern of a year of our times, not captured: 1430 is a clock time. */
export const YEAR = '(?:19|2\\d)\\d\\d';

/** The weekday of a text that `WEEKDAY` matches, 0 Sunday to 6; -1 for another text. */
export const weekdayIndex = (name: string): number => WEEKDAY_STEMS.findIndex(stem => name.startsWith(stem));

/** The month of a text that `MONTH` matches, 1 January to 12. */
export const monthNumber = (name: string): number => MONTH_STEMS.findIndex(stem => name.startsWith(stem)) + 1;
