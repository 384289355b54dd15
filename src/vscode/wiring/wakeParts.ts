import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import type { LateParts } from './lateParts.ts';
import { DisposableStore } from '../model/disposableStore.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** Loads what a window needs once it was looked at, and what runs its tasks when the editor asks for them. */
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

  const openLate = loadOnce(async () =>
    own((await import('../doors/lateDoors.ts')).openLateDoors(model, failures, late)),
  );
  own(model.onDidChange(() => failures.watch(l10n.t('Opening menus'), openLate())));
  return parts;
}
