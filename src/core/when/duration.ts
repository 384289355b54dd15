import { addDays, addMonths } from '../calendarDate.ts';
import { DAY, HOUR, instant, MINUTE, SECOND, type Duration } from '../time.ts';
import { fromWall, toWall } from '../wallClock.ts';
import type { Reading, WhenContext } from './context.ts';
import { gapNote, twiceNote } from './remarks.ts';

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
  [/^(?:w|wks?|weeks?)$/, { months: 0, days: 7, elapsed: 0 }],
  [/^(?:d|days?)$/, { months: 0, days: 1, elapsed: 0 }],
  [/^(?:h|hrs?|hours?)$/, ONE_HOUR],
  [/^(?:m|mins?|minutes?)$/, ONE_MINUTE],
  [/^(?:s|secs?|seconds?)$/, { months: 0, days: 0, elapsed: SECOND }],
];

const COUNTS = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
  }).concat(
    Object.entries({ ten: 10, eleven: 11, twelve: 12, fifteen: 15, twenty: 20, thirty: 30, forty: 40, ninety: 90 }),
  ),
);

const PART = /^(?:(\d+(?:\.\d+)?) ?|([a-z]+) )([a-z]+)(?: and | |$|(?=\d))/;

/**
 * Reads `10m`, `1d2h30m`, `1 hour and 30 minutes`, `1h30`, `an hour`, each unit once (TIME.md). The text is lower case
 * with single spaces and without `in` or `+`. `undefined` where any of it is something else.
 */
export function readSpan(text: string): Span | undefined {
  const seen = new Map<Span, number>();
  let rest = text.replace(/^half an? hour$/, '30m');
  let hoursJustRead = false;
  while (rest !== '') {
    if (hoursJustRead && /^[0-5]\d$/.test(rest)) {
      rest += 'm';
    }
    const [whole = '', digits, word = '', name = ''] = PART.exec(rest) ?? [];
    const unit = UNITS.find(([names]) => names.test(name))?.[1];
    const count = digits === undefined ? COUNTS.get(word) : Number(digits);
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
function total(seen: ReadonlyMap<Span, number>): Span | undefined {
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

/** Whether a span reaches so far that no calendar needs to be asked. */
export const isBeyondReach = ({ months, days, elapsed }: Span): boolean =>
  months > 12 * 200 || days > 366 * 200 || elapsed > DAY * 366 * 200;

/**
 * The moment a span after now: days, weeks and months keep the wall clock (into a gap: the first moment after it, said
 * so), hours, minutes and seconds are elapsed time (TIME.md). Not for a span that `isBeyondReach`.
 */
export function afterSpan({ months, days, elapsed }: Span, { now, zone }: WhenContext): Reading {
  if (months === 0 && days === 0) {
    return { at: instant(now + elapsed), notes: [] };
  }
  const wall = toWall(now, zone);
  const month = addMonths(wall, months);
  const target = { ...wall, ...addDays(month, days) };
  const moment = fromWall(target, zone);
  const shortMonth = month.day === wall.day ? [] : [`the month has no day ${wall.day}; its last day is taken`];
  if (moment.fit === 'gap') {
    return { at: instant(moment.at + elapsed), notes: [...shortMonth, gapNote(target, moment.at, zone)] };
  }
  const twice = moment.fit === 'twice' ? [twiceNote(target, zone)] : [];
  return { at: instant(moment.at + (now % SECOND) + elapsed), notes: [...shortMonth, ...twice] };
}
