import { isRefusal, type Refusal } from '../refusal.ts';
import { DAYPARTS, impliedClock, readClock, timeOf, type ClockTime, type Daypart } from './clockTime.ts';
import type { Reading, ReadingContext } from './context.ts';
import { anyDay, readDay, thisDay, type DayChoice } from './day.ts';
import { settle } from './settle.ts';

const DAYPART = /(?:^| )(?:in the |at |the )?(this )?(?:(morning|afternoon|evening|night)|(tonight))(?= |$)/;
const MOST_WORDS = 9;

/**
 * Reads a day, a clock time, or both in either order, lower case with single spaces: `friday`, `3pm`, `tomorrow at 9am`,
 * `9am tomorrow`, `friday evening`, `1 dec 9am`. Every word must belong to one of the two (TIME.md).
 * `undefined` where it is something else.
 */
export function readDayAndClock(text: string, context: ReadingContext): Reading | Refusal | undefined {
  const [spoken = '', here, named, tonight] = DAYPART.exec(text) ?? [];
  const part = DAYPARTS.find(({ name }) => name === (tonight === undefined ? named : 'night'));
  const rest = text.replace(spoken, ' ').replace(/ {2,}/g, ' ').trim();
  const words = rest === '' ? [] : rest.split(' ');
  if (words.length > MOST_WORDS || (words.length === 0 && !part)) {
    return undefined;
  }
  const isToday = here !== undefined || tonight !== undefined;
  let reason: Refusal | undefined;
  for (const [dayWords, clockWords] of splits(words)) {
    const day = dayOf(dayWords, isToday, context);
    const clock = day && clockOf(clockWords, dayWords !== '', day, part, context);
    if (!day || !clock) {
      continue;
    }
    if (!isRefusal(day) && !isRefusal(clock)) {
      return settle(day, clock, context);
    }
    reason ??= isRefusal(day) ? day : isRefusal(clock) ? clock : undefined;
  }
  return reason;
}

/** Every way to cut the words into a day and a clock time: all of one, then the day first and last, longest day first. */
export function splits(words: readonly string[]): (readonly [day: string, clock: string])[] {
  const text = words.join(' ');
  const cuts = words.slice(1).map((_, index) => words.length - 1 - index);
  return [
    [text, ''],
    ...(text === '' ? [] : [['', text] as const]),
    ...cuts.map(cut => [words.slice(0, cut).join(' '), words.slice(cut).join(' ')] as const),
    ...cuts.map(cut => [words.slice(-cut).join(' '), words.slice(0, -cut).join(' ')] as const),
  ];
}

function dayOf(words: string, isToday: boolean, context: ReadingContext): DayChoice | Refusal | undefined {
  if (isToday) {
    return words === '' || words === 'today' ? thisDay(context) : undefined;
  }
  return words === '' ? anyDay(context) : readDay(words, context);
}

function clockOf(
  words: string,
  hasDay: boolean,
  day: DayChoice | Refusal,
  part: Daypart | undefined,
  { morning, hours }: ReadingContext,
): ClockTime | Refusal | undefined {
  if (words !== '') {
    const bare = words.replace(/^(?:at |@ ?)/, '');
    return readClock(bare, part, hasDay && bare !== words);
  }
  if (part) {
    return impliedClock(timeOf(part, { ...hours, morning }));
  }
  return impliedClock((isRefusal(day) ? undefined : day.clock) ?? morning);
}
