import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { heldStates } from '../../render/view/tally.ts';
import { deferHome } from '../../store/disk/deferHome.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import type { ActingParts } from './desk.ts';
import { DisposableStore } from '../model/disposableStore.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { autoRun, conversationsOn } from '../model/settings.ts';

/** How long after the first look conversations are looked for, in ms: the tree is drawn first. */
const AFTER_DRAWING = 300;

/** What is loaded when it is first called. */
interface LateParts {
  readonly desk: () => Promise<ActingParts>;
  readonly conversations: () => Promise<unknown>;
  readonly results: () => Promise<unknown>;
}

/**
 * Loads the parts that few windows need once there is something for them to do: lenses and problems when a schedule is
 * opened as text, word of entries that failed too often, and whoever minds what may run by itself.
 */
export function loadPartsOnDemand(
  model: ScheduleModel,
  failures: Failures,
  { desk, conversations, results }: LateParts,
): vscode.Disposable {
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
    own((await import('../doors/lateDoors.ts')).openLateDoors(model, failures, desk)),
  );
  own(model.onDidChange(() => failures.watch(l10n.t('Opening menus'), openLate())));

  let drawing: NodeJS.Timeout | undefined;
  const watchConversations = (): void => {
    // The tree is drawn first.
    if (conversationsOn()) {
      drawing ??= setTimeout(() => failures.watch(l10n.t('Showing conversations'), conversations()), AFTER_DRAWING);
    }
  };
  own(model.onDidChange(watchConversations));

  const watchResults = (): void => {
    if (existsSync(join(deferHome(), 'results'))) {
      watching.dispose();
      failures.watch(l10n.t('Showing results'), results());
    }
  };
  const watching = own(model.onDidChange(watchResults));

  own({ dispose: () => clearTimeout(drawing) });
  return parts;
}
