import * as l10n from '@vscode/l10n';
import { addDays, addMonths } from '../../basics/calendarDate.ts';
import { DAY, HOUR, instant, MINUTE, SECOND, type Duration } from '../../basics/time.ts';
import { fromWall, toWall } from '../../basics/wallClock.ts';
import type { Reading, WhenContext } from '../readingContext.ts';
import { NUMBER, numberOf } from './numberWords.ts';
import { gapNote, twiceNote } from '../remarks.ts';

/** A length of time as people mean it: months and days on the calendar, the rest elapsed milliseconds. */
export interface Span {
  readonly months: number;
  readonly days: number;
  readonly elapsed: Duration;
}

const ONE_HOUR: Span = { months: 0, days: 0, elapsed: HOUR };
const ONE_MINUTE: Span = { months: 0, days: 0, elapsed: MINUTE };

const UNITS: readonly (readonly [RegExp, Span])[] = [
  [/^(?:y|yrs?|years?)$/, { months: 12, days: 0, elapsed: 0 }],
  [/^(?:mo|months?)$/, { months: 1, days: 0, elapsed: 0 }],
  [/^fortnights?$/, { months: 0, days: 14, elapsed: 0 }],
  [/^(?:w|wks?|weeks?)$/, { months: 0, days: 7, elapsed: 0 }],
  [/^(?:d|days?)$/, { months: 0, days: 1, elapsed: 0 }],
  [/^(?:h|hrs?|hours?)$/, ONE_HOUR],
  [/^(?:m|mins?|minutes?)$/, ONE_MINUTE],
  [/^(?:s|secs?|seconds?)$/, { months: 0, days: 0, elapsed: SECOND }],
];

const PART =
  /^(?:(\d+(?:\.\d+)?) ?|((?:twenty|thirty|forty|fifty|ninety)[ -](?:one|two|three|four|five|six|seven|eight|nine)|[a-z]+) )([a-z]+)(?:,? and |, ?| |$|(?=\d))/;

const COUNT = `(\\d+(?:\\.\\d+)?|an?|${NUMBER})`;
const UNIT = '(years?|months?|fortnights?|weeks?|wks?|days?|hours?|hrs?|h|minutes?|mins?)';
const COUNT_AND_HALF = new RegExp(`(^| )${COUNT} and a half ${UNIT}\\b`);
const UNIT_AND_HALF = new RegExp(`(^| )${COUNT} ?${UNIT} and a half\\b`);

/** Halves and quarters as numbers: `an hour and a half` is `1.5 hours`, `three quarters of an hour` `45m`. */
const inNumbers = (text: string): string =>
  text
    .replace(/^(?:an? )?quarter (?:of an )?hour$/, '15m')
    .replace(/^three[ -]quarters of an hour$/, '45m')
    .replace(/(^| )(\d+) 1\/2 (?=[a-z])/, '$1$2.5 ')
    .replace(/(^| )1\/2 (?:an? )?(?=[a-z])/, '$10.5 ')
    .replace(/(^| )(?:a )?half (?:an? )?(?=hour\b|day\b|year\b)/, '$10.5 ')
    .replace(COUNT_AND_HALF, (_, before: string, count: string, unit: string) => `${before}${half(count)} ${unit}`)
    .replace(UNIT_AND_HALF, (_, before: string, count: string, unit: string) => `${before}${half(count)} ${unit}`);

const half = (count: string): number => (numberOf(count) ?? Number(count)) + 0.5;

/**
 * Reads `10m`, `1d2h30m`, `1 hour and 30 minutes`, `1 hour, 30 minutes`, `1h30`, `an hour and a half`, `PT30M`, each
 * unit once. The text is lower case with single spaces and without `in` or `+`. `undefined` where any of it is
 * something else.
 */
export function readSpan(text: string): Span | undefined {
  const iso = readIsoSpan(text);
  if (iso) {
    return iso;
  }
  const seen = new Map<Span, number>();
  let rest = inNumbers(text);
  let hoursJustRead = false;
  while (rest !== '') {
    if (hoursJustRead && /^[0-5]\d$/.test(rest)) {
      rest += 'm';
    }
    const [whole = '', digits, word = '', name = ''] = PART.exec(rest) ?? [];
    const unit = UNITS.find(([names]) => names.test(name))?.[1];
    const count = digits === undefined ? numberOf(word) : Number(digits);
    if (!unit || count === undefined || seen.has(unit)) {
      return undefined;
    }
    seen.set(unit, count);
    hoursJustRead = unit === ONE_HOUR && !/ $/.test(whole);
    rest = rest.slice(whole.length);
  }
  return seen.size === 0 ? undefined : total(seen);
}

/** Adds up; half a day is twelve elapsed hours, half a month is nothing that anyone means. */
function total(seen: Iterable<readonly [Span, number]>): Span | undefined {
  let months = 0;
  let days = 0;
  let elapsed = 0;
  for (const [unit, count] of seen) {
    months += unit.months * count;
    days += unit.days * count;
    elapsed += unit.elapsed * count;
  }
  const wholeDays = Math.floor(days);
  return Number.isInteger(months)
    ? { months, days: wholeDays, elapsed: Math.round(elapsed + (days - wholeDays) * DAY) }
    : undefined;
}

const NUMERAL = '(\\d+(?:[.,]\\d+)?)';
const ISO = new RegExp(
  `^p(?=t?\\d)(?:${NUMERAL}y)?(?:${NUMERAL}m)?(?:${NUMERAL}w)?(?:${NUMERAL}d)?(?:t(?=\\d)(?:${NUMERAL}h)?(?:${NUMERAL}m)?(?:${NUMERAL}s)?)?$`,
);
const ISO_UNITS = UNITS.map(([, unit]) => unit).filter(unit => unit.days !== 14);

/** Reads an ISO 8601 duration in lower case, `pt30m`, `p1w`, `p1dt12h`. */
function readIsoSpan(text: string): Span | undefined {
  const parts = ISO.exec(text)?.slice(1);
  return (
    parts && total(ISO_UNITS.map((unit, index) => [unit, Number((parts[index] ?? '0').replace(',', '.'))] as const))
  );
}

/** Whether a span reaches so far that no calendar needs to be asked. */
export const isBeyondReach = ({ months, days, elapsed }: Span): boolean =>
  months > 12 * 200 || days > 366 * 200 || elapsed > DAY * 366 * 200;

/**
 * The moment a span after now: days, weeks and months keep the wall clock (into a gap: the first moment after it, said
 * so), hours, minutes and seconds are elapsed time. Not for a span that `isBeyondReach`.
 */
export function afterSpan({ months, days, elapsed }: Span, context: WhenContext): Reading {
  const { now, zone } = context;
  if (months === 0 && days === 0) {
    return { at: instant(now + elapsed), notes: [] };
  }
  const wall = toWall(now, zone);
  const month = addMonths(wall, months);
  const target = { ...wall, ...addDays(month, days) };
  const shortMonth =
    month.day === wall.day ? [] : [l10n.t('the month has no day {0}; its last day is taken', wall.day)];
  const { at, notes } = sameClock(target, context);
  return { at: instant(at + elapsed), notes: [...shortMonth, ...notes] };
}

/** The present time of day on another day; into a gap, the first moment after it. */
export function sameClock(day: { year: number; month: number; day: number }, { now, zone }: WhenContext): Reading {
  const { hour, minute, second } = toWall(now, zone);
  const target = { year: day.year, month: day.month, day: day.day, hour, minute, second };
  const moment = fromWall(target, zone);
  if (moment.fit === 'gap') {
    return { at: moment.at, notes: [gapNote(target, moment.at, zone)] };
  }
  const twice = moment.fit === 'twice' ? [twiceNote(target, zone)] : [];
  return { at: instant(moment.at + (now % SECOND)), notes: twice };
}
