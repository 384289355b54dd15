import * as l10n from '@vscode/l10n';
import { weekdayAt } from '../../basics/dateText.ts';
import type { CronFields } from '../cron/cronFields.ts';
import { monthName } from './monthName.ts';
import { listText, spanText, stretches } from './series.ts';

/** The words for the place of a weekday in its month, as they are typed. */
export const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** Ends the words of a line that limits days of the month and of the week: other programs want both at once. */
export const EITHER = '(either of the two is enough)';

/**
 * The days of a cron line in words, each part to go behind a comma: `Monday through Friday`, `only in May`. Empty where
 * it comes every day.
 */
export function dayWords(fields: CronFields): readonly string[] {
  const { limitsDaysOfMonth, limitsWeekdays, months } = fields;
  const ofMonth = limitsDaysOfMonth && fields.daysOfMonth.size < 31 ? daysOfMonth(fields) : undefined;
  const hasWeekdays = limitsWeekdays && !isEveryWeekday(fields);
  const days = [];
  if (limitsDaysOfMonth && limitsWeekdays) {
    if (ofMonth !== undefined && hasWeekdays) {
      days.push(l10n.t('{0} or {1} (either of the two is enough)', ofMonth, weekdays(fields, 'other')));
    }
  } else {
    days.push(...(ofMonth === undefined ? [] : [ofMonth]), ...(hasWeekdays ? [weekdays(fields, 'alone')] : []));
  }
  const inMonths = months.size === 12 ? [] : [l10n.t('only in {0}', named([...months], 1, monthName))];
  return [...days, ...inMonths];
}

const isEveryWeekday = ({ weekdays: days, nthWeekday }: CronFields): boolean => days.size === 7 && nthWeekday === 0;

/** `on day 1 of the month`, `on days 1 to 7 and 15 of the month`, `on the last day of every month`. */
function daysOfMonth({ daysOfMonth: days, lastDayOfMonth }: CronFields): string {
  if (days.size === 0) {
    return l10n.t('on the last day of every month');
  }
  const parts = stretches([...days].sort((a, b) => a - b)).map(spanText);
  const list = listText([...parts, ...(lastDayOfMonth ? [l10n.t('the last day')] : [])]);
  return days.size === 1 ? l10n.t('on day {0} of the month', list) : l10n.t('on days {0} of the month', list);
}

/**
 * `Monday through Friday`, `only on Monday and Friday`, `on the second Tuesday of every month`. `place`: whether they
 * stand alone, or as the other one of two: `on Monday and Friday`.
 */
function weekdays({ weekdays: days, nthWeekday, lastWeekdays }: CronFields, place: 'alone' | 'other'): string {
  const [last] = lastWeekdays;
  if (last !== undefined) {
    return l10n.t('on the last {0} of every month', weekdayAt(last));
  }
  if (nthWeekday > 0) {
    const [day = 0] = days;
    return nthText(nthWeekday, weekdayAt(day));
  }
  // The week goes round: Friday through Monday is a run too.
  const first = [...days].find(day => !days.has((day + 6) % 7)) ?? 0;
  const isRun = Array.from({ length: days.size }, (_, index) => (first + index) % 7).every(day => days.has(day));
  if (isRun && days.size > 2) {
    const [from, to] = [weekdayAt(first), weekdayAt((first + days.size - 1) % 7)];
    return place === 'alone' ? l10n.t('{0} through {1}', from, to) : l10n.t('on {0} through {1}', from, to);
  }
  const list = named([...days], 0, weekdayAt);
  return place === 'alone' ? l10n.t('only on {0}', list) : l10n.t('on {0}', list);
}

/** A weekday by its place in the month, from 1 to 5. */
function nthText(place: number, day: string): string {
  switch (place) {
    case 1:
      return l10n.t('on the first {0} of every month', day);
    case 2:
      return l10n.t('on the second {0} of every month', day);
    case 3:
      return l10n.t('on the third {0} of every month', day);
    case 4:
      return l10n.t('on the fourth {0} of every month', day);
    default:
      return l10n.t('on the fifth {0} of every month', day);
  }
}

function named(values: readonly number[], low: number, name: (value: number) => string): string {
  const sorted = [...values].sort((a, b) => a - b);
  const [from = low, to = low] = [sorted[0], sorted.at(-1)];
  return sorted.length > 2 && to - from === sorted.length - 1
    ? l10n.t('{0} through {1}', name(from), name(to))
    : listText(sorted.map(name));
}
