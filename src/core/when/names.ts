const WEEKDAY_STEMS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const;
const MONTH_STEMS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

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
