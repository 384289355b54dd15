import { isRefusal, refusal, type Refusal } from './refusal.ts';
import { END_OF_TIME, type Instant } from './time.ts';
import { readback } from './readback.ts';
import { toWall } from './wallClock.ts';
import { EXAMPLES, type Reading, type ReadingContext, type TimeOfDay, type WhenContext } from './when/context.ts';
import { readDayAndClock } from './when/dayAndClock.ts';
import { afterSpan, isBeyondReach, readSpan } from './when/duration.ts';
import { readIso } from './when/isoText.ts';
import { readLimitNotice } from './when/limitNotice.ts';
import { refuseRepeat, refuseText } from './when/refusals.ts';
import { isZone } from './zone.ts';

/** What a text about time says. A `repeat` joins `instant` when repeating entries do. */
export interface When {
  readonly kind: 'instant';
  /** The text as it was typed, trimmed. */
  readonly text: string;
  readonly at: Instant;
  /** The zone that `reads` is in, an IANA name. */
  readonly zone: string;
  /** The moment in words, to be shown before anything is written. */
  readonly reads: string;
  /** Remarks that a person should see beside it. */
  readonly notes: readonly string[];
}

const LONGEST = 200;
const NINE: TimeOfDay = { hour: 9, minute: 0 };
const OFFSET = /^(.*(?:\d|[ap]m)) ?(z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/;

/**
 * Reads what a person or an agent typed as a time: a moment ahead, or why not and what to type instead (TIME.md,
 * "When"). Only a full ISO date may lie in the past; every moment is in 1970 to 2099. Never throws.
 */
export function parseWhen(text: string, context: WhenContext): When | Refusal {
  const { now, zone } = context;
  const typed = text.trim();
  if (typed.length > LONGEST) {
    return refusal(`A time has at most ${LONGEST} characters. ${EXAMPLES}`);
  }
  if (!isZone(zone)) {
    return refusal(`There is no time zone "${zone}". Use an IANA name, such as Europe/Paris or UTC.`);
  }
  if (typed === '') {
    return refusal(`Type a time. ${EXAMPLES}`);
  }
  const reading = readNotice(typed.replace(/\s+/g, ' '), context);
  if (isRefusal(reading)) {
    return reading;
  }
  const { at, aside, notes } = reading;
  if (!(at >= 0 && at < END_OF_TIME)) {
    return refusal(`Only times from 1970 to 2099 can be kept. ${EXAMPLES}`);
  }
  const words = readback(at, now, zone);
  return {
    kind: 'instant',
    text: typed,
    at,
    zone,
    reads: aside === undefined ? words : `${words}, ${aside}`,
    notes: at < now ? [...notes, 'in the past'] : notes,
  };
}

/** Reads the time in a limit notice, in the zone that the notice names; any other text as it is. */
function readNotice(text: string, context: WhenContext): Reading | Refusal {
  const notice = readLimitNotice(text);
  if (notice?.zone === undefined) {
    return readText((notice?.moment ?? text).toLowerCase(), context);
  }
  if (!isZone(notice.zone)) {
    return refusal(`There is no time zone "${notice.zone}". Use an IANA name, such as Europe/Paris or UTC.`);
  }
  const reading = readText(notice.moment.toLowerCase(), { ...context, zone: notice.zone });
  return elsewhere(reading, `read in ${notice.zone}`);
}

function readText(text: string, context: WhenContext): Reading | Refusal {
  const repeat = refuseRepeat(text);
  if (repeat) {
    return repeat;
  }
  if (/^(?:right )?now$/.test(text)) {
    return { at: context.now, notes: [] };
  }
  const span = readSpan(text.replace(/^(?:in |\+ ?)/, '').replace(/ from now$/, ''));
  if (span) {
    return isBeyondReach(span) ? refusal(`That is after 2099. ${EXAMPLES}`) : afterSpan(span, context);
  }
  const plain = text.replace(/, ?/g, ' ').replace(/ {2,}/g, ' ').trim();
  return (
    readIso(plain, inZone(context, context.zone)) ??
    readDayAndClock(plain, inZone(context, context.zone)) ??
    readWithOffset(plain, context) ??
    refuseText(text)
  );
}

/** Reads a clock time with an offset, `3pm +02:00`, `tomorrow 15:00Z`: days are those at that offset. */
function readWithOffset(text: string, context: WhenContext): Reading | Refusal | undefined {
  const [, rest, offset = ''] = OFFSET.exec(text) ?? [];
  if (rest === undefined) {
    return undefined;
  }
  const zone = offset === 'z' ? '+00:00' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const reading = readDayAndClock(rest, inZone(context, zone));
  return reading && elsewhere(reading, `read at UTC${zone}`);
}

/** A reading by another clock: what is "tomorrow" there may be none here, so the remark takes the aside's place. */
function elsewhere(reading: Reading | Refusal, note: string): Reading | Refusal {
  return isRefusal(reading) ? reading : { at: reading.at, notes: [...reading.notes, note] };
}

const inZone = (context: WhenContext, zone: string): ReadingContext => {
  const { year, month, day } = toWall(context.now, zone);
  return { ...context, zone, today: { year, month, day }, morning: context.morning ?? NINE };
};
