import * as vscode from 'vscode';
import type { EntryView } from '../../render/view/entryView.ts';
import type { ShownAct } from '../../page/messages/entryShown.ts';
import { fits, wordsOf, type EntryAct } from '../tree/rowWords.ts';
import { READING } from '../wiring/commandTable.ts';
import { titlesOf } from '../wiring/manifest.ts';

/** What a page offers to do with an entry, in this order, each by the command of its row. */
const ACTS: Readonly<Partial<Record<EntryAct, string>>> = {
  accept: 'defer.accept',
  reject: 'defer.reject',
  stop: 'defer.stop',
  terminal: 'defer.showTerminal',
  retry: 'defer.runAgain',
  run: 'defer.run',
  snooze: 'defer.snooze',
  done: 'defer.done',
  edit: 'defer.edit',
  reschedule: 'defer.reschedule',
  skip: 'defer.skip',
  pause: 'defer.pause',
  resume: 'defer.resume',
  allow: 'defer.allow',
  disallow: 'defer.disallow',
  reopen: 'defer.reopen',
  cancel: 'defer.cancel',
  'resume-run': 'defer.resume-run',
  prompt: 'defer.copyPrompt',
  duplicate: 'defer.duplicate',
};

/** What a page offers for an entry as it is, in the words of the manifest, which are the person's language. */
export function actsFor(seen: EntryView, manifest: unknown): readonly ShownAct[] {
  const words = wordsOf(seen);
  const titles = new Map(titlesOf(manifest).map(({ command, title }) => [command, title]));
  const commands = Object.entries(ACTS).filter(([act]) => fits(act as EntryAct, words));
  const history = seen.runs.length > 0 ? ['defer.history'] : [];
  return [...commands.map(([, command]) => command), ...history]
    .filter(command => vscode.workspace.isTrusted || READING.has(command))
    .map(key => ({ key, label: titles.get(key) ?? key }));
}
