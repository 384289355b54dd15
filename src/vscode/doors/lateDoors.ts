import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ActingParts } from '../wiring/desk.ts';
import { wakeLater } from '../wiring/wakeLater.ts';
import { wakeWatchers } from '../wiring/wakeWatchers.ts';
import type { LateParts } from '../wiring/lateParts.ts';
import type { Failures } from '../model/failures.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { offerForComments } from './commentActions.ts';
import { ContextKeys } from './contextKeys.ts';
import { watchScheduleFiles } from './scheduleFileLenses.ts';
import { openTimeline, type TimelineHost } from './timeline.ts';

/**
 * What the editor offers of Defer outside of its own views, and the views that few windows need; opened after the first
 * look. A link that came before is handed over then.
 */
export function openLateDoors(model: ScheduleModel, failures: Failures, late: LateParts): vscode.Disposable {
  const { desk } = late;
  return vscode.Disposable.from(
    wakeLater(model, failures, late),
    wakeWatchers(model, failures, late),
    new ContextKeys(model, failures),
    offerForComments(),
    watchScheduleFiles(model),
    openTimeline(vscode.workspace as TimelineHost, model),
    vscode.window.registerUriHandler({
      handleUri: uri => failures.watch(l10n.t('Opening a link'), openLink(desk, uri)),
    }),
    vscode.tasks.onDidEndTaskProcess(() => model.lookIfNew()),
  );
}

const openLink = async (desk: () => Promise<ActingParts>, uri: vscode.Uri): Promise<void> =>
  (await desk()).doors.openLink(uri);
