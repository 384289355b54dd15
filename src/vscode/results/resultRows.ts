import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import { toEntry } from '../../core/entry/entry.ts';
import { toRuns, type Run } from '../../core/rows/runEvents.ts';
import { spokenList } from '../../render/text/spoken.ts';
import { ageText } from '../../render/text/conversationText.ts';
import { isolate } from '../../render/text/isolate.ts';
import { nearTime } from '../../render/row/rowText.ts';
import { badEndText } from '../../render/results/badEndText.ts';
import { resultBeside, resultMoment, resultTip, resultTitle } from '../../render/results/resultWords.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import type { RunResult } from '../../verbs/resultDesk.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow, GroupRow } from '../tree/entryRow.ts';
import { timeAndTitle } from '../tree/timeLabel.ts';
import type { Keep } from '../tree/treeRows.ts';
import type { ResultRow } from './resultRow.ts';

/** What the rows depend on. */
type Sight = Pick<ScheduleModel, 'schedules' | 'view' | 'alive' | 'markOf'>;

/**
 * The group of results that wait for a person; none where there are none. Unread ones of one entry are one row, which
 * opens to them. `keep`: of which entries they are shown.
 */
export function resultGroup(waiting: readonly RunResult[], sight: Sight, keep: Keep): readonly GroupRow[] {
  const shown = waiting.filter(result => isKept(entryOfResult(result, sight), keep));
  if (shown.length === 0) {
    return [];
  }
  const unread = new Map<string, [RunResult, ...RunResult[]]>();
  for (const result of shown.filter(({ state }) => state === 'unread')) {
    const key = JSON.stringify([result.folder, result.entryId]);
    const before = unread.get(key);
    unread.set(key, before ? [...before, result] : [result]);
  }
  const children = [
    ...[...unread.values()].map(some => foldedRow(some, sight)),
    ...shown.filter(({ state }) => state === 'read').map(result => resultRow(result, sight)),
  ];
  return [{ kind: 'group', group: 'Results', count: shown.length, children }];
}

const isKept = (row: EntryRow | undefined, keep: Keep): boolean => !keep || (row !== undefined && keep(row.state));

/** The entry that a result is of, in a schedule of this window; undefined where it is not there, or was not read. */
export function entryOfResult(result: RunResult, sight: Pick<Sight, 'schedules'>): EntryRow | undefined {
  const schedule = scheduleOfResult(result, sight);
  const state = schedule?.ledger.schedule.get(result.entryId);
  return schedule && state && { kind: 'entry', state, schedule };
}

const scheduleOfResult = (
  { folder }: RunResult,
  { schedules }: Pick<Sight, 'schedules'>,
): FolderSchedule | undefined => {
  const real = realFolder(folder);
  return schedules.find(({ ledger }) => realFolder(ledger.folder) === real);
};

const runOfResult = (result: RunResult, sight: Sight): Run | undefined => {
  const state = entryOfResult(result, sight)?.state;
  return state && toRuns(state.runEvents(), sight.alive).find(({ token }) => token === result.token);
};

function foldedRow(results: readonly [RunResult, ...RunResult[]], sight: Sight): ResultRow {
  const [result, ...more] = results;
  if (more.length === 0) {
    return resultRow(result, sight);
  }
  const label = labelOf(result, sight);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `results ${JSON.stringify([result.folder, result.entryId])}`;
  const age = ageText(resultMoment(result), sight.view.horizon.now);
  item.description = l10n.t('{0} results', results.length);
  item.iconPath = UNREAD();
  item.contextValue = 'results';
  item.accessibilityInformation = { label: spokenList(resultTitle(result), item.description, age, l10n.t('unread')) };
  return { kind: 'result', result, item, children: results.map(one => resultRow(one, sight)) };
}

function resultRow(result: RunResult, sight: Sight): ResultRow {
  const { horizon, zone } = sight.view;
  const item = new vscode.TreeItem(labelOf(result, sight));
  const row: ResultRow = { kind: 'result', result, item, children: [] };
  const schedule = scheduleOfResult(result, sight);
  const mark = schedule ? sight.markOf(schedule) : '';
  const end = badEndText(runOfResult(result, sight));
  const age = ageText(resultMoment(result), horizon.now);
  const isUnread = result.state === 'unread';
  item.id = `result ${result.token}`;
  item.description = [resultBeside(result, end), mark].filter(Boolean).join(' · ');
  item.tooltip = resultTip(result, horizon.now, zone, end);
  item.iconPath = isUnread ? UNREAD() : new vscode.ThemeIcon('diff');
  item.contextValue = contextOf(result, sight);
  item.command = { command: 'defer.reviewChanges', title: l10n.t('Review Changes'), arguments: [row] };
  const spoken = spokenList(
    resultTitle(result),
    resultBeside(result, end),
    age,
    mark,
    isUnread ? l10n.t('unread') : '',
  );
  item.accessibilityInformation = { label: spoken };
  return row;
}

/** When it ended and of what it is. The time stands first, as in the rows of entries. */
const labelOf = (result: RunResult, { view: { horizon, zone } }: Sight): vscode.TreeItemLabel =>
  timeAndTitle(nearTime(resultMoment(result), horizon.now, zone), isolate(resultTitle(result)));

const UNREAD = (): vscode.ThemeIcon =>
  new vscode.ThemeIcon('diff', new vscode.ThemeColor('notificationsInfoIcon.foreground'));

/** What may be done with a result, as words for the `when` clauses of the manifest. */
const contextOf = (result: RunResult, sight: Sight): string =>
  ['result', result.state, hasWorktree(result) && 'worktree', mayGoOn(result, sight) && 'goesOn']
    .filter(Boolean)
    .join(' ');

/** Whether the worktree of a result is there to be opened. */
export const hasWorktree = ({ worktree }: RunResult): boolean => existsSync(worktree);

/** Whether the conversation of the run of a result is known, so that another run can continue it. */
export function mayGoOn(result: RunResult, sight: Pick<Sight, 'schedules' | 'alive'>): boolean {
  const row = entryOfResult(result, sight);
  if (!row) {
    return false;
  }
  const run = toRuns(row.state.runEvents(), sight.alive).find(({ token }) => token === result.token);
  return run !== undefined && (run.session !== null || isBoundSession(toEntry(row.state).session ?? ''));
}
