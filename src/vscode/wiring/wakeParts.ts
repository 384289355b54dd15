import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { heldStates } from '../../render/view/tally.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import type { LateParts } from './lateParts.ts';
import { DisposableStore } from '../model/disposableStore.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { autoRun } from '../model/settings.ts';

/**
 * Loads the parts that few windows need once there is something for them to do: lenses and problems when a schedule is
 * opened as text, word of entries that failed too often, and whoever minds what may run by itself.
 */
export function loadPartsOnDemand(model: ScheduleModel, failures: Failures, late: LateParts): vscode.Disposable {
  const { desk } = late;
  const parts = new DisposableStore();
  const own = parts.add;

  // The editor asks as soon as the extension is active, and not again.
  own(
    vscode.tasks.registerTaskProvider('defer', {
      provideTasks: async () => (await desk()).tasks.all(),
      resolveTask: async task => (await desk()).tasks.one(task),
    }),
  );

  const watchDocuments = loadOnce(async () =>
    own((await import('../document/scheduleDocument.ts')).watchDocuments(model)),
  );
  const readAlong = ({ fileName }: vscode.TextDocument): void => {
    if (fileName.endsWith('schedule.jsonl')) {
      failures.watch(l10n.t('Checking the open schedule file'), watchDocuments());
    }
  };
  vscode.workspace.textDocuments.forEach(readAlong);
  own(vscode.workspace.onDidOpenTextDocument(readAlong));

  const tellHeld = (): void => {
    if (model.schedules.some(({ ledger }) => heldStates(ledger.schedule, model.alive).length > 0)) {
      const told = desk().then(opened => opened.tellHeld());
      failures.watch(l10n.t('Reporting failures'), told);
    }
  };
  own(model.onDidChange(tellHeld));

  const startWatching = loadOnce(async () => {
    await (await desk()).watchApprovals();
    approving.dispose();
  });
  const watchApprovals = (): void => {
    if (autoRun() || existsSync(allowFolder(deferHome()))) {
      startWatching().catch((error: unknown) => failures.reportOnce(l10n.t('Automatic runs'), error));
    }
  };
  const approving = own(model.onDidChange(watchApprovals));

  const since = model.now;
  const watchDue = loadOnce(async () =>
    own(new (await import('../say/dueNotices.ts')).DueNotices(model, failures, since)),
  );
  const tellDue = (): void => {
    if (model.schedules.some(({ ledger }) => ledger.schedule.open.length > 0)) {
      failures.watch(l10n.t('Reporting what is due'), watchDue());
    }
  };
  own(model.onDidChange(tellDue));

  const openLate = loadOnce(async () =>
    own((await import('../doors/lateDoors.ts')).openLateDoors(model, failures, late)),
  );
  own(model.onDidChange(() => failures.watch(l10n.t('Opening menus'), openLate())));
  return parts;
}
