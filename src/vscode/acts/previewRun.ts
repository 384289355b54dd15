import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { askEntry } from '../ask/askEntry.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { askVerb } from '../../verbs/askVerb.ts';

/** Shows what a run of an entry would start, to the letter, in a page that cannot be changed. Starts nothing. */
export async function previewRun(
  { model, pages, hostFor }: Pick<EditorServices, 'model' | 'pages' | 'hostFor'>,
  given: EntryRow | undefined,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return;
  }
  const row = given ?? (await askEntry('preview', model));
  if (!row) {
    return;
  }
  const host = hostFor([row.schedule.ledger]);
  const reply = await askVerb(host, findVerb('run'), { id: row.state.id, dry_run: true });
  await (reply.ok ? pages.show(l10n.t('Preview Run'), reply.say, { preserveFocus: false }) : showRefusal(reply.why));
}
