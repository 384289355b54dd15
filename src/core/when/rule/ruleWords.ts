import { refusal, type Refusal } from '../../basics/refusal.ts';
import type { RuleText } from '../readingContext.ts';
import { list, numbers, readRuleDayWords, SPAN, spans } from './ruleDayWords.ts';

const CLOCK = '\\d\\d:\\d\\d(?::\\d\\d)?';
const MINUTE = ':\\d\\d';
const field = (name: string): string => `(?:every ${name}|${name}s? (${list(SPAN)}))`;

/** The times of a rule as the first fields of a cron line, or why they cannot be; `undefined` for another text. */
type TimeReader = (parts: readonly (string | undefined)[]) => string | Refusal | undefined;

/**
 * How `repeat/timeWords.ts` says the times of a rule, each with its way back. `days`: only with a day behind it is it a
 * rule.
 */
const FORMS: readonly (readonly [pattern: RegExp, read: TimeReader, days?: true])[] = [
  [new RegExp(`^at (${list(CLOCK)})(?=,|$)`), ([clocks = '']) => fixedTimes(clocks), true],
  [/^every (?:(\d{1,2}) )?(second|minute|hour)s? by the clock(?=,|$)/, ([count, unit]) => byTheClock(count, unit)],
  [/^every hour on the hour(?=,|$)/, () => '0 *'],
  [new RegExp(`^every hour at (${list(MINUTE)})(?=,|$)`), ([minutes = '']) => `${numbers(minutes).join(',')} *`],
  [
    /^every (?:(\d{1,2}) )?minutes? from :(\d\d) to :(\d\d) of each hour(?=,|$)/,
    ([by, from, to]) => `${range(from, to, by)} *`,
  ],
  [
    /^every (?:(\d{1,2}) )?hours? from (\d\d):(\d\d) to (\d\d):(\d\d)(?=,|$)/,
    ([by, from, minute, to, end]) => (minute === end ? `${Number(minute)} ${range(from, to, by)}` : undefined),
  ],
  [
    /^every (?:(\d{1,2}) )?minutes? from (\d\d):(\d\d) to (\d\d):(\d\d)(?=,|$)/,
    ([by = '1', from, first, to, last]) =>
      Number(first) + 60 - Number(last) === Number(by) ? `${range(first, last, by)} ${range(from, to)}` : undefined,
  ],
  [
    new RegExp(`^at ${field('minute')} of ${field('hour')}(?=,|$)`),
    ([minutes, hours]) => `${spans(minutes)} ${spans(hours)}`,
  ],
  [
    new RegExp(`^at ${field('second')} of ${field('minute')} of ${field('hour')}(?=,|$)`),
    ([seconds, minutes, hours]) => `${spans(seconds)} ${spans(minutes)} ${spans(hours)}`,
  ],
];

/**
 * Reads the words that Defer prints for a cron line, in lower case with single spaces: `at 09:00, monday through
 * friday`, `every 15 minutes by the clock`. They give the same rule. `undefined` where the text is something else, a
 * refusal where the clock does not divide so.
 */
export function readRuleWords(text: string): RuleText | Refusal | undefined {
  for (const [pattern, read, needsDays] of FORMS) {
    const match = pattern.exec(text);
    if (!match) {
      continue;
    }
    const rest = text.slice(match[0].length);
    const days = rest === '' ? (needsDays ? undefined : '* * *') : readRuleDayWords(rest.slice(2));
    const times = days === undefined ? undefined : read(match.slice(1));
    if (times !== undefined) {
      return typeof times === 'string' ? { cron: `${times} ${days}`, notes: [] } : times;
    }
  }
  return undefined;
}

const range = (from: string | undefined, to: string | undefined, by = '1'): string =>
  `${Number(from)}-${Number(to)}${by === '1' ? '' : `/${by}`}`;

/** `09:00 and 17:00` as fields; `undefined` where no clock shows one of them, or no one line holds them together. */
function fixedTimes(clocks: string): string | undefined {
  const times = clocks.split(/, | and /).map(clock => clock.split(':').map(Number));
  const [hours, minutes, seconds] = [0, 1, 2].map(place =>
    [...new Set(times.map(time => time[place] ?? 0))].sort((a, b) => a - b),
  );
  if (
    !hours ||
    !minutes ||
    !seconds ||
    new Set(times.map(String)).size !== hours.length * minutes.length * seconds.length
  ) {
    return undefined;
  }
  const isReal = hours.every(hour => hour < 24) && [...minutes, ...seconds].every(value => value < 60);
  const second = seconds.join() === '0' ? '' : `${seconds.join()} `;
  return isReal ? `${second}${minutes.join()} ${hours.join()}` : undefined;
}

/** `every 15 minutes by the clock` as fields; refused for a step that the clock does not hold. */
function byTheClock(count = '1', unit = ''): string | Refusal {
  const [step, size] = [Number(count), unit === 'hour' ? 24 : 60];
  if (step < 1 || size % step !== 0) {
    const whole = unit === 'hour' ? 'A day' : unit === 'minute' ? 'An hour' : 'A minute';
    const near = Array.from({ length: size }, (_, index) => index + 1).filter(divisor => size % divisor === 0);
    const [below, above] = [
      near.findLast(divisor => divisor < step) ?? 1,
      near.find(divisor => divisor > step) ?? size,
    ];
    return refusal(
      `${whole} is not a multiple of ${step} ${unit}s. Type every ${below} or ${above} ${unit}s by the clock, or every ${step || 1} ${unit}s, counted from now.`,
    );
  }
  const field = step === 1 ? '*' : `*/${step}`;
  return { second: `${field} * *`, minute: `${field} *`, hour: `0 ${field}` }[unit] ?? '';
}
