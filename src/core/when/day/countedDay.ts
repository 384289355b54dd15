import * as l10n from '@vscode/l10n';
import { addDays, addMonths, weekdayOf, type CalendarDate } from '../../basics/calendarDate.ts';
import { isRefusal, type Refusal } from '../../basics/refusal.ts';
import { one, type DayChoice } from './dayChoice.ts';
import { readSpan, type Span } from '../clock/duration.ts';
import { NUMBER, numberOf } from '../clock/numberWords.ts';

const BUSINESS = '(?:business|working|work) ?days?|workdays?|weekdays?';
const BUSINESS_DAYS = new RegExp(
  `^(?:(?:in|within|after) )?(${NUMBER}|an?) (?:${BUSINESS})(?: from (?:now|today)| later| hence)?$`,
);
const NEXT_BUSINESS_DAY = /^(?:the )?next (?:(?:business|working|work) ?day|workday|weekday)$/;
const FROM = /^(?:in )?(.+?) (from|after|on) (.+)$/;
/** No calendar has to be asked for more. */
const MOST = 10_000;

export const noHolidays = (): string => l10n.t('holidays are not known: Saturdays and Sundays are left out');

/**
 * Reads a day by its distance: `in 2 days`, `1 week from now`, `a week from friday`, `2 weeks after 1 dec`, `next
 * business day`, `5 business days`. `readNamed` reads the day that is counted from.
 */
export function readCountedDay(
  text: string,
  today: CalendarDate,
  readNamed: (text: string) => DayChoice | Refusal | undefined,
): DayChoice | Refusal | undefined {
  const workdays = NEXT_BUSINESS_DAY.test(text) ? 1 : readBusinessDays(text);
  if (workdays !== undefined) {
    return { ...one(afterBusinessDays(today, workdays)), notes: [noHolidays()] };
  }
  const ahead = daysOf(text.replace(/^in /, '').replace(/ from (?:now|today)$/, ''));
  if (ahead) {
    return { ...one(later(today, ahead)), openEnd: true };
  }
  const [, length = '', word, day = ''] = FROM.exec(text) ?? [];
  // "1430 day after tomorrow" is a time of that day.
  const isClock = /^(?!1 )\d+ ?(?:day|week|month|year)$/.test(length);
  const span = isClock ? undefined : daysOf(length);
  // "a week on friday" is a week after it; "2 days on friday" is nothing.
  if (!span || (word === 'on' && (span.months > 0 || span.days % 7 !== 0))) {
    return undefined;
  }
  const from = readNamed(day);
  return !from || isRefusal(from)
    ? from
    : { dates: from.dates.map(date => later(date, span)), later: from.later, ...(from.openEnd && { openEnd: true }) };
}

/** How many business days a text is: `5 business days`, `in two working days`. */
export function readBusinessDays(text: string): number | undefined {
  const [, count] = BUSINESS_DAYS.exec(text) ?? [];
  const days = count === undefined ? undefined : numberOf(count);
  return days === undefined || days < 1 || days > MOST ? undefined : days;
}

/** The day so many business days after another. */
export function afterBusinessDays(from: CalendarDate, count: number): CalendarDate {
  let date = from;
  for (let left = count; left > 0;) {
    date = addDays(date, 1);
    left -= weekdayOf(date) % 6 === 0 ? 0 : 1;
  }
  return date;
}

/** A length of whole days, weeks and months. */
function daysOf(text: string): Span | undefined {
  const span = readSpan(text);
  return span && span.elapsed === 0 && span.days < 40_000 && span.months < 1_200 ? span : undefined;
}

const later = (date: CalendarDate, { months, days }: Span): CalendarDate => addDays(addMonths(date, months), days);
