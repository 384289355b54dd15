import * as vscode from 'vscode';
import { findLimit } from '../../core/when/usageLimit.ts';
import { instant } from '../../core/basics/time.ts';
import { printable } from '../../render/text/clean.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { toRunRow } from '../history/historyRows.ts';
import { toEntryRow } from '../tree/entryRow.ts';
import { timeZone } from '../model/settings.ts';

/**
 * Reads an agent's notice of its usage limit from the selection, else from the clipboard, else from what the run printed,
 * and schedules that its conversation goes on then. What a terminal shows, no extension may read: a person copies it.
 */
export async function parkUntilReset({ run: runVerb }: Pick<EditorServices, 'run'>, given: unknown): Promise<void> {
  const run = toRunRow(given);
  const notice = await noticeAtHand();
  await runVerb('park', {
    row: toEntryRow(given),
    anyEntry: true,
    input: { ...(run && { run: run.token }), ...(notice !== undefined && { text: notice }) },
  });
}

/** The first text at hand that holds a notice. */
async function noticeAtHand(): Promise<string | undefined> {
  const { parseMoment: parse } = await import('../../core/when/parseMoment.ts');
  const now = instant(Date.now());
  const holdsOne = (text: string): boolean =>
    findLimit(printable(text), { now, zone: timeZone(), parse }) !== undefined;
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  return [selected, await vscode.env.clipboard.readText()].find(holdsOne);
}
