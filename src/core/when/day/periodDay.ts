import * as l10n from '@vscode/l10n';
import { addDays, addMonths, daysInMonth, weekdayOf, type CalendarDate } from '../../basics/calendarDate.ts';
import { END_OF_DAY } from '../clock/clockTime.ts';
import { one, type DayChoice } from './dayChoice.ts';
import { MONTH, monthNumber, YEAR } from '../names.ts';

const SHORT = new Map([
  ['eow', 'end of week'],
  ['eom', 'end of month'],
  ['eoq', 'end of quarter'],
  ['eoy', 'end of year'],
]);
const PERIOD = /^(?:at )?(?:the )?(end|start|beginning) of (the |this |the next |next )?(week|month|quarter|year)$/;
const OF_MONTH = new RegExp(`^(?:at )?(?:the )?(end|start|beginning) of (${MONTH})(?: (${YEAR}))?$`);
const ALONE = new RegExp(`^(?:in |this )?(?:(next )?(${MONTH})(?:[ /-](${YEAR}))?|(${YEAR})[ /-](${MONTH}))$`);
const WEEKS = /^(?:in )?(?:the )?(next week|week after next)$/;

/**
 * Reads the end or the beginning of a week, month, quarter or year, `eom`, `end of next week`, `start of january`; a
 * month alone, which is its first day; `next week`, which is this day of the week in it.
 */
export function readPeriodDay(text: string, today: CalendarDate): DayChoice | undefined {
  const weeks = WEEKS.exec(text)?.[1];
  if (weeks !== undefined) {
    return { ...one(addDays(today, weeks === 'next week' ? 7 : 14)), openEnd: true };
  }
  const [, edge, which = '', period = ''] = PERIOD.exec(SHORT.get(text) ?? text) ?? [];
  if (edge !== undefined) {
    const [from, later] = which.includes('next') ? [1, ''] : [0, nextText(period)];
    const steps = later === '' ? [from] : [0, 1];
    return {
      dates: steps.map(step => edgeOf(period, edge === 'end', step, today)),
      later,
      ...(edge === 'end' && { clock: END_OF_DAY }),
    };
  }
  return monthEdge(text, today) ?? monthAlone(text, today);
}

/** What the next of these periods is called. */
function nextText(period: string): string {
  switch (period) {
    case 'week':
      return l10n.t('next week');
    case 'month':
      return l10n.t('next month');
    case 'quarter':
      return l10n.t('next quarter');
    default:
      return l10n.t('next year');
  }
}

/** The first or last day of the period that is `step` periods ahead; a week ends on Friday. */
function edgeOf(period: string, isEnd: boolean, step: number, today: CalendarDate): CalendarDate {
  if (period === 'week') {
    const monday = addDays(today, 7 * step - ((weekdayOf(today) + 6) % 7));
    return isEnd ? addDays(monday, 4) : monday;
  }
  const months = period === 'month' ? 1 : period === 'quarter' ? 3 : 12;
  const first = { year: today.year, month: today.month - ((today.month - 1) % months), day: 1 };
  return isEnd ? addDays(addMonths(first, months * (step + 1)), -1) : addMonths(first, months * step);
}

function monthEdge(text: string, today: CalendarDate): DayChoice | undefined {
  const [, edge, name = '', year] = OF_MONTH.exec(text) ?? [];
  if (edge === undefined) {
    return undefined;
  }
  const dates = firstDays(monthNumber(name), year, today).map(first =>
    edge === 'end' ? { ...first, day: daysInMonth(first) } : first,
  );
  return {
    dates,
    later: l10n.t('in a later year'),
    ...(edge === 'end' && { clock: END_OF_DAY }),
    ...(year === undefined && { openEnd: true }),
  };
}

function monthAlone(text: string, today: CalendarDate): DayChoice | undefined {
  const [, next, first, last, yearBefore, second] = ALONE.exec(text) ?? [];
  const [name, year] = [first ?? second, last ?? yearBefore];
  if (name === undefined) {
    return undefined;
  }
  const month = monthNumber(name);
  const dates = firstDays(month, year, today);
  return {
    dates: next !== undefined && month <= today.month ? dates.slice(1) : dates,
    later: l10n.t('in a later year'),
    ...(year === undefined && { openEnd: true }),
  };
}

/** The first day of a month: of that year, or of this one and the next. */
const firstDays = (month: number, year: string | undefined, today: CalendarDate): readonly CalendarDate[] =>
  (year === undefined ? [today.year, today.year + 1] : [Number(year)]).map(which => ({ year: which, month, day: 1 }));
