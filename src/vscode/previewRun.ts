import * as vscode from 'vscode';
import { askEntry } from './askEntry.ts';
import { editorHost } from './editorHost.ts';
import { findVerb } from './findVerb.ts';
import { showRefusal, showRestricted } from './notices.ts';
import type { EntryRow } from './rows.ts';
import type { Desk } from './verbCommands.ts';

/** Shows what a run of an entry would start, to the letter, in a page that cannot be changed. Starts nothing. */
export async function previewRun(desk: Desk, given: EntryRow | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const row = given ?? (await askEntry('run', 'Preview Run', desk.model));
  if (!row) {
    return;
  }
  const host = editorHost(desk.model, desk.launcher, [row.schedule.ledger]);
  const reply = await findVerb('run').run(host, { id: row.state.id, dry_run: true } as never);
  await (reply.ok ? desk.pages.show('Preview Run', reply.say, { preserveFocus: false }) : showRefusal(reply.why));
}
