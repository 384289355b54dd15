import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import { failuresInARow, MOST_FAILURES } from '../../core/entry/streak.ts';
import { heldStates } from '../../render/view/tally.ts';
import { deferHome, hashOf, toldPath, writeNew } from '../../runner/home/homeFiles.ts';
import { askEntry } from '../ask/askEntry.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

const show = (): string => l10n.t('Show');

/**
 * Says that entries failed three times in a row, and so start no more by themselves: once for each such row of
 * failures, in one window of this machine, the one that is looked at, and whatever the settings say of notices. Counts
 * only: text of the file in a notification could be a link.
 */
export async function tellHeld(model: ScheduleModel): Promise<void> {
  if (!vscode.window.state.focused || !vscode.workspace.isTrusted) {
    return;
  }
  const news: EntryRow[] = [];
  for (const row of heldRows(model)) {
    if (await writeNew(toldPath(deferHome(), nameOf(row, model)), '')) {
      news.push(row);
    }
  }
  const [first] = news;
  if (!first) {
    return;
  }
  const text =
    news.length === 1
      ? l10n.t(
          'Defer: an entry has failed {0} times in a row. It does not run automatically until you deal with it.',
          MOST_FAILURES,
        )
      : l10n.t(
          'Defer: {0} entries have failed {1} times in a row. They do not run automatically until you deal with them.',
          news.length,
          MOST_FAILURES,
        );
  if ((await vscode.window.showWarningMessage(text, show())) === show()) {
    const row = news.length === 1 ? first : await askEntry('held', model);
    await (row && vscode.commands.executeCommand('defer.show', row));
  }
}

const heldRows = (model: ScheduleModel): readonly EntryRow[] =>
  model.schedules.flatMap(schedule =>
    heldStates(schedule.ledger.schedule, model.alive).map(state => ({ kind: 'entry', state, schedule }) as const),
  );

/** A series of failures is named after its first run, so that a further failure is not told again. */
function nameOf({ state, schedule }: EntryRow, { alive }: ScheduleModel): string {
  const runs = toRuns(state.runEvents(), alive);
  const failed = runs.filter(run => run.outcome === 'failed');
  const first = failed.at(-failuresInARow(toEntry(state), runs));
  return hashOf(schedule.folder.uri.fsPath, state.id, first?.token ?? '');
}
