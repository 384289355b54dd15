import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { heldStates } from '../../render/view/tally.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import { DisposableStore } from '../model/disposableStore.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { autoRun } from '../model/settings.ts';
import type { LateParts } from './lateParts.ts';

/**
 * Loads the parts that few windows need once there is something for them to do: lenses and problems when a schedule is
 * opened as text, word of entries that failed too often and of what is due, and whoever minds what may run by itself.
 */
export function wakeWatchers(model: ScheduleModel, failures: Failures, { desk, since }: LateParts): vscode.Disposable {
  const parts = new DisposableStore();
  const own = parts.add;

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

  let isWatching = false;
  const startWatching = loadOnce(async () => {
    await (await desk()).watchApprovals();
    isWatching = true;
  });
  const watchApprovals = (): void => {
    if (!isWatching && (autoRun() || existsSync(allowFolder(deferHome())))) {
      startWatching().catch((error: unknown) => failures.reportOnce(l10n.t('Automatic runs'), error));
    }
  };

  const watchDue = loadOnce(async () =>
    own(new (await import('../say/dueNotices.ts')).DueNotices(model, failures, since)),
  );
  const tellDue = (): void => {
    if (model.schedules.some(({ ledger }) => ledger.schedule.open.length > 0)) {
      failures.watch(l10n.t('Reporting what is due'), watchDue());
    }
  };

  const look = (): void => {
    tellHeld();
    watchApprovals();
    tellDue();
  };
  own(model.onDidChange(look));
  look();
  return parts;
}
