import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { countArchivable } from '../../verbs/acts/archive.ts';
import { allLedgers } from '../wiring/verbCommands.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

/** Archives closed entries, once a person has read how many there are and has said which. */
export async function archiveClosed({
  model,
  run,
  hostFor,
}: Pick<EditorServices, 'model' | 'run' | 'hostFor'>): Promise<void> {
  await model.readAll();
  const ledgers = allLedgers({ model });
  const count = await countArchivable(hostFor(ledgers));
  const older = l10n.t('Closed Over 30 Days Ago');
  const answer =
    count === 0
      ? undefined
      : await vscode.window.showWarningMessage(
          count === 1 ? l10n.t('Archive 1 closed entry?') : l10n.t('Archive {0} closed entries?', count),
          {
            modal: true,
            detail: l10n.t('Their rows move into files in .sf/archive. This cannot be undone.'),
          },
          l10n.t('Archive All'),
          older,
        );
  if (count === 0 || answer !== undefined) {
    await run('archive', { ready: { input: answer === older ? { older_than: '30d' } : {}, ledgers } });
  }
}
