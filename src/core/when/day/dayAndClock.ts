import * as l10n from '@vscode/l10n';
import { isRefusal, type Refusal } from '../../basics/refusal.ts';
import { toWall, clockText } from '../../basics/wallClock.ts';
import { DAYPARTS, impliedClock, readClock, timeOf, type ClockTime, type Daypart } from '../clock/clockTime.ts';
import type { Reading, ReadingContext } from '../readingContext.ts';
import { anyDay, readDay, thisDay } from './nearDay.ts';
import type { DayChoice } from './dayChoice.ts';
import { WEEKDAY } from '../names.ts';
import { pickMoment } from '../pickMoment.ts';

const DAYPART = /(?:^| )(?:in the |at |the )?(this )?(?:(morning|afternoon|evening|night)|(tonight))(?= |$)/;
const END_OF = new RegExp(`(^| )(?:the )?end of (today|tomorrow|${WEEKDAY})(?= |$)`);
const LEAD = /^(?:(?:at|by) |@ ?)?(?:(?:about|around|approximately|approx\.?|roughly|circa) |~ ?)?/;
const MOST_WORDS = 14;

/**
 * Reads a day, a clock time, or both in either order, lower case with single spaces: `friday`, `3pm`, `tomorrow at
 * 9am`, `9am tomorrow`, `friday evening`, `1 dec 9am`, `monday 8`. Every word must belong to one of the two.
 * `undefined` where it is something else.
 */
export function readDayAndClock(text: string, context: ReadingContext): Reading | Refusal | undefined {
  const plain = text.replace(END_OF, '$1$2 eod');
  const [spoken = '', here, named, tonight] = DAYPART.exec(plain) ?? [];
  const part = DAYPARTS.find(({ name }) => name === (tonight === undefined ? named : 'night'));
  const rest = plain.replace(spoken, ' ').replace(/ {2,}/g, ' ').trim();
  const words = rest === '' ? [] : rest.split(' ');
  if (words.length > MOST_WORDS || (words.length === 0 && !part)) {
    return undefined;
  }
  const isToday = here !== undefined || tonight !== undefined;
  let reason: Refusal | undefined;
  for (const { day: dayWords, clock: clockWords, dayFirst } of splits(words)) {
    // Most cuts leave no clock time, and to know that costs less than to look for the day.
    if (clockWords !== '' && readClock(clockWords.replace(LEAD, ''), part, true) === undefined) {
      continue;
    }
    const day = dayOf(dayWords, isToday, context);
    const clock = day && clockOf(clockWords, dayWords !== '', dayFirst, day, part, context);
    if (!day || !clock) {
      continue;
    }
    if (!isRefusal(day) && !isRefusal(clock)) {
      return restOfToday(dayWords, clockWords, part, context) ?? pickMoment(day, clock, context);
    }
    reason ??= isRefusal(day) ? day : isRefusal(clock) ? clock : undefined;
  }
  return reason;
}

/** The words of a text, cut into a day and a clock; one of the two may be empty. */
interface Cut {
  readonly day: string;
  readonly clock: string;
  readonly dayFirst: boolean;
}

/**
 * Every way to cut the words into a day and a clock time: all of one, then the day first and last, longest day first.
 */
export function splits(words: readonly string[]): readonly Cut[] {
  const text = words.join(' ');
  const cuts = words.slice(1).map((_, index) => words.length - 1 - index);
  const cut = (at: number): readonly [string, string] => [words.slice(0, at).join(' '), words.slice(at).join(' ')];
  return [
    { day: text, clock: '', dayFirst: true },
    ...(text === '' ? [] : [{ day: '', clock: text, dayFirst: false }]),
    ...cuts.map(at => cut(at)).map(([day, clock]) => ({ day, clock, dayFirst: true })),
    ...cuts.map(at => cut(words.length - at)).map(([clock, day]) => ({ day, clock, dayFirst: false })),
  ];
}

/** `today` alone, once its morning hour has passed, is now: the day still goes on. */
function restOfToday(
  day: string,
  clock: string,
  part: Daypart | undefined,
  { now, zone, morning }: ReadingContext,
): Reading | undefined {
  const { hour, minute } = toWall(now, zone);
  const hasPassed = hour * 60 + minute >= morning.hour * 60 + morning.minute;
  return /^(?:by )?today$/.test(day) && clock === '' && !part && hasPassed
    ? { at: now, notes: [l10n.t('{0} has passed, so now is meant', clockText({ ...morning, second: 0 }))] }
    : undefined;
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
  dayFirst: boolean,
  day: DayChoice | Refusal,
  part: Daypart | undefined,
  { morning, hours }: ReadingContext,
): ClockTime | Refusal | undefined {
  if (words !== '') {
    const bare = words.replace(LEAD, '');
    const isClosed = dayFirst && !isRefusal(day) && day.openEnd !== true;
    return readClock(bare, part, hasDay && (bare !== words || isClosed));
  }
  if (part) {
    return impliedClock(timeOf(part, { ...hours, morning }));
  }
  return impliedClock((isRefusal(day) ? undefined : day.clock) ?? morning);
}
