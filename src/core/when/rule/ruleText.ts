import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { DAY, type Duration } from '../../basics/time.ts';
import { checkPeriod, periodText } from '../../repeat/interval.ts';
import type { DayHours, RuleText } from '../readingContext.ts';
import { isCron } from './cronShape.ts';
import { splits } from '../day/dayAndClock.ts';
import { readClock } from '../clock/clockTime.ts';
import { readSpan } from '../clock/duration.ts';
import { NUMBER, ORDINAL } from '../clock/numberWords.ts';
import { readRuleClock } from './ruleClock.ts';
import { readRuleDays } from './ruleDays.ts';
import { readRuleWords } from './ruleWords.ts';
import { withoutZone, zoneRefusal } from '../clock/zoneSuffix.ts';

/** Ends a refusal of a repeat with what to type instead. */
const ruleExamples = (): string =>
  l10n.t(
    'Type every weekday at 9, every monday 9am, every 30m, every first of the month at 9, or a cron line such as 0 9 * * 1-5.',
  );

/** The answer to what speaks of a repeat and is not read whole. */
export const NOT_SURE: Refusal = {
  ...refusal(''),
  get why() {
    return l10n.t('Defer is not sure how often that is. {0}', ruleExamples());
  },
};

const REPEATS =
  /\b(?:every|everyday|each|hourly|daily|nightly|weekly|monthly|yearly|annually|weekdays|workdays|weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b/;
/** `two workdays from now` is a length of time, `1430 weekdays` a time of day. */
const COUNTED = new RegExp(`^(?:(?:in|within|after) )?(?!\\d{4})${NUMBER} (?:week|work)days\\b`);
const DAY_OF_MONTH = new RegExp(`\\b(?:${ORDINAL}|last)\\b.* (?:of|in) (?:the|a) month\\b`);
const MOST_WORDS = 16;

const HOURLY: RuleText = { cron: '0 * * * *', notes: [] };

/**
 * Reads what comes again: a cron line, `@daily`, `every 30m`, `every weekday at 9`, `mondays and thursdays at 5pm`, the
 * words that Defer prints for a rule, in lower case with single spaces. `last friday of the month` is one only where a
 * rule is wanted. It must never become one date in silence, so whatever speaks of a repeat is read whole or refused.
 * `undefined` for every other text.
 */
export function readRuleText(text: string, hours: DayHours, wanted: boolean): RuleText | Refusal | undefined {
  if (isCron(text)) {
    return { cron: text.startsWith('@') ? text : text.toUpperCase(), notes: [] };
  }
  const printed = readRuleWords(text);
  if (printed) {
    return printed;
  }
  if (!REPEATS.test(text.replace(COUNTED, '')) && !(wanted && DAY_OF_MONTH.test(text))) {
    return undefined;
  }
  const read = (part: string): RuleText | Refusal | undefined =>
    (part === 'hourly' ? HOURLY : undefined) ?? readEvery(part) ?? readDaysAndClock(part, hours);
  const bare = withoutZone(text);
  const zoned = bare === undefined ? undefined : read(bare);
  return read(text) ?? (zoned && !isRefusal(zoned) ? zoneRefusal() : unsure(text, hours));
}

/**
 * Reads an interval alone, `30m`, `2 hours`, `every 90 minutes`, `1d`, as `--every` takes it: elapsed time on a grid
 * that starts when it is made. `undefined` where the text is none, a refusal for months and years.
 */
export function readInterval(text: string): RuleText | Refusal | undefined {
  const plain = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const rest = plain.replace(/^(?:every|each) /, '');
  const unit = /^(?:hour|minute|half hour)$/.test(rest);
  const span = readSpan(unit ? rest.replace(/^half hour$/, '30m').replace(/^(?=[hm])/, 'one ') : rest);
  if (!span) {
    return undefined;
  }
  if (span.months > 0) {
    return refusal(
      l10n.t('Months and years differ in length. Type every first of the month at 9, or every 25 december at 9.'),
    );
  }
  const period: Duration = span.days * DAY + span.elapsed;
  const notes =
    span.days > 0 ? [l10n.t('days are counted as 24 hours, so the clock time moves when the clocks change')] : [];
  return checkPeriod(period) ?? { every: periodText(period), notes };
}

/** Days and weeks with a time of day: `every 3 days at 9`, `every other week 5pm`. */
const DAYS_AND_CLOCK = /^((?:every|each) (?:\S+ )*?(?:\S*\dd|\S*\dw|days?|weeks?)),? (at |@ ?)?(\S.*)$/;

/**
 * Rewrites `every other day` as `every 2 days`. `every other monday` stays: the text does not say with which Monday it
 * starts.
 */
const counted = (text: string): string =>
  text.replace(/^((?:every|each)) other (day|week)\b/, (_, every: string, unit: string) => `${every} 2 ${unit}s`);

function readEvery(text: string): RuleText | Refusal | undefined {
  const plain = counted(text);
  if (!/^(?:every|each) /.test(plain)) {
    return undefined;
  }
  const whole = readInterval(plain);
  const [, days, at, time = ''] = DAYS_AND_CLOCK.exec(plain) ?? [];
  const interval = whole === undefined && days !== undefined ? readInterval(days) : undefined;
  if (!interval || isRefusal(interval) || 'cron' in interval) {
    return whole;
  }
  const clock = readClock(time, undefined, at !== undefined);
  if (clock === undefined || isRefusal(clock)) {
    return clock;
  }
  const { hour, minute, second } = clock;
  return { ...interval, clock: { hour, minute, second }, notes: [...interval.notes, ...clock.notes] };
}

function readDaysAndClock(text: string, hours: DayHours): RuleText | Refusal | undefined {
  const words = text.split(' ');
  if (words.length > MOST_WORDS) {
    return undefined;
  }
  let reason: Refusal | undefined;
  for (const { day: dayWords, clock: clockWords } of splits(words)) {
    const days = dayWords === '' ? undefined : readRuleDays(dayWords.replace(/,$/, ''));
    const part = days && !isRefusal(days) ? days.part : undefined;
    const clock = days && readRuleClock(clockWords.replace(/,$/, ''), part, hours);
    if (!days || !clock) {
      continue;
    }
    if (!isRefusal(days) && !isRefusal(clock)) {
      const cron = `${clock.fields} ${days.dayOfMonth} ${days.month} ${days.weekday}`;
      return { cron, notes: [...days.notes, ...clock.notes] };
    }
    reason ??= isRefusal(days) ? days : isRefusal(clock) ? clock : undefined;
  }
  return reason;
}

const OPEN: readonly (readonly [pattern: RegExp, why: () => string])[] = [
  [
    /^(?:weekly|(?:every|each) week)(?: |$)/,
    () => l10n.t('Weekly on which day? Type weekly on friday at 5pm, or every 1w from now.'),
  ],
  [
    /^(?:monthly|(?:every|each) month)(?: |$)/,
    () => l10n.t('On which day of the month? Type every first of the month at 9, or monthly on the 15th.'),
  ],
  [
    /^(?:yearly|annually|(?:every|each) year)(?: |$)/,
    () => l10n.t('On which day of the year? Type every 25 december at 9.'),
  ],
];
const OTHER = /^(?:every|each) (?:other|second) (?:day|week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/;

/** Asks for what is not said; a reason is given only where all else of the text is understood. */
function unsure(text: string, hours: DayHours): Refusal {
  for (const [pattern, why] of OPEN) {
    const head = pattern.exec(text)?.[0];
    if (head !== undefined && readRuleClock(text.slice(head.length), undefined, hours) !== undefined) {
      return refusal(why());
    }
  }
  return OTHER.test(text)
    ? refusal(l10n.t('Every other day or week is an interval: type every 2d or every 2w, counted from now.'))
    : NOT_SURE;
}
