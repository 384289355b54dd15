import cronstrue from 'cronstrue';
import { isRefusal } from '../refusal.ts';
import { DAY, HOUR, MINUTE, SECOND, type Duration } from '../time.ts';
import { splitCron } from './cronSyntax.ts';
import type { Rule } from './rule.ts';

const UNITS: readonly (readonly [Duration, string])[] = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
];

/**
 * A rule in words: `At 09:00, Monday through Friday`, `Every 30 minutes`. Where a cron line limits both day of month and
 * day of week, it says that either is enough (TIME.md): cronstrue alone reads as if both had to hold.
 */
export function ruleWords(rule: Rule): string {
  if (rule.kind === 'every') {
    return `Every ${lengthWords(rule.period)}`;
  }
  const fields = splitCron(rule.cron);
  const line = isRefusal(fields) ? rule.cron : fields.join(' ');
  const words = cronstrue.toString(line, { use24HourTimeFormat: true });
  const { limitsDaysOfMonth, limitsWeekdays, months } = rule.fields;
  if (limitsDaysOfMonth && limitsWeekdays) {
    return `${words} (either of the two is enough)`;
  }
  const isDaily = !limitsDaysOfMonth && !limitsWeekdays && months.size === 12;
  return isDaily && words.startsWith('At ') ? `${words}, every day` : words;
}

/** `30 minutes`, `1 hour 30 minutes`, `2 days`; one of a unit alone is just `hour`. */
function lengthWords(period: Duration): string {
  const parts: string[] = [];
  let rest = period;
  for (const [unit, name] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) {
      parts.push(count === 1 ? `1 ${name}` : `${count} ${name}s`);
    }
  }
  return parts.length === 1 ? (parts[0] ?? '').replace(/^1 /, '') : parts.join(' ');
}
