import * as l10n from '@vscode/l10n';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { showDone, showRefusal } from '../say/notices.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { folderForNew } from '../ask/folderForNew.ts';

/** What marks an entry that is there to be looked at. */
const TAG = 'sample';

/** Adds an entry that is due now and one for tomorrow, both marked. Undo takes both back. */
export async function addSample({ model, run }: Pick<EditorServices, 'model' | 'run'>): Promise<void> {
  const schedule = await folderForNew(model, undefined);
  if (!schedule) {
    return;
  }
  const samples = [
    { message: l10n.t('Try me: snooze this, or mark it done'), when: 'now' },
    { message: l10n.t('Look at this again tomorrow'), when: 'tomorrow' },
  ];
  // One gesture, so one Undo.
  const batch = ulid();
  for (const sample of samples) {
    const ready = { input: { ...sample, tags: [TAG] }, ledgers: [schedule.ledger] };
    const reply = await run('add', { ready, batch, isTold: true });
    if (!reply?.ok) {
      showRefusal(reply?.why ?? l10n.t('The sample was not added.'));
      return;
    }
  }
  showDone(l10n.t('Two sample entries are scheduled. One is due now.'), {
    command: 'defer.undo',
    label: l10n.t('Undo'),
  });
}

/** How long an older editor may take to find the walkthroughs of extensions, in ms. */
const SEARCH_TIME = 1500;

/** Opens the walkthrough of the extension with this id. */
export async function openWalkthrough(extension: string): Promise<void> {
  const open = (): Thenable<unknown> =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension}#start`, false);
  await open();
  // An older editor (seen with 1.103, not with 1.139) looks for walkthroughs only now, and shows one of its own.
  const [, minor = 0] = vscode.version.split('.').map(Number);
  if (minor < 139) {
    await new Promise(done => setTimeout(done, SEARCH_TIME));
    await open();
  }
}
