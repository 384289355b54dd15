import * as l10n from '@vscode/l10n';
import { CronExpressionParser } from 'cron-parser';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { nextDay } from './cronDays.ts';
import type { CronFields } from './cronFields.ts';
import { splitCron } from './cronSyntax.ts';
import { cronExamples } from './cronUnsupported.ts';

const MOST_KEPT = 500;
const kept = new Map<string, CronFields | Refusal>();

/**
 * Reads a cron line: five fields, or six with seconds first, names, `@daily` and its like, `L` and `#`; 0 and 7 are
 * Sunday. A line that never comes is refused too. Answers are remembered by their text.
 */
export function readCron(text: string): CronFields | Refusal {
  let answer = kept.get(text);
  if (answer === undefined) {
    if (kept.size >= MOST_KEPT) {
      kept.clear();
    }
    answer = parseCron(text);
    kept.set(text, answer);
  }
  return answer;
}

function parseCron(text: string): CronFields | Refusal {
  const line = splitCron(text);
  if (isRefusal(line)) {
    return line;
  }
  let parsed;
  try {
    // A fixed date: the parser would otherwise look at the clock.
    parsed = CronExpressionParser.parse(line.fields.join(' '), { tz: 'UTC', currentDate: 0 }).fields;
  } catch {
    // What the parser says is for programmers, and never passed on. All that it refuses of these fields is 31 February.
    return neverComes(text);
  }
  const { second, minute, hour, month, dayOfMonth, dayOfWeek } = parsed;
  const weekdays: readonly (number | string)[] = dayOfWeek.values;
  const daysOfMonth: readonly (number | string)[] = dayOfMonth.values;
  const fields: CronFields = {
    seconds: numbers(second.values),
    minutes: numbers(minute.values),
    hours: numbers(hour.values),
    months: new Set(numbers(month.values)),
    daysOfMonth: new Set(numbers(daysOfMonth)),
    lastDayOfMonth: daysOfMonth.includes('L'),
    weekdays: new Set(numbers(weekdays).map(day => day % 7)),
    nthWeekday: dayOfWeek.nthDay,
    lastWeekdays: new Set(weekdays.filter(day => typeof day === 'string').map(day => Number.parseInt(day, 10) % 7)),
    limitsDaysOfMonth: !dayOfMonth.isWildcard,
    limitsWeekdays: !dayOfWeek.isWildcard,
    hasFixedTime: line.hasFixedTime,
  };
  return nextDay(fields, 0) === undefined ? neverComes(text) : fields;
}

const neverComes = (text: string): Refusal =>
  refusal(`${l10n.t('No calendar has such a day, so "{0}" never comes.', text.trim())} ${cronExamples()}`);

const numbers = (values: readonly (number | string)[]): readonly number[] =>
  [...new Set(values.filter(value => typeof value === 'number'))].sort((a, b) => a - b);
