import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isBoundSession } from '../../core/conversations/boundSession.ts';
import type { Outcome } from '../../core/rows/runEvents.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { spokenList } from '../../render/text/spoken.ts';
import { clockOf, dayOf, pastRuns, runDetails, runSummary, type PastRun } from '../../render/view/runHistory.ts';
import { lookOf } from '../tree/drawnRows.ts';
import { timeAndTitle } from '../tree/timeLabel.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';

/** How many runs are shown; the command line shows them all. */
const MOST = 200;

/** One line of the History view, ready to be shown. */
export type HistoryRow = DayRow | RunRow;

interface DayRow {
  readonly kind: 'day';
  readonly item: vscode.TreeItem;
  readonly children: readonly RunRow[];
}

/** One run. What commands on it are given: its entry's id, its token, and its entry. */
export interface RunRow {
  readonly kind: 'run';
  readonly id: string;
  readonly token: string;
  readonly entry: EntryRow;
  readonly item: vscode.TreeItem;
  readonly children: readonly [];
}

/** Reads the argument that a command got from a row of the History view; `undefined` where it came from elsewhere. */
export function toRunRow(value: unknown): RunRow | undefined {
  const row = value as Partial<RunRow> | undefined;
  return typeof row === 'object' && row?.kind === 'run' && row.entry ? (row as RunRow) : undefined;
}

/** The last runs of all folders, newest first. */
export async function recentRuns(model: ScheduleModel): Promise<readonly PastRun<FolderSchedule>[]> {
  return pastRuns(await model.readAll(), model.alive, MOST);
}

/** The History view as a person sees it: its rows, and a text that differs where they look otherwise. */
export interface SeenHistory {
  readonly rows: HistoryRow[];
  readonly text: string;
}

/** What the History view is to show now. */
export async function seeHistory(model: ScheduleModel): Promise<SeenHistory> {
  const rows = await historyRows(model);
  return { rows, text: textOf(rows) };
}

const textOf = (rows: readonly HistoryRow[]): string =>
  JSON.stringify(rows.map(({ item, children }) => [item.id, lookOf(item), textOf(children)]));

/** The days on which something ran, newest first, each with its runs. */
async function historyRows(model: ScheduleModel): Promise<HistoryRow[]> {
  const { horizon, zone } = model.view;
  const days = new Map<string, RunRow[]>();
  for (const past of await recentRuns(model)) {
    const day = dayOf(past.at, horizon.now, zone);
    days.set(day, [...(days.get(day) ?? []), toRow(past, model)]);
  }
  return [...days].map(([day, children], index) => {
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(day, index === 0 ? Expanded : Collapsed);
    item.id = `day ${day}`;
    item.description = String(children.length);
    item.contextValue = 'day';
    item.accessibilityInformation = { label: spokenList(day, runsText(children.length)) };
    return { kind: 'day', item, children };
  });
}

const runsText = (count: number): string => (count === 1 ? l10n.t('1 run') : l10n.t('{0} runs', count));

function toRow(past: PastRun<FolderSchedule>, model: ScheduleModel): RunRow {
  const { run, entry, state, tag: schedule } = past;
  const title = isolate(cleanLine(entry.title)) || l10n.t('(no title)');
  const { horizon, zone } = model.view;
  const [clock, summary] = [clockOf(past.at, zone), runSummary(past, { now: horizon.now, zone })];
  const mark = model.markOf(schedule);
  const folder = schedule.folder.uri.toString();
  const item = new vscode.TreeItem(timeAndTitle(clock, title));
  const row: RunRow = {
    ...{ kind: 'run', id: state.id, token: run.token, item, children: [] },
    entry: { kind: 'entry', state, schedule },
  };
  item.id = `run ${JSON.stringify([folder, state.id, run.occ, run.gen, run.token])}`;
  item.description = [summary, mark].filter(Boolean).join(' · ');
  item.tooltip = [title, summary, ...runDetails(past, { now: horizon.now, zone })].join('\n');
  item.iconPath = ICONS[run.outcome]();
  item.contextValue = contextOf(past);
  item.command = { command: 'defer.history', title: l10n.t('Show History'), arguments: [row] };
  item.accessibilityInformation = { label: spokenList(title, clock, summary, mark) };
  return row;
}

/** What may be done with a run, as words for the `when` clauses of the manifest. */
function contextOf(past: PastRun<unknown>): string {
  const { run, entry } = past;
  const words = [
    'run',
    run.prompt_sha !== null && 'prompt',
    run.unattended && run.outcome !== 'running' && 'output',
    (run.files ?? 0) > 0 && 'changes',
    // The id of one that was there before the entry stands in no row.
    (run.session !== null || isBoundSession(entry.session ?? '')) && run.outcome !== 'running' && 'session',
    isRetriable(past) && 'again',
  ];
  return words.filter(Boolean).join(' ');
}

/** Whether a run did not end well, of an entry that can be run. */
const isRetriable = ({ run: { outcome }, entry: { isOpen, newer, kind } }: PastRun<unknown>): boolean =>
  isOpen && !newer && kind !== 'reminder' && outcome !== 'ok' && outcome !== 'running';

const icon = (name: string, colour?: string) => (): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));

const ICONS: Readonly<Record<Outcome, () => vscode.ThemeIcon>> = {
  running: icon('sync~spin'),
  ok: icon('pass', 'testing.iconPassed'),
  failed: icon('error', 'list.errorForeground'),
  unknown: icon('question', 'list.warningForeground'),
  stopped: icon('debug-stop', 'disabledForeground'),
  interrupted: icon('circle-slash', 'disabledForeground'),
  skipped: icon('debug-step-over', 'disabledForeground'),
  limit: icon('watch', 'list.warningForeground'),
};
