import * as vscode from 'vscode';
import { findLimit } from '../core/limit.ts';
import { instant } from '../core/time.ts';
import { printable } from '../render/clean.ts';
import { findVerb } from './findVerb.ts';
import { toRunRow } from './historyRows.ts';
import { toEntryRow } from './rows.ts';
import { timeZone } from './settings.ts';
import { runVerb, type Desk } from './verbCommands.ts';

/**
 * Reads an agent's notice of its usage limit from the selection, else from the clipboard, else from what the run printed,
 * and schedules that its conversation goes on then. What a terminal shows, no extension may read: a person copies it.
 */
export async function parkUntilReset(desk: Desk, given: unknown): Promise<void> {
  const run = toRunRow(given);
  const notice = await noticeAtHand();
  await runVerb(desk, findVerb('park'), {
    row: toEntryRow(given),
    anyEntry: true,
    input: { ...(run && { run: run.token }), ...(notice !== undefined && { text: notice }) },
  });
}

/** The first text at hand that holds a notice. */
async function noticeAtHand(): Promise<string | undefined> {
  const { parseMoment: parse } = await import('../core/when.ts');
  const now = instant(Date.now());
  const holdsOne = (text: string): boolean =>
    findLimit(printable(text), { now, zone: timeZone(), parse }) !== undefined;
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  return [selected, await vscode.env.clipboard.readText()].find(holdsOne);
}
