import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { toWall } from '../basics/wallClock.ts';
import { examples, NINE, type Reading, type ReadingContext, type WhenContext } from './readingContext.ts';
import { afterBusinessDays, noHolidays, readBusinessDays } from './day/countedDay.ts';
import { readDayAndClock } from './day/dayAndClock.ts';
import { afterSpan, isBeyondReach, readSpan, sameClock } from './clock/duration.ts';
import { readIso } from './clock/isoText.ts';
import { hasKnownWords } from './knownWords.ts';

const OFFSET = /^(.*(?:\d|[ap]m)) ?(z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/;
/** Words before a length of time that leave it as it is: `+`, `in`, `within`, `about`. */
const LEAD = /^(?:\+ ?)?(?:(?:in|within|after) )?(?:(?:about|around|approximately|approx\.?|roughly|circa) |~ ?)?/;
/** `within the hour`, `in the next 2 hours`. */
const NEXT_ONE = /^(?:in|within) the (?:next )?(?=(?:hour|day|week|month)$)/;
const NEXT = /^(?:in|within) the next /;
const END = /(?: from now| later| hence| or so|(?:'s?)? time)$/;
const BY = /^(?:by|no later than|due(?: by| on| at)?) /;

/**
 * Reads one moment, in lower case with single spaces: a length of time from now, a day, a clock time, a date.
 * `undefined` where it is something else, a refusal where it looks like one and cannot be.
 */
export function readOneMoment(text: string, context: WhenContext): Reading | Refusal | undefined {
  if (/^(?:right )?now$/.test(text)) {
    return { at: context.now, notes: [] };
  }
  if (!hasKnownWords(text)) {
    return undefined;
  }
  const length = text.replace(NEXT_ONE, 'a ').replace(NEXT, '').replace(LEAD, '').replace(END, '');
  const span = readSpan(length);
  if (span) {
    return isBeyondReach(span) ? refusal(l10n.t('That is after 2099. {0}', examples())) : afterSpan(span, context);
  }
  const days = readBusinessDays(length);
  if (days !== undefined) {
    const { at, notes } = sameClock(afterBusinessDays(toWall(context.now, context.zone), days), context);
    return { at, notes: [...notes, noHolidays()] };
  }
  const plain = text.replace(BY, '').replace(/, ?/g, ' ').replace(/ {2,}/g, ' ').trim();
  const local = inZone(context, context.zone);
  return readIso(plain, local) ?? readDayAndClock(plain, local) ?? readWithOffset(plain, context);
}

/** Reads a clock time with an offset, `3pm +02:00`, `tomorrow 15:00Z`: days are those at that offset. */
function readWithOffset(text: string, context: WhenContext): Reading | Refusal | undefined {
  const [, rest, offset = ''] = OFFSET.exec(text) ?? [];
  // "31/05/2027-14:15" has a time of day behind its date.
  if (rest === undefined || (offset.startsWith('-') && /^\d+[/.][\d/.]+$/.test(rest))) {
    return undefined;
  }
  const zone = offset === 'z' ? '+00:00' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const reading = readDayAndClock(rest, inZone(context, zone));
  return reading && elsewhere(reading, l10n.t('read at UTC{0}', zone));
}

/** A reading by another clock: what is "tomorrow" there may be none here, so the remark takes the aside's place. */
export function elsewhere(reading: Reading | Refusal, note: string): Reading | Refusal {
  return isRefusal(reading) ? reading : { at: reading.at, notes: [...reading.notes, note] };
}

const inZone = (context: WhenContext, zone: string): ReadingContext => {
  const { year, month, day } = toWall(context.now, zone);
  return { ...context, zone, today: { year, month, day }, morning: context.morning ?? NINE };
};
