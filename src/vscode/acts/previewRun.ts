import * as vscode from 'vscode';
import { askEntry } from '../ask/askEntry.ts';
import { editorHost } from '../wiring/editorHost.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { VerbContext } from '../wiring/verbCommands.ts';
import { askVerb } from '../../verbs/askVerb.ts';

/** Shows what a run of an entry would start, to the letter, in a page that cannot be changed. Starts nothing. */
export async function previewRun(desk: VerbContext, given: EntryRow | undefined): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const row = given ?? (await askEntry('run', 'Preview Run', desk.model));
  if (!row) {
    return;
  }
  const host = editorHost(desk.model, desk.launcher, [row.schedule.ledger]);
  const reply = await askVerb(host, findVerb('run'), { id: row.state.id, dry_run: true });
  await (reply.ok ? desk.pages.show('Preview Run', reply.say, { preserveFocus: false }) : showRefusal(reply.why));
}
