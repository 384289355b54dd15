import { DAY, HOUR, MINUTE, SECOND, type Duration } from '../../basics/time.ts';
import { dayWords } from './dayWords.ts';
import type { Rule } from '../rule.ts';
import { timeWords } from './timeWords.ts';

const UNITS: readonly (readonly [Duration, string])[] = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [SECOND, 'second'],
];

/** Longer words say less than the line itself, and could not be typed back. */
const LONGEST = 150;

/**
 * A rule in words: `At 09:00, Monday through Friday`, `Every 30 minutes`, which typed back give the same rule. Words of
 * our own: those of libraries call `*` + `/7` every seven minutes, which it is not, and read as if day of month and day of
 * week both had to hold, where either is enough.
 */
export function ruleWords(rule: Rule): string {
  if (rule.kind === 'every') {
    return `Every ${lengthWords(rule.period)}`;
  }
  const { words, saysDay } = timeWords(rule.fields);
  const days = dayWords(rule.fields);
  const text = [words, ...(days.length === 0 && saysDay ? ['every day'] : days)].join(', ');
  return text.length <= LONGEST ? text : rule.cron.toUpperCase().split(/\s+/).join(' ');
}

/**
 * `30 minutes`, `1 hour 30 minutes`, `2 days`; one of a unit alone is just `hour`. But "every day" would keep the clock, and
 * "every second" is a day of the month.
 */
function lengthWords(period: Duration): string {
  if (period === DAY) {
    return '24 hours';
  }
  const parts: string[] = [];
  let rest = period;
  for (const [unit, name] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) {
      parts.push(count === 1 ? `1 ${name}` : `${count} ${name}s`);
    }
  }
  return parts.length === 1 ? (parts[0] ?? '').replace(/^1 (?!second)/, '') : parts.join(' ');
}
