import * as vscode from 'vscode';
import { addDays } from '../../core/basics/calendarDate.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import type { AgendaDay } from '../../render/agenda/agendaDays.ts';
import type { PastRun } from '../../render/view/runHistory.ts';
import type { FolderSchedule } from '../model/scheduleModel.ts';
import type { PageKind } from '../pages/page.ts';
import { showRefusal } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { dayBeside, timeOnDay, type Standing } from './moveByDay.ts';

/** What is done with an entry by the command of that name, as on a row of the tree. */
const ON_ENTRY = ['run', 'stop', 'snooze', 'reschedule', 'done', 'skip', 'accept', 'reject', 'edit', 'cancel'];

/** What is done by the command of that name, whatever has the focus. */
const ON_PAGE = ['filter', 'clearFilter', 'add', 'undo'];

/** The page of the agenda, and the words that it may say. */
export const AGENDA_PAGE: PageKind = {
  name: 'agenda',
  acts: [
    ...ON_ENTRY,
    ...ON_PAGE,
    ...['open', 'move', 'earlier', 'later', 'showRun', 'stand', 'previous', 'today', 'next', 'more'],
  ],
};

/** What an act is about. */
export interface AgendaTarget {
  readonly row: EntryRow | undefined;
  readonly past: PastRun<FolderSchedule> | undefined;
  /** The lane that an entry was dropped on. */
  readonly lane: string;
  readonly days: readonly AgendaDay[];
}

/** Does what was asked on the agenda. Acts on an entry go through its commands, with their questions and messages. */
export async function actOnAgenda(
  { model, run }: Pick<EditorServices, 'model' | 'run'>,
  act: string,
  { row, past, lane, days }: AgendaTarget,
): Promise<void> {
  if (ON_PAGE.includes(act)) {
    await vscode.commands.executeCommand(`defer.${act}`);
  } else if (act === 'showRun' && past) {
    await showRun(past);
  } else if (!row) {
    // It disappeared while it was clicked.
    return;
  } else if (ON_ENTRY.includes(act)) {
    await vscode.commands.executeCommand(`defer.${act}`, row);
  } else if (act === 'open') {
    await vscode.commands.executeCommand('defer.show', row);
  } else if (act === 'move') {
    const likely = timeInLane(lane, days, standingOf(row, model));
    await (likely === undefined ? undefined : run('reschedule', { row, likely }));
  } else if (act === 'earlier' || act === 'later') {
    const when = dayBeside(standingOf(row, model), act === 'later' ? 1 : -1);
    if (typeof when === 'string') {
      await run('reschedule', { row, input: { when } });
    } else {
      showRefusal(when.why);
    }
  }
}

function standingOf({ state }: EntryRow, model: EditorServices['model']): Standing {
  const { horizon, zone } = model.view;
  return { due: viewEntry(state, model.view).due, now: horizon.now, zone };
}

/** The time that a lane suggests: on its day, or on the first day after those that are shown. */
function timeInLane(lane: string, days: readonly AgendaDay[], standing: Standing): string | undefined {
  const last = days.at(-1);
  const date = lane === 'later' && last ? addDays(last.date, 1) : days.find(({ id }) => id === lane)?.date;
  return date && timeOnDay(standing, date);
}

/** The run and what it changed; where it changed nothing, how it went. */
async function showRun({ run, state, tag: schedule }: PastRun<FolderSchedule>): Promise<void> {
  const row = { kind: 'run', id: state.id, token: run.token, entry: { kind: 'entry', state, schedule } };
  await vscode.commands.executeCommand((run.files ?? 0) > 0 ? 'defer.showRunChanges' : 'defer.history', row);
}
