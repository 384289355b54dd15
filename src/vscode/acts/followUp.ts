import * as vscode from 'vscode';
import { clean } from '../../render/text/clean.ts';
import { currentAttachment } from '../ask/attachment.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { showRefusal } from '../say/notices.ts';

/** How much of a selection an entry keeps, in characters: the rest is in the file. */
const MOST = 4000;

/**
 * Schedules something about what is selected: the text, where it stands and on which branch go along as a key point,
 * the file and lines as an artifact. Secrets in it are masked, since nobody typed them for the file.
 */
export async function scheduleFollowUp({ model, run }: Pick<EditorServices, 'model' | 'run'>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  if (!editor || text.trim() === '') {
    showRefusal('Nothing is selected. Select in an editor what the follow-up is about.');
    return;
  }
  const attachment = currentAttachment();
  const schedule = model.schedules.find(({ folder }) => folder === attachment?.folder);
  const branch = (await (await schedule?.ledger.work())?.origin([]))?.branch;
  const where = attachment?.artifact ?? vscode.workspace.asRelativePath(editor.document.uri);
  const point = `Selected in ${clean(where)}${branch === undefined ? '' : ` on ${clean(branch)}`}:\n${quoted(text)}`;
  const verb = { ...findVerb('add'), title: 'Schedule Follow-up…' };
  await run(verb, { input: { key_points: [point] } });
}

function quoted(text: string): string {
  const kept = clean(text.slice(0, MOST)).trimEnd();
  const lines = kept.split('\n').map(line => `> ${line}`.trimEnd());
  return [...lines, ...(text.length > MOST ? [`(${text.length - MOST} more characters)`] : [])].join('\n');
}
