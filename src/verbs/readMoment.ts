import * as l10n from '@vscode/l10n';
import { describeMoment } from '../core/basics/describeMoment.ts';
import type { Entry } from '../core/entry/entry.ts';
import { orNone } from '../core/entry/times.ts';
import { timingOf } from '../core/entry/timing.ts';
import { isRefusal, type Refusal } from '../core/basics/refusal.ts';
import type { Instant } from '../core/basics/time.ts';
import { quickMoment } from '../core/when/quickMoment.ts';
import { splitTask, type Split } from '../core/when/splitTask.ts';
import { troubleWith, type Trouble } from '../core/when/taskTrouble.ts';
import type { When, WhenInstant, WhenRepeat } from '../core/when/parseMoment.ts';
import type { WhenContext } from '../core/when/readingContext.ts';
import { isAgent, type Host } from './host.ts';

/** What is read otherwise than the host does: at another moment, or in another zone. */
export interface Reading {
  readonly now?: Instant;
  /** An IANA name. */
  readonly zone?: string;
  /** The zone of a rule, where that is another one than that of a moment. An IANA name. */
  readonly ruleZone?: string | undefined;
}

/** Reads a time, or a rule by which it comes again, as the host's person means it. */
export async function readWhen(host: Host, text: string, reading: Reading = {}): Promise<When | Refusal> {
  const when = quick(host, text, reading) ?? (await loadReader()).parseWhen(text, contextOf(host, reading));
  const { ruleZone, ...rest } = reading;
  return ruleZone !== undefined && !isRefusal(when) && when.kind === 'repeat'
    ? readWhen(host, text, { ...rest, zone: ruleZone })
    : when;
}

/** Reads a text that has to be one moment, as a snooze needs it. */
export async function readMoment(host: Host, text: string, reading: Reading = {}): Promise<WhenInstant | Refusal> {
  return quick(host, text, reading) ?? (await loadReader()).parseMoment(text, contextOf(host, reading));
}

/** Reads a text that has to be a rule: in words, as a cron line, or as an interval alone. */
export async function readRule(
  host: Host,
  text: string,
  kind: 'any' | 'cron' | 'every',
  { ruleZone, ...reading }: Reading = {},
): Promise<WhenRepeat | Refusal> {
  const { parseCron, parseEvery, parseRule } = await loadReader();
  const parse = { any: parseRule, cron: parseCron, every: parseEvery }[kind];
  return parse(text, contextOf(host, ruleZone === undefined ? reading : { ...reading, zone: ruleZone }));
}

/** What is to be done and when, where one text says both. */
export async function readTask(host: Host, text: string): Promise<Split | undefined> {
  const { parseBriefly } = await loadReader();
  return splitTask(text, time => parseBriefly(time, contextOf(host, {})));
}

/** What is wrong with the time in a text in which `readTask` found none; undefined where nothing is. */
export async function readTrouble(host: Host, text: string): Promise<Trouble | undefined> {
  const { isReasoned, parseBriefly, parsePast } = await loadReader();
  const context = contextOf(host, {});
  return troubleWith(text, {
    read: part => {
      const when = parseBriefly(part, context);
      return !isRefusal(when) ? 'time' : isReasoned(when) ? when : 'unknown';
    },
    past: part => parsePast(part, context),
  });
}

/** The reader is large, so it is loaded when it is first needed. */
const loadReader = () => import('../core/when/parseMoment.ts');

const quick = (
  host: Host,
  text: string,
  { now = host.clock.now(), zone = host.zone }: Reading,
): WhenInstant | undefined => quickMoment(text, { now, zone });

const contextOf = (host: Host, { now = host.clock.now(), zone = host.zone }: Reading): WhenContext => ({
  now,
  zone,
  ...(host.morning && { morning: host.morning }),
  ...(host.hours && { hours: host.hours }),
  byAgent: isAgent(host),
});

/** The reading of a time with its remarks, on one line. */
export const readingText = (when: Pick<When, 'reads' | 'notes'>): string => [when.reads, ...when.notes].join('; ');

/** When a repeat comes up next, for the end of an answer. Holds no text of the file. */
export function nextText(host: Host, entry: Entry): string {
  const now = host.clock.now();
  const due = entry.isOpen ? (orNone(timingOf(entry, now).due) ?? entry.dueAt) : undefined;
  return due === undefined ? l10n.t('It has ended.') : l10n.t('Next: {0}.', describeMoment(due, now, host.zone));
}
