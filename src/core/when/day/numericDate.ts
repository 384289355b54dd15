import * as l10n from '@vscode/l10n';
import { compareDates, isRealDate, type CalendarDate } from '../../basics/calendarDate.ts';
import type { DayChoice } from './dayChoice.ts';

const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const NO_YEAR = /^(\d{1,2})(?:\/(\d{1,2})|\.(\d{1,2})\.)$/;

/**
 * Reads a date in numbers where there is one way to read it: `2026/12/24`, `24.12.2026`, `12/24`, `24.12.`, `5/5`.
 * `undefined` for `12/11`, which is two days, and for any other text.
 */
export function readNumericDate(text: string, today: CalendarDate): DayChoice | undefined {
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) {
    return choice(inYears([Number(year)], Number(month), Number(day)));
  }
  const [, first, , second, last] = YEAR_LAST.exec(text) ?? [];
  if (last !== undefined) {
    return choice(readings(Number(first), Number(second), [Number(last)]));
  }
  const [, left, slashed, dotted] = NO_YEAR.exec(text) ?? [];
  if (left === undefined) {
    return undefined;
  }
  const years = Array.from({ length: 9 }, (_, index) => today.year + index);
  const dates = readings(Number(left), Number(slashed ?? dotted), years)?.filter(
    date => compareDates(date, today) >= 0,
  );
  const found = choice(dates);
  return found && { ...found, openEnd: true };
}

/** Whether two numbers are two days, as the day comes first or the month: 12 and 11, not 5 and 5. */
export const areTwoDays = (first: number, second: number): boolean =>
  first !== second && first >= 1 && second >= 1 && first <= 12 && second <= 12;

function readings(first: number, second: number, years: readonly number[]): readonly CalendarDate[] | undefined {
  if (areTwoDays(first, second)) {
    return undefined;
  }
  const [day, month] = first > 12 ? [first, second] : [second, first];
  return inYears(years, month, day);
}

const inYears = (years: readonly number[], month: number, day: number): readonly CalendarDate[] =>
  month < 1 || month > 12 ? [] : years.map(year => ({ year, month, day })).filter(isRealDate);

const choice = (dates: readonly CalendarDate[] | undefined): DayChoice | undefined =>
  dates && dates.length > 0 ? { dates, later: l10n.t('in a later year') } : undefined;
