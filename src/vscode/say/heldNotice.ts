import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { EntryState } from '../../core/fold/entryState.ts';
import { toEntry } from '../../core/entry/entry.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import { failuresInARow, MOST_FAILURES } from '../../core/entry/streak.ts';
import { heldStates } from '../../render/view/tally.ts';
import { allowFolder } from '../../runner/home/allowFolder.ts';
import { deferHome, hashOf, toldPath, writeNew } from '../../runner/home/homeFiles.ts';
import type { Approvals } from '../../verbs/host.ts';
import { askEntry } from '../ask/askEntry.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

const show = (): string => l10n.t('Show');

/**
 * Says that entries failed three times in a row, and so start no more by themselves: once for each such row of
 * failures, in one window of this machine, the one that is looked at, and whatever the settings say of notices. Counts
 * only: text of the file in a notification could be a link.
 */
export async function tellHeld(model: ScheduleModel, approvals: Pick<Approvals, 'held'>): Promise<void> {
  if (!vscode.window.state.focused || !vscode.workspace.isTrusted) {
    return;
  }
  const news: EntryRow[] = [];
  for (const { row, first } of await heldRows(model, approvals)) {
    const name = hashOf(row.schedule.folder.uri.fsPath, row.state.id, first);
    if (await writeNew(toldPath(deferHome(), name), '')) {
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

/**
 * A row whose entry is held. A series of failures is named after its `first` run, so that a further failure is not told
 * again.
 */
interface HeldRow {
  readonly row: EntryRow;
  readonly first: string;
}

/**
 * The rows that are held, as the schedule tells or as this machine itself saw the runs: a row of the file may say that
 * one of them ended well.
 */
async function heldRows(model: ScheduleModel, approvals: Pick<Approvals, 'held'>): Promise<readonly HeldRow[]> {
  const found: HeldRow[] = [];
  for (const schedule of model.schedules) {
    const { ledger } = schedule;
    const rowOf = (state: EntryState): EntryRow => ({ kind: 'entry', state, schedule });
    const told = heldStates(ledger.schedule, model.alive);
    found.push(...told.map(state => ({ row: rowOf(state), first: firstFailed(state, model) })));
    for (const [id, first] of existsSync(allowFolder(deferHome())) ? await approvals.held(ledger) : []) {
      const state = told.some(one => one.id === id) ? undefined : ledger.schedule.get(id);
      found.push(...(state ? [{ row: rowOf(state), first }] : []));
    }
  }
  return found;
}

function firstFailed(state: EntryState, { alive }: ScheduleModel): string {
  const runs = toRuns(state.runEvents(), alive);
  const failed = runs.filter(run => run.outcome === 'failed');
  return failed.at(-failuresInARow(toEntry(state), runs))?.token ?? '';
}
