import * as vscode from 'vscode';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { showDone, showRefusal } from '../say/notices.ts';
import { askVerb } from '../../verbs/askVerb.ts';

const WAYS = [
  {
    label: 'Calendar',
    description: 'iCalendar, with the next times of repeats',
    verb: 'list',
    input: { ics: true },
    language: 'plaintext',
  },
  {
    label: 'Markdown',
    description: 'For a note or a prompt',
    verb: 'list',
    input: { markdown: true },
    language: 'markdown',
  },
  {
    label: 'agent-defer',
    description: 'Its records, one a line',
    verb: 'export',
    input: { system: 'agent-defer' },
    language: 'jsonl',
  },
] as const;

/** Opens entries in another form as a new document, which the person saves where they want it. */
export async function exportTo({
  model,
  pages,
  hostFor,
}: Pick<EditorServices, 'model' | 'pages' | 'hostFor'>): Promise<void> {
  const way = await vscode.window.showQuickPick(WAYS, { title: 'Defer: Export', placeHolder: 'Choose a form' });
  if (!way) {
    return;
  }
  const host = hostFor(model.schedules.map(({ ledger }) => ledger));
  const reply = await askVerb(host, findVerb(way.verb), way.input);
  if (!reply.ok) {
    showRefusal(reply.why);
    return;
  }
  const { say: content, report } = reply;
  if (report) {
    // Behind the document: what it goes without.
    await pages.show('Export', report, { preserveFocus: true });
  }
  const document = await vscode.workspace.openTextDocument({ content, language: way.language });
  await vscode.window.showTextDocument(document, { preview: false });
  showDone(`Save the document where you want it.${report ? ' The page behind it says what was left out.' : ''}`);
}
