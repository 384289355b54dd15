import { daysInMonth } from '../../basics/calendarDate.ts';
import { DAY, END_OF_TIME, toDate } from '../../basics/time.ts';
import type { CronFields } from './cronFields.ts';

/** A day of the calendar, counted from 1970-01-01, in no zone. */
export type DayNumber = number;

/** The day after the last one that can be kept: 2100-01-01 may still be the present day west of UTC's. */
const LAST: DayNumber = END_OF_TIME / DAY + 1;

/** The first day on or after `from` that the fields allow; `undefined` where there is none before 2100. */
export function nextDay(fields: CronFields, from: DayNumber): DayNumber | undefined {
  let { year, month, day } = dateOf(Math.max(from, 0));
  let number = Math.max(from, 0) - day + 1;
  while (number <= LAST) {
    const length = daysInMonth({ year, month, day: 1 });
    if (fields.months.has(month)) {
      for (; day <= length; day++) {
        if (allows(fields, day, length, number + day - 1)) {
          return number + day - 1;
        }
      }
    }
    day = 1;
    number += length;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return undefined;
}

/** The last day on or before `from` that the fields allow; `undefined` where there is none since 1970. */
export function previousDay(fields: CronFields, from: DayNumber): DayNumber | undefined {
  let { year, month, day } = dateOf(Math.min(from, LAST));
  let number = Math.min(from, LAST) - day + 1;
  while (number >= 0) {
    const length = daysInMonth({ year, month, day: 1 });
    if (fields.months.has(month)) {
      for (day = Math.min(day, length); day >= 1; day--) {
        if (allows(fields, day, length, number + day - 1)) {
          return number + day - 1;
        }
      }
    }
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    day = 31;
    number -= daysInMonth({ year, month, day: 1 });
  }
  return undefined;
}

/** Day of month and day of week: where both are limited, either is enough, as in every cron (docs/time.md). */
function allows(fields: CronFields, day: number, length: number, number: DayNumber): boolean {
  const { limitsDaysOfMonth, limitsWeekdays } = fields;
  const byDay = fields.daysOfMonth.has(day) || (fields.lastDayOfMonth && day === length);
  if (!limitsWeekdays) {
    return byDay;
  }
  const byWeekday = allowsWeekday(fields, day, length, (number + 4) % 7);
  return limitsDaysOfMonth ? byDay || byWeekday : byWeekday;
}

function allowsWeekday(fields: CronFields, day: number, length: number, weekday: number): boolean {
  const { weekdays, nthWeekday, lastWeekdays } = fields;
  const counts = nthWeekday === 0 || Math.ceil(day / 7) === nthWeekday;
  return (weekdays.has(weekday) && counts) || (lastWeekdays.has(weekday) && day > length - 7);
}

function dateOf(number: DayNumber): { year: number; month: number; day: number } {
  const date = toDate(number * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
