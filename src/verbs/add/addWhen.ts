import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { describeMoments } from '../../core/basics/describeMoment.ts';
import type { WhenInstant, WhenRepeat } from '../../core/when/parseMoment.ts';
import { isZone } from '../../core/basics/zone.ts';
import { readingText, readMoment, readRule, readWhen, type Reading } from '../readMoment.ts';
import { isAgent } from '../host.ts';
import type { Host } from '../host.ts';

/** What a person says about when a new entry comes up. */
export interface GivenWhen {
  readonly when?: string | undefined;
  readonly cron?: string | undefined;
  readonly every?: string | undefined;
  readonly tz?: string | undefined;
  readonly until?: string | undefined;
  readonly count?: number | undefined;
  readonly catchup?: string | undefined;
  readonly expires?: string | undefined;
}

/** What a new rule takes over from the one before, where nobody says otherwise. */
export interface KeptOfRule {
  readonly zone?: string | undefined;
  readonly until?: Instant | undefined;
  readonly count?: number | undefined;
  readonly catchup?: string | undefined;
}

/** When a new entry comes up: the fields of its row, and the same in words, with the next three times of a repeat. */
export interface Due {
  readonly due: Instant;
  readonly expires?: Instant;
  readonly repeat?: Readonly<Record<string, unknown>>;
  /** `for Mon 23 Nov, 09:00 CET (in 22 h)`, or what comes again and when next. */
  readonly words: string;
}

/** The fields of `add` that say when. */
export const WHEN_FIELDS = {
  when: {
    kind: 'when',
    optional: true,
    help: 'When it is due: 30m, tomorrow 9am, 2026-12-01T10:00; or a repeat: every weekday at 9',
  },
  cron: { kind: 'text', optional: true, help: 'Repeat by a cron line, such as "0 9 * * 1-5"' },
  every: { kind: 'text', optional: true, help: 'Repeat at an interval, such as 30m, 2h or PT90M' },
  tz: { kind: 'text', optional: true, help: 'The time zone of the time or the rule, such as Europe/Paris' },
  until: { kind: 'when', optional: true, help: 'The last moment of the repeat' },
  count: { kind: 'count', optional: true, help: 'How many times it repeats at most' },
  catchup: {
    kind: 'choice',
    choices: ['once', 'ask', 'skip'],
    optional: true,
    help: 'What happens to missed times: one late entry, one that never runs automatically, or nothing',
  },
  expires: { kind: 'when', optional: true, help: 'When it is too late to do it' },
} as const;

/** Whether a person said when at all; one that waits for an event needs no time. */
export const isDueGiven = ({ when, cron, every, tz, until, count, catchup, expires }: GivenWhen): boolean =>
  [when, cron, every, tz, until, count, catchup, expires].some(given => given !== undefined);

/** Whether a person said in just one way when it comes up, as `readDue` needs it; `askOnce` asks for it. */
export const isSaidOnce = ({ when, cron, every }: GivenWhen): boolean =>
  [when, cron, every].filter(given => given !== undefined).length === 1;

/** What to say of a new entry where nobody said when, or in several ways at once. */
export const askOnce = ({ when, cron, every }: GivenWhen): string =>
  [when, cron, every].every(given => given === undefined)
    ? l10n.t('Say when it is due: --when "tomorrow 9am", --when "every weekday at 9", --cron or --every.')
    : l10n.t('Say when in one way: --when "tomorrow 9am", --when "every weekday at 9", --cron or --every.');

/**
 * What to say of an entry that is edited, where what goes with a time or a rule was given alone, or several ways at
 * once.
 */
export function askOnceMore(given: GivenWhen): string {
  const alone = (['tz', 'until', 'count', 'catchup'] as const).find(name => given[name] !== undefined);
  const isSaid = [given.when, given.cron, given.every].some(one => one !== undefined);
  return alone === undefined || isSaid
    ? askOnce(given)
    : l10n.t('--{0} changes nothing by itself. Give the time or the rule with it: --when, --cron or --every.', alone);
}

/**
 * Reads when a new entry comes up. One of `when`, `cron` and `every` says it; `tz` is the zone it is read in, and whose
 * clock a repeat keeps. A rule takes over what is `kept` of the one before. Refused where a part is not understood, or
 * where it would never come up.
 */
export async function readDue(
  host: Host,
  given: GivenWhen,
  now: Instant,
  kept: KeptOfRule = {},
): Promise<Due | Refusal> {
  if (given.tz !== undefined && !isZone(given.tz)) {
    return zoneRefusal(given.tz);
  }
  const reading: Reading = { now, ...(given.tz === undefined ? { ruleZone: kept.zone } : { zone: given.tz }) };
  const when = await readOne(host, given, reading);
  if (isRefusal(when)) {
    return when;
  }
  const until = await readEnd(host, 'until', given, when.kind === 'repeat' ? { now, zone: when.zone } : reading);
  if (isRefusal(until)) {
    return until;
  }
  const expires = await readEnd(host, 'expires', given, reading);
  if (isRefusal(expires)) {
    return expires;
  }
  const { count = kept.count, catchup = kept.catchup } = given;
  return when.kind === 'repeat'
    ? repeatedly(host, when, { count, catchup, expires: given.expires, until: until?.at ?? kept.until }, now)
    : once(when, given, expires?.at);
}

/** The refusal of a zone that there is not. */
export const zoneRefusal = (zone: string): Refusal =>
  refusal(l10n.t('There is no time zone "{0}". Use an IANA name, such as Europe/Paris or UTC.', zone));

function readOne(host: Host, { when, cron, every }: GivenWhen, reading: Reading): ReturnType<typeof readWhen> {
  if (cron !== undefined) {
    return readRule(host, cron, 'cron', reading);
  }
  return every === undefined ? readWhen(host, when ?? '', reading) : readRule(host, every, 'every', reading);
}

async function readEnd(
  host: Host,
  name: 'until' | 'expires',
  given: GivenWhen,
  reading: Reading,
): Promise<WhenInstant | Refusal | undefined> {
  const text = given[name];
  const moment = text === undefined ? undefined : await readMoment(host, text, reading);
  return isRefusal(moment) ? refusal(`--${name}: ${moment.why}`) : moment;
}

/** The refusal of an expiry that is no later than the due time. */
export const earlyExpiryRefusal = (): Refusal =>
  refusal(l10n.t('It would expire before it is due. Give a later time after --expires.'));

/** The refusal of an expiry of what repeats. */
export const repeatExpiryRefusal = (): Refusal =>
  refusal(l10n.t('A repeat ends by --until or --count, not by --expires.'));

function once(when: WhenInstant, given: GivenWhen, expires: Instant | undefined): Due | Refusal {
  const stray = (['until', 'count', 'catchup'] as const).find(name => given[name] !== undefined);
  if (stray !== undefined) {
    return refusal(l10n.t('--{0} is for repeats. Give a rule, such as --when "every weekday at 9".', stray));
  }
  if (expires !== undefined && expires <= when.at) {
    return earlyExpiryRefusal();
  }
  return { due: when.at, ...(expires !== undefined && { expires }), words: l10n.t('for {0}', readingText(when)) };
}

async function repeatedly(
  host: Host,
  when: WhenRepeat,
  { count, catchup, expires, until }: Omit<GivenWhen, 'until'> & Pick<KeptOfRule, 'until'>,
  now: Instant,
): Promise<Due | Refusal> {
  if (expires !== undefined) {
    return repeatExpiryRefusal();
  }
  if (count === 0) {
    return refusal(l10n.t('--count takes a whole number from 1 up.'));
  }
  const repeat = {
    ...when.repeat.field,
    // What a count counts from must not move when the field is written anew.
    ...(count !== undefined && { count, anchor: when.repeat.field['anchor'] ?? toIso(now) }),
    ...(until !== undefined && { until: toIso(until) }),
    ...(catchup !== undefined && catchup !== 'once' && { catchup }),
  };
  const { readRepeat } = await import('../../core/repeat/repeat.ts');
  const read = readRepeat(repeat, { created: now, byAgent: isAgent(host) });
  if (isRefusal(read)) {
    return read;
  }
  const next = read.upcoming(now, 3);
  const [first] = next;
  if (first === undefined) {
    return refusal(l10n.t('It would end before its first time. Give a later time after --until.'));
  }
  const reads = `${read.said}: ${describeMoments(next, now, when.zone)}`;
  const ends = read.end === undefined ? [] : [l10n.t('until {0}', describeMoments([read.end], now, when.zone))];
  return {
    due: first,
    repeat,
    words: l10n.t('to repeat. {0}', readingText({ reads, notes: [...when.notes, ...ends] })),
  };
}
