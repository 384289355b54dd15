import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toIso } from '../../core/basics/time.ts';
import { readingText, readMoment } from '../../verbs/readMoment.ts';
import type { RawInput, Verb } from '../../verbs/verb.ts';
import { askWhen } from '../ask/askWhen.ts';
import { showDone, showRefusal, showRestricted } from '../say/notices.ts';
import { toEntryRow, type EntryRow } from '../tree/entryRow.ts';
import { fits, isEntryAct, wordsIn } from '../tree/rowWords.ts';
import { findVerb } from '../wiring/findVerb.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import type { Given } from '../wiring/verbCommands.ts';

type Services = Pick<EditorServices, 'model' | 'run' | 'hostFor'>;

/** The entries among the rows that are selected, each once. */
export function toEntryRows(value: unknown): readonly EntryRow[] {
  const rows = (Array.isArray(value) ? value : []).map(toEntryRow).filter(row => row !== undefined);
  // With two tags an entry stands under two headings.
  return rows.filter((row, index) => rows.findIndex(({ state }) => state === row.state) === index);
}

/** What is said of several entries, by the verb. */
const saidOf = (verb: string, count: number, time: string): string => {
  switch (verb) {
    case 'snooze':
      return l10n.t('{0} snoozed until {1}.', count, time);
    case 'reschedule':
      return l10n.t('{0} rescheduled to {1}.', count, time);
    case 'skip':
      return l10n.t('{0} skipped.', count);
    case 'cancel':
      return l10n.t('{0} cancelled.', count);
    case 'pause':
      return l10n.t('{0} paused.', count);
    case 'resume':
      return l10n.t('{0} unpaused.', count);
    case 'reopen':
      return l10n.t('{0} reopened.', count);
    case 'accept':
      return l10n.t('{0} accepted.', count);
    case 'reject':
      return l10n.t('{0} rejected.', count);
    case 'run':
      return l10n.t('{0} started.', count);
    default:
      return l10n.t('{0} done.', count);
  }
};

/** What can be done with several entries at once. */
const SEVERAL: ReadonlySet<string> = new Set([
  ...['snooze', 'reschedule', 'done', 'skip', 'cancel', 'pause', 'resume', 'reopen', 'accept', 'reject', 'run'],
]);

/** Does a verb for all rows that are selected; undefined where it is not more than one, or takes one at a time. */
export function actOnSeveral(
  services: Services,
  verb: Verb,
  rows: readonly EntryRow[],
  { likely }: Given = {},
): Promise<void> | undefined {
  return rows.length > 1 && SEVERAL.has(verb.name) ? forAll(services, verb, rows, { likely }) : undefined;
}

/** What is known of an act on several entries. */
interface Known {
  /** The time, as it is typed. */
  readonly when?: string;
  /** The time that is likely meant, to begin with. */
  readonly likely?: string | undefined;
}

/**
 * Does a verb for several entries as one act: it asks once, one message tells of all, and one Undo takes all back.
 * Those for which the verb is not meant are left as they are.
 */
export async function forAll(
  services: Services,
  verb: Verb | string,
  rows: readonly EntryRow[],
  known: Known = {},
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const { name } = typeof verb === 'string' ? findVerb(verb) : verb;
  const { model } = services;
  const fit = rows.filter(row => !isEntryAct(name) || fits(name, wordsIn(row, model.view)));
  if (fit.length === 0) {
    showRefusal(l10n.t('This cannot be done with any of the selected entries.'));
    return;
  }
  const asked = await askFor(services, name, fit, known);
  if (!asked) {
    return;
  }
  const batch = randomUUID();
  const refused: string[] = [];
  let done = 0;
  for (const row of fit) {
    const reply = await services.run(name, { row, input: asked.input, batch, isTold: true });
    done += reply?.ok ? 1 : 0;
    refused.push(...(reply?.ok === false ? [reply.why] : []));
  }
  if (done > 0) {
    showDone(
      saidOf(name, done, asked.time),
      name === 'run' ? undefined : { command: 'defer.undo', label: l10n.t('Undo') },
    );
  }
  if (refused.length > 0) {
    const [why = ''] = refused;
    showRefusal(l10n.t('{0} of {1} were left as they are. {2}', refused.length, fit.length, why));
  }
}

/**
 * What is asked once for all of them: the time, or whether to start that many agents. Undefined where the person left.
 */
async function askFor(
  { hostFor }: Services,
  verb: string,
  rows: readonly EntryRow[],
  { when, likely }: Known,
): Promise<{ readonly input: RawInput; readonly time: string } | undefined> {
  if (verb === 'run') {
    const yes = l10n.t('Run All');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Run {0} entries now?', rows.length),
      { modal: true, detail: l10n.t('Each opens a terminal of its own.') },
      yes,
    );
    return answer === yes ? { input: {}, time: '' } : undefined;
  }
  if (verb !== 'snooze' && verb !== 'reschedule') {
    return { input: {}, time: '' };
  }
  const host = hostFor([]);
  const title =
    verb === 'snooze'
      ? l10n.t('Defer: Snooze {0} Entries', rows.length)
      : l10n.t('Defer: Reschedule {0} Entries', rows.length);
  const text = when ?? (await askWhen(host, title, 'moment', likely));
  if (text === undefined) {
    return undefined;
  }
  const moment = await readMoment(host, text);
  if (isRefusal(moment)) {
    showRefusal(moment.why);
    return undefined;
  }
  // They all get the same moment, however long this takes.
  return { input: { when: toIso(moment.at) }, time: readingText(moment) };
}
