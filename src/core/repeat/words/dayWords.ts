import { MONTH_NAMES, WEEKDAY_NAMES } from '../../basics/calendarDate.ts';
import type { CronFields } from '../cron/cronFields.ts';
import { listText, stretches } from './series.ts';

export const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** Ends the words of a line that limits days of the month and of the week: other programs want both at once. */
export const EITHER = '(either of the two is enough)';

/**
 * The days of a cron line in words, each part to go behind a comma: `Monday through Friday`, `only in May`. Empty where
 * it comes every day.
 */
export function dayWords(fields: CronFields): readonly string[] {
  const { limitsDaysOfMonth, limitsWeekdays, months } = fields;
  const [ofMonth, ofWeek] = [
    limitsDaysOfMonth && fields.daysOfMonth.size < 31 ? daysOfMonth(fields) : undefined,
    limitsWeekdays && !isEveryWeekday(fields) ? weekdays(fields) : undefined,
  ];
  const days = [];
  if (limitsDaysOfMonth && limitsWeekdays) {
    if (ofMonth !== undefined && ofWeek !== undefined) {
      days.push(`${ofMonth} or ${ofWeek.replace(/^(?:only )?(?:on )?/, 'on ')} ${EITHER}`);
    }
  } else {
    days.push(...[ofMonth, ofWeek].filter(text => text !== undefined));
  }
  const inMonths = months.size === 12 ? [] : [`only in ${named([...months], MONTH_NAMES, 1)}`];
  return [...days, ...inMonths];
}

const isEveryWeekday = ({ weekdays: days, nthWeekday }: CronFields): boolean => days.size === 7 && nthWeekday === 0;

/** `on day 1 of the month`, `on days 1 to 7 and 15 of the month`, `on the last day of every month`. */
function daysOfMonth({ daysOfMonth: days, lastDayOfMonth }: CronFields): string {
  if (days.size === 0) {
    return 'on the last day of every month';
  }
  const parts = stretches([...days].sort((a, b) => a - b)).map(({ from, to, by }) =>
    from === to ? String(from) : `${from} to ${to}${by === 1 ? '' : ` by ${by}`}`,
  );
  const list = listText([...parts, ...(lastDayOfMonth ? ['the last day'] : [])]);
  return `on day${days.size === 1 ? '' : 's'} ${list} of the month`;
}

/** `Monday through Friday`, `only on Monday and Friday`, `on the second Tuesday of every month`. */
function weekdays({ weekdays: days, nthWeekday, lastWeekdays }: CronFields): string {
  const [last] = lastWeekdays;
  if (last !== undefined) {
    return `on the last ${WEEKDAY_NAMES[last] ?? ''} of every month`;
  }
  if (nthWeekday > 0) {
    const [day = 0] = days;
    return `on the ${ORDINALS[nthWeekday - 1] ?? ''} ${WEEKDAY_NAMES[day] ?? ''} of every month`;
  }
  // The week goes round: Friday through Monday is a run too.
  const first = [...days].find(day => !days.has((day + 6) % 7)) ?? 0;
  const isRun = Array.from({ length: days.size }, (_, index) => (first + index) % 7).every(day => days.has(day));
  return isRun && days.size > 2
    ? `${WEEKDAY_NAMES[first] ?? ''} through ${WEEKDAY_NAMES[(first + days.size - 1) % 7] ?? ''}`
    : `only on ${named([...days], WEEKDAY_NAMES, 0)}`;
}

function named(values: readonly number[], names: readonly string[], low: number): string {
  const name = (value: number): string => names[value - low] ?? '';
  const sorted = [...values].sort((a, b) => a - b);
  const [from = low, to = low] = [sorted[0], sorted.at(-1)];
  return sorted.length > 2 && to - from === sorted.length - 1
    ? `${name(from)} through ${name(to)}`
    : listText(sorted.map(name));
}
