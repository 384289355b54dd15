import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { readingText, readMoment, readRule, readWhen } from '../../verbs/readMoment.ts';
import type { Host } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';
import { answerOf } from './answerOf.ts';
import { lastUsed, noteUsed } from './lastUsed.ts';
import { pickDate } from './pickDate.ts';
import { furtherItems, presetItems, type Further, type Kind, type Read, type TimeItem } from './presets.ts';

/** What is asked for beside a time, and how the list begins. */
interface WhenAsked {
  /** `rule` takes what comes again, `any` both. */
  readonly kind?: Kind;
  /** What stands in the box at first. */
  readonly likely?: string | undefined;
  /** The zone that a rule is read in, where it is not the person's: an IANA name. */
  readonly ruleZone?: string | undefined;
}

/** A time as it would be typed, or what is to be waited for instead. */
type WhenOrEvent = { readonly when: string } | { readonly event: 'file' | 'entry' };

/**
 * Asks for a time. What is typed is read on every keystroke and the reading stands under the box, before anything is
 * written; an empty box offers the usual times, the last used first. Undefined where the person left.
 */
export async function askWhen(
  host: Host,
  title: string,
  kind: Kind = 'moment',
  likely = '',
  ruleZone?: string,
): Promise<string | undefined> {
  const said = await ask(host, title, { kind, likely, ruleZone }, kind === 'rule' ? [] : ['date']);
  return said && 'when' in said ? said.when : undefined;
}

/** As `askWhen`, for a new entry, which may also wait for an event. */
export const askWhenOrEvent = (host: Host, title: string): Promise<WhenOrEvent | undefined> =>
  ask(host, title, { kind: 'any' }, ['date', 'file', 'entry']);

async function ask(
  host: Host,
  title: string,
  asked: WhenAsked,
  further: readonly Further[],
): Promise<WhenOrEvent | undefined> {
  const chosen = await choose(host, title, asked, further);
  if (chosen === 'date') {
    const when = await pickDate(host, title);
    return when === undefined ? undefined : { when };
  }
  return chosen === 'file' || chosen === 'entry' ? { event: chosen } : chosen;
}

function choose(
  host: Host,
  title: string,
  { kind = 'moment', likely = '', ruleZone }: WhenAsked,
  further: readonly Further[],
): Promise<{ readonly when: string } | Further | undefined> {
  const read = readerOf(host, kind, ruleZone);
  const pick = vscode.window.createQuickPick<TimeItem>();
  pick.title = title;
  pick.placeholder = placeholderOf(kind);
  pick.ignoreFocusOut = true;
  pick.value = likely;
  const itemsFor = async (value: string): Promise<readonly TimeItem[]> =>
    value.trim() === ''
      ? [
          ...(await presetItems(kind, read, { now: host.clock.now(), zone: host.zone }, lastUsed(kind))),
          ...furtherItems(further),
        ]
      : readingItems(value, read);
  const show = async (value: string): Promise<void> => {
    const items = await itemsFor(value).catch(troubleItems);
    if (pick.value === value) {
      pick.items = items;
    }
  };
  pick.onDidChangeValue(value => void show(value));
  void show(likely);
  return answerOf(pick, async () => {
    // Enter may come before the reading of the last keystroke is on the screen.
    const item = pick.value.trim() === '' ? pick.activeItems[0] : (await readingItems(pick.value, read))[0];
    if (item?.further) {
      return item.further;
    }
    if (item?.text === undefined) {
      return undefined;
    }
    noteUsed(kind, item.text);
    return { when: item.text };
  });
}

function placeholderOf(kind: Kind): string {
  switch (kind) {
    case 'moment':
      return l10n.t('When? 30m, 3pm, tomorrow 9am, friday, 2026-12-01T10:00');
    case 'rule':
      return l10n.t('How often? every weekday at 9, every 30m, 0 9 * * 1-5');
    case 'any':
      return l10n.t('When? 30m, 3pm, tomorrow 9am, friday, 2026-12-01T10:00, every weekday at 9');
  }
}

function readerOf(host: Host, kind: Kind, ruleZone: string | undefined): Read {
  switch (kind) {
    case 'moment':
      return text => readMoment(host, text);
    case 'rule':
      return text => readRule(host, text, 'any', { ruleZone });
    case 'any':
      return text => readWhen(host, text, { ruleZone });
  }
}

/** What the list shows where times cannot be read at all; Enter says more. */
const troubleItems = (error: unknown): readonly TimeItem[] => {
  const why = error instanceof Error ? error.message : String(error);
  return [
    {
      label: `$(error) ${plainLabel(cleanLine(l10n.t('Times cannot be read right now: {0}', why), 200))}`,
      alwaysShow: true,
    },
  ];
};

async function readingItems(value: string, read: Read): Promise<readonly TimeItem[]> {
  const when = await read(value);
  if (isRefusal(when)) {
    // A row is cut where the box ends, so that each sentence has its own.
    const [why = '', ...more] = when.why.split(/(?<=[.?]) (?=\p{Lu})|(?<=[。？]) ?/u);
    return [
      { label: `$(error) ${plainLabel(why)}`, alwaysShow: true },
      ...more.map(sentence => ({ label: `$(blank) ${plainLabel(sentence)}`, alwaysShow: true })),
    ];
  }
  if (when.kind === 'repeat') {
    // The words, and under them the next times: both on one line would be cut.
    const times = readingText({ reads: when.reads.replace(`${when.repeat.said}: `, ''), notes: when.notes });
    return [
      {
        label: `$(sync) ${plainLabel(when.repeat.said)}`,
        detail: plainLabel(times),
        alwaysShow: true,
        text: value,
      },
    ];
  }
  return [{ label: `$(calendar) ${plainLabel(readingText(when))}`, alwaysShow: true, text: value }];
}
