import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { scheduleOf } from '../ask/folderForNew.ts';
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
    showRefusal(l10n.t('Nothing is selected. Select in an editor what the follow-up is about.'));
    return;
  }
  const attachment = currentAttachment();
  const schedule = scheduleOf(model.schedules, attachment?.folder.uri.fsPath);
  const branch = (await (await schedule?.ledger.work())?.origin([]))?.branch;
  const where = attachment?.artifact ?? vscode.workspace.asRelativePath(editor.document.uri);
  const point = selectedPoint(where, branch, text);
  const verb = { ...findVerb('add'), title: l10n.t('Schedule Follow-up…') };
  await run(verb, { input: { key_points: [point] } });
}

/** What an entry keeps of a selection. A name with a line break in it would go on as words of the person's own. */
export const selectedPoint = (where: string, branch: string | undefined, text: string): string =>
  `Selected in ${cleanLine(where, 500)}${branch === undefined ? '' : ` on ${cleanLine(branch)}`}:\n${quoted(text)}`;

/** A text that was selected somewhere, as a quotation that is not too long. */
export function quoted(text: string): string {
  const kept = clean(text.slice(0, MOST)).trimEnd();
  const lines = kept.split('\n').map(line => `> ${line}`.trimEnd());
  return [...lines, ...(text.length > MOST ? [`(${text.length - MOST} more characters)`] : [])].join('\n');
}
