import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { END_OF_TIME, type Instant } from '../basics/time.ts';
import { describeMoment } from '../basics/describeMoment.ts';
import type { Repeat } from '../repeat/repeat.ts';
import { examples, NINE, type Reading, type WhenContext } from './readingContext.ts';
import { readLimitNotice } from './limitNotice.ts';
import { elsewhere, readOneMoment } from './moment.ts';
import { pastRefusal, refuseText } from './refusals.ts';
import { readRule, type RuleReading } from './rule/ruleReading.ts';
import { NOT_SURE, readInterval, readRuleText } from './rule/ruleText.ts';
import { isZone } from '../basics/zone.ts';

/** What a text about time says: one moment, or a rule by which it comes again. */
export type When = WhenInstant | WhenRepeat;

/** One moment. */
export interface WhenInstant {
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

/** A rule, and when it comes next. */
export interface WhenRepeat {
  readonly kind: 'repeat';
  /** The text as it was typed, trimmed. */
  readonly text: string;
  readonly repeat: Repeat;
  /** Its next three slots; fewer where it ends before. Never empty. */
  readonly next: readonly Instant[];
  /** The zone that `reads` is in, and whose clock a cron line keeps; an IANA name. */
  readonly zone: string;
  /** The words and the next three slots, to be shown before anything is written. */
  readonly reads: string;
  /** Remarks that a person should see beside it. */
  readonly notes: readonly string[];
}

const LONGEST = 200;

/** The answer for a text of which nobody has looked yet why it is no time. */
const UNKNOWN: Refusal = {
  ...refusal(''),
  get why() {
    return l10n.t('Not a time Defer knows. {0}', examples());
  },
};

/**
 * Reads what a person or an agent typed as a time: a moment ahead, a rule, or why not and what to type
 * instead. Only a full ISO date may lie in the past; every moment is in 1970 to 2099. Never throws.
 */
export function parseWhen(text: string, context: WhenContext): When | Refusal {
  const read = parseBriefly(text, context);
  if (!isRefusal(read)) {
    return read;
  }
  const typed = plain(text);
  const reads = (part: string): boolean => {
    const found = readText(part, context);
    return found !== undefined && !isRefusal(found);
  };
  return asTyped(read === UNKNOWN ? refuseText(typed.toLowerCase(), typed, reads) : read, typed);
}

/** The refusal of a text that says a time in the past, such as `2 days ago`; undefined for every other. */
export const parsePast = (text: string, context: WhenContext): Refusal | undefined =>
  pastRefusal(plain(text).toLowerCase(), part => {
    const found = readText(part, context);
    return found !== undefined && !isRefusal(found);
  });

/** Whether a refusal gives a reason; else a text is merely not known as a time, as most texts are not. */
export const isReasoned = (refused: Refusal): boolean => refused !== UNKNOWN;

/** Reads a time without searching for what a misspelled text meant. Used to try many parts of a text. */
export function parseBriefly(text: string, context: WhenContext): When | Refusal {
  const { now, zone } = context;
  const typed = text.trim();
  if (typed.length > LONGEST) {
    return refusal(l10n.t('A time has at most {0} characters. {1}', LONGEST, examples()));
  }
  if (!isZone(zone)) {
    return refusal(noZone(zone));
  }
  if (typed === '') {
    return refusal(l10n.t('Type a time. {0}', examples()));
  }
  const reading = readNotice(plain(typed), context);
  if (isRefusal(reading)) {
    return reading;
  }
  if ('repeat' in reading) {
    return { kind: 'repeat', text: typed, ...reading };
  }
  const { at, aside, notes } = reading;
  if (!(at >= 0 && at < END_OF_TIME)) {
    return refusal(l10n.t('Only times from 1970 to 2099 can be kept. {0}', examples()));
  }
  const words = describeMoment(at, now, zone);
  return {
    kind: 'instant',
    text: typed,
    at,
    zone,
    reads: aside === undefined ? words : `${words}, ${aside}`,
    notes: at < now ? [...notes, l10n.t('in the past')] : notes,
  };
}

/** A text with single spaces and plain apostrophes. */
const plain = (text: string): string =>
  text.trim().replace(/[’‘ʼ]/g, "'").replace(/ ?½/g, ' 1/2').trim().replace(/\s+/g, ' ');

/** Gives what a refusal quotes of a text back as it was typed. */
function asTyped({ why }: Refusal, typed: string): Refusal {
  const lower = typed.toLowerCase();
  return refusal(
    why.replace(/"([^"]+)"/g, (quoted, part: string) => {
      // A few letters change their length with their case.
      const place = lower.length === typed.length ? lower.indexOf(part.toLowerCase()) : -1;
      return place < 0 ? quoted : `"${typed.slice(place, place + part.length)}"`;
    }),
  );
}

/** Reads a text that has to be one moment, as a snooze or an end needs it; a rule is refused. Else as `parseWhen`. */
export function parseMoment(text: string, context: WhenContext): WhenInstant | Refusal {
  const when = parseWhen(text, context);
  return isRefusal(when) || when.kind === 'instant'
    ? when
    : refusal(l10n.t('That repeats; one time is needed here. Type tomorrow 9am, monday 9am or 30m.'));
}

/** Reads a text that has to be a rule, as `next` takes it: words, a cron line, `@daily`; one moment is refused. */
export function parseRule(text: string, context: WhenContext): WhenRepeat | Refusal {
  const when = parseWhen(text, { ...context, wants: 'rule' });
  return isRefusal(when) || when.kind === 'repeat'
    ? when
    : refusal(l10n.t('That is one time, not a rule. Type every weekday at 9, every 30m or 0 9 * * 1-5.'));
}

/** Reads a cron line alone, as `--cron` takes it, in the zone of the context. */
export function parseCron(text: string, context: WhenContext): WhenRepeat | Refusal {
  const read = asRepeat(text, readRule({ cron: text.trim(), notes: [] }, context));
  return isRefusal(read) ? asTyped(read, plain(text)) : read;
}

/** Reads an interval alone, as `--every` takes it: `30m`, `2 hours`, `PT30M`. Its grid starts now. */
export function parseEvery(text: string, context: WhenContext): WhenRepeat | Refusal {
  const short = text.slice(0, LONGEST);
  const rule = /^p/i.test(short.trim()) ? { every: short, notes: [] } : readInterval(short);
  return rule
    ? asRepeat(text, isRefusal(rule) ? rule : readRule(rule, context))
    : refusal(
        l10n.t(
          'That is not an interval. Type 30m, 2h, 1d or PT30M; for days and clock times --when "every weekday at 9".',
        ),
      );
}

const asRepeat = (text: string, reading: RuleReading | Refusal): WhenRepeat | Refusal =>
  isRefusal(reading) ? reading : { kind: 'repeat', text: text.trim(), ...reading };

const noZone = (zone: string): string =>
  l10n.t('There is no time zone "{0}". Use an IANA name, such as Europe/Paris or UTC.', zone);

/** Reads the time in a limit notice, in the zone that the notice names; any other text as it is. */
function readNotice(text: string, context: WhenContext): Reading | RuleReading | Refusal {
  const notice = readLimitNotice(text);
  if (notice?.zone === undefined) {
    return readText((notice?.moment ?? text).toLowerCase(), context) ?? UNKNOWN;
  }
  if (!isZone(notice.zone)) {
    return refusal(noZone(notice.zone));
  }
  const reading = readText(notice.moment.toLowerCase(), { ...context, zone: notice.zone }) ?? UNKNOWN;
  return isRefusal(reading) || 'repeat' in reading ? reading : elsewhere(reading, l10n.t('read in {0}', notice.zone));
}

function readText(text: string, context: WhenContext): Reading | RuleReading | Refusal | undefined {
  const hours = { ...context.hours, morning: context.morning ?? NINE };
  const ruleOf = (wanted: boolean): RuleReading | Refusal | undefined => {
    const rule = readRuleText(text, hours, wanted);
    return rule === undefined || isRefusal(rule) ? rule : readRule(rule, context);
  };
  const read = ruleOf(context.wants === 'rule') ?? readOneMoment(text, context);
  if (read !== undefined) {
    return read;
  }
  // "the 1st and 15th of the month" cannot be one date.
  const rule = ruleOf(true);
  return rule === NOT_SURE ? undefined : rule;
}
