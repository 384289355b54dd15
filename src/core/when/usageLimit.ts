import { isRefusal, type Refusal } from '../basics/refusal.ts';
import { DAY, fromIso, instant, MINUTE, SECOND, type Instant } from '../basics/time.ts';
import type { WhenInstant } from './parseMoment.ts';
import type { WhenContext } from './readingContext.ts';
import { isZone } from '../basics/zone.ts';

/** A usage limit that an agent ran into, as its own words tell it. */
export interface Limit {
  /** When it is over; never before the moment it was read at. */
  readonly at: Instant;
  /** The words that say so, on one line. */
  readonly notice: string;
}

/** Where a notice is read: the moment, and the IANA zone of a clock time without one. */
export interface LimitContext {
  readonly now: Instant;
  readonly zone: string;
  /** `parseMoment` of the reader of times, which is large and loaded apart. */
  readonly parse: (text: string, context: WhenContext) => Pick<WhenInstant, 'at'> | Refusal;
}

/** How much of the end of a text is looked at, in characters. */
const LOOKED_AT = 8000;
/** How far before the time the notice must speak of a limit, and how much of it is shown. */
const [BEFORE, AFTER, SHOWN] = [240, 80, 160];
/** No limit lasts longer; what names a later time is no notice. */
const LONGEST = 45 * DAY;
/** How long ago a clock time may have passed and still be meant: notices round, and come late. */
const JUST_NOW = 10 * MINUTE;

const SPEAKS = /\b(?:limit(?:s|ed)?|quota|usage|capacity)\b/i;
const RESET =
  /\b(?:(?:resets?|try again|trying again|retrying|available again|renews?|refresh(?:es|ing)?)(?: (?:at|on|in|after))?:? |wait (?=\d))/gi;

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const WEEKDAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const DATE = `(?:${WEEKDAY},? )?(?:${MONTH} \\d{1,2}(?:st|nd|rd|th)?|\\d{1,2}(?:st|nd|rd|th)? ${MONTH})(?:,? 20\\d\\d)?`;
const CLOCK = '\\d{1,2}(?:(?::\\d\\d){1,2}(?: ?[ap]\\.?m\\b\\.?)?| ?[ap]\\.?m\\b\\.?)';
const DAY_WORD = `(?:${DATE}|${WEEKDAY}|tomorrow|today)`;
const MOMENT = new RegExp(`^(?:${DAY_WORD}(?:,| at|, at)? ${CLOCK}|${CLOCK}(?:,? (?:on )?${DAY_WORD})?|${DATE})`, 'i');
const UNIT = '(?:d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])';
const SPAN = new RegExp(`^(?:about |~ ?)?(\\d+(?:\\.\\d+)? ?${UNIT}(?:,? (?:and )?|(?=\\d))?)+`, 'i');
const ISO = /^20\d\d-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/;

/** Notices that are meant for programs: seconds since 1970, seconds from now, an ISO time. */
const RAW: readonly (readonly [RegExp, (value: string, now: Instant) => number | undefined])[] = [
  [/limit reached\|(\d{10})\b/gi, value => Number(value) * SECOND],
  [/\bresets_at\\*":\s?(\d{10})\b/g, value => Number(value) * SECOND],
  [/\bresetsAt\\*":\s?(\d{10})\b/g, value => Number(value) * SECOND],
  [/\bresetsAt\\*":\s?(\d{13})\b/g, value => Number(value)],
  [/\bresetsAt\\*":\s?\\*"([^"\\]{10,40})/g, value => fromIso(value)?.at],
  [/\bresets_in_seconds\\*":\s?(\d{1,8})\b/g, (value, now) => now + Number(value) * SECOND],
  [/\bquotaResetTimeStamp\\*":\s?\\*"([^"\\]{10,40})/g, value => fromIso(value)?.at],
];

/** The zones that Americans' clocks are printed with; others come as GMT and an offset. */
const SHORT_ZONES: Readonly<Record<string, string>> = {
  p: 'America/Los_Angeles',
  m: 'America/Denver',
  c: 'America/Chicago',
  e: 'America/New_York',
};

/**
 * Finds what an agent says when its usage limit is reached (`You've hit your limit · resets 3pm (America/New_York)`,
 * `try again in 1 hour 47 minutes`) near the end of a longer text, and the moment it names: the last one where there
 * are several. The text must be printable. `undefined` where there is none, or none that can be read. `counts`: which
 * of them to take.
 */
export function findLimit(
  text: string,
  context: LimitContext,
  counts: (limit: Limit) => boolean = () => true,
): Limit | undefined {
  const flat = text
    .slice(-LOOKED_AT)
    .replace(/[\u2500-\u257F⎿]/g, ' ')
    .replace(/\s+/g, ' ');
  const found = [...said(flat, context), ...raw(flat, context)].filter(({ limit }) => counts(limit));
  return found.sort((a, b) => b.place - a.place)[0]?.limit;
}

interface Found {
  readonly place: number;
  readonly limit: Limit;
}

function said(flat: string, context: LimitContext): readonly Found[] {
  return [...flat.matchAll(RESET)].flatMap(match => {
    const place = match.index + match[0].length;
    const before = flat.slice(Math.max(0, match.index - BEFORE), match.index);
    const read = SPEAKS.test(before) ? readAt(flat.slice(place, place + AFTER), context) : undefined;
    return read === undefined ? [] : toFound(flat, place, place + read.length, read.at, context);
  });
}

const raw = (flat: string, context: LimitContext): readonly Found[] =>
  RAW.flatMap(([pattern, toMs]) =>
    [...flat.matchAll(pattern)].flatMap(match => {
      const ms = toMs(match[1] ?? '', context.now);
      return ms === undefined ? [] : toFound(flat, match.index, match.index + match[0].length, ms, context);
    }),
  );

function toFound(flat: string, place: number, end: number, ms: number, { now }: LimitContext): readonly Found[] {
  const from = flat.indexOf(' ', Math.max(0, end - SHOWN)) + 1;
  const notice = flat.slice(end <= SHOWN ? 0 : from, end).trim();
  return ms > now + LONGEST ? [] : [{ place, limit: { at: instant(Math.max(now, ms)), notice } }];
}

/** The moment that a text begins with, and how many characters say it. */
function readAt(
  text: string,
  { now, zone, parse }: LimitContext,
): { readonly at: Instant; readonly length: number } | undefined {
  const span = SPAN.exec(text)?.[0] ?? '';
  if (span !== '') {
    return momentOf(span.replace(/^(?:about |~ ?)/i, '').replace(/,|\band\b/gi, ' '), span.length, {
      now,
      zone,
      parse,
    });
  }
  const iso = ISO.exec(text)?.[0] ?? '';
  if (iso !== '') {
    return momentOf(iso, iso.length, { now, zone, parse });
  }
  const said = MOMENT.exec(text)?.[0] ?? '';
  if (said === '') {
    return undefined;
  }
  const there = zoneAfter(text.slice(said.length));
  const plain = said.replace(/,| at(?= )|\bon /gi, ' ').replace(/ {2,}/g, ' ');
  const earlier = instant(now - JUST_NOW);
  const length = said.length + (there?.length ?? 0);
  return momentOf(`${plain} ${there?.offset ?? ''}`, length, { now: earlier, zone: there?.zone ?? zone, parse });
}

function momentOf(
  text: string,
  length: number,
  { now, zone, parse }: LimitContext,
): { readonly at: Instant; readonly length: number } | undefined {
  const moment = parse(text.trim(), { now, zone });
  return isRefusal(moment) ? undefined : { at: moment.at, length };
}

interface ZoneAfter {
  readonly zone?: string;
  /** `+HH:MM`, where the zone is only that. */
  readonly offset?: string;
  readonly length: number;
}

/** The zone that follows a clock time: `(Asia/Colombo)`, `GMT-3`, `PDT`. */
function zoneAfter(text: string): ZoneAfter | undefined {
  const [bracketed = '', name = ''] = /^ ?\(([a-z][\w+/-]*)\)/i.exec(text) ?? [];
  if (bracketed !== '' && isZone(name)) {
    return { zone: name, length: bracketed.length };
  }
  const [far = '', sign = '+', hours = '0', minutes = '00'] =
    /^ ?\(?(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d\d))?)?\b\)?/.exec(text) ?? [];
  if (far !== '') {
    return { offset: `${sign}${hours.padStart(2, '0')}:${minutes}`, length: far.length };
  }
  const [short = '', letter = ''] = /^ ?\(?([PMCE])[SD]?T\b\)?/.exec(text) ?? [];
  const zone = SHORT_ZONES[letter.toLowerCase()];
  return zone === undefined ? undefined : { zone, length: short.length };
}
