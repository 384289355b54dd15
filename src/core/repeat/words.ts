import cronstrue from 'cronstrue';
import { dateText } from '../calendarDate.ts';
import { isRefusal } from '../refusal.ts';
import { DAY, HOUR, MINUTE, SECOND, type Duration, type Instant } from '../time.ts';
import { toWall } from '../wallClock.ts';
import { zoneLabel } from '../zone.ts';
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

/** Moments one after another: `Mon 23 Nov, 09:00 CET, then Tue 24 Nov, 09:00 CET`; the year where it is not this one. */
export function upcomingText(moments: readonly Instant[], now: Instant, zone: string): string {
  const { year } = toWall(now, zone);
  return moments
    .map(at => {
      const wall = toWall(at, zone);
      const clock = [wall.hour, wall.minute, ...(wall.second === 0 ? [] : [wall.second])];
      const time = clock.map(part => String(part).padStart(2, '0')).join(':');
      return `${dateText(wall, wall.year !== year)}, ${time} ${zoneLabel(at, zone)}`;
    })
    .join(', then ');
}
