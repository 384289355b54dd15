import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { dueStates } from '../../render/view/tally.ts';
import { entryItem } from '../ask/askEntry.ts';
import { askWhen } from '../ask/askWhen.ts';
import { driftMarks } from '../document/driftMarks.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import { previewRun } from './previewRun.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { Given } from '../wiring/verbCommands.ts';

/** How many due entries the list shows. */
const MOST = 500;

interface Act {
  readonly verb: string;
  readonly label: string;
  readonly button: vscode.QuickInputButton;
}

const act = (verb: string, label: string, icon: string): Act => ({
  verb,
  label,
  button: { iconPath: new vscode.ThemeIcon(icon), tooltip: label },
});

const ACTS: readonly Act[] = [
  act('run', 'Run', 'play'),
  act('snooze', 'Snooze…', 'bell-slash'),
  act('reschedule', 'Reschedule…', 'calendar'),
  act('done', 'Done', 'check'),
];
const SKIP = act('skip', 'Skip', 'debug-step-over');
const PREVIEW = act('preview', 'Preview Run', 'open-preview');

/** What is decided about an entry that an agent proposed. */
const DECISIONS: readonly Act[] = [act('accept', 'Accept', 'thumbsup'), act('reject', 'Reject', 'close')];

const isProposed = ({ state }: EntryRow): boolean => state.status === 'proposed';

/** What can be done with a row: a time of what comes again can also be left out, a run be looked at before. */
function actsOf(row: EntryRow): readonly Act[] {
  if (isProposed(row)) {
    return DECISIONS;
  }
  const { repeat, kind } = toEntry(row.state);
  const canRun = kind === 'prompt' || kind === 'command';
  return [...ACTS, ...(canRun ? [PREVIEW] : []), ...(repeat === undefined ? [] : [SKIP])];
}

interface DueItem extends vscode.QuickPickItem {
  readonly row: EntryRow;
}

interface Chosen {
  readonly rows: readonly EntryRow[];
  /** The button that was pressed; absent where rows were picked and it is still to be asked what to do with them. */
  readonly act?: Act;
}

/**
 * One list of everything that is due, and after it what agents proposed: a button on a row deals with that row, several
 * rows can be picked and dealt with at once. It comes back until nothing is left or the person leaves.
 */
export async function reviewDue(services: EditorServices): Promise<void> {
  const { model } = services;
  for (;;) {
    await model.look();
    const rows = [...dueRows(model, MOST), ...proposedRows(model, MOST)];
    if (rows.length === 0) {
      void vscode.window.showInformationMessage('Defer: nothing is due.');
      return;
    }
    const chosen = await choose(model, rows, await driftMarks(rows));
    if (!chosen || !(await deal(services, chosen))) {
      return;
    }
  }
}

/** Moves everything that is due to an hour from now. */
export async function snoozeAllDue({ model, run }: Pick<EditorServices, 'model' | 'run'>): Promise<void> {
  await forEach(run, dueRows(model, Number.POSITIVE_INFINITY), 'snooze', { when: '1h' });
}

/** The due entries, the most late first; of more than `most` in a folder, those that were due first. */
function dueRows(model: ScheduleModel, most: number): readonly EntryRow[] {
  const rows = model.schedules.flatMap(schedule =>
    dueStates(schedule.ledger.schedule, model.now)
      .slice(0, most)
      .map(state => ({ kind: 'entry', state, schedule }) as const),
  );
  return rows.sort((a, b) => a.state.lateFrom - b.state.lateFrom).slice(0, most);
}

/** The entries that wait for a person to accept or reject them, at most `most`. */
const proposedRows = (model: ScheduleModel, most: number): readonly EntryRow[] =>
  model.schedules
    .flatMap(schedule =>
      schedule.ledger.schedule.open.map(state => ({ kind: 'entry', state, schedule }) as const).filter(isProposed),
    )
    .slice(0, most);

function choose(
  model: ScheduleModel,
  rows: readonly EntryRow[],
  marks: ReadonlyMap<EntryRow, string>,
): Promise<Chosen | undefined> {
  const pick = vscode.window.createQuickPick<DueItem>();
  const { overdue } = model.tally;
  const proposed = rows.filter(isProposed).length;
  const shown = overdue > rows.length - proposed ? `, the first ${rows.length - proposed} here` : '';
  pick.title = `Defer: ${overdue} due${shown}${proposed > 0 ? `, ${proposed} proposed` : ''}`;
  pick.placeholder = 'Pick entries and press Enter, or use the buttons of a row';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = rows.map(row => {
    const item = entryItem(row, model);
    const mark = marks.get(row);
    const description = [item.description, mark && `drift: ${mark}`].filter(Boolean).join(' · ');
    return { ...item, description, buttons: actsOf(row).map(({ button }) => button) };
  });
  return new Promise(resolve => {
    pick.onDidTriggerItemButton(({ item, button }) => {
      const pressed = actsOf(item.row).find(candidate => candidate.button.tooltip === button.tooltip);
      resolve(pressed && { rows: [item.row], act: pressed });
      pick.hide();
    });
    pick.onDidAccept(() => {
      const items = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
      resolve({ rows: items.map(({ row }) => row) });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Whether the list is to come back. */
async function deal(services: EditorServices, chosen: Chosen): Promise<boolean> {
  if (chosen.rows.length === 0) {
    return false;
  }
  if (!vscode.workspace.isTrusted) {
    showRestricted();
    return false;
  }
  const wanted = chosen.act ?? (await askAct(chosen.rows));
  if (!wanted) {
    return true;
  }
  if (wanted === PREVIEW) {
    await previewRun(services, chosen.rows[0]);
    return false;
  }
  const input: { when?: string } = {};
  if (wanted.verb === 'snooze' || wanted.verb === 'reschedule') {
    const when = await askWhen(services.hostFor([]), `Defer: ${wanted.label}`);
    if (when === undefined) {
      return true;
    }
    input.when = when;
  }
  await forEach(services.run, chosen.rows, wanted.verb, input);
  // A terminal has the focus now; a list over it would take it away.
  return wanted.verb !== 'run';
}

async function forEach(
  run: EditorServices['run'],
  rows: readonly EntryRow[],
  verb: string,
  input: NonNullable<Given['input']>,
): Promise<void> {
  const batch = randomUUID();
  for (const row of rows) {
    await run(verb, { row, input, batch });
  }
}

async function askAct(rows: readonly EntryRow[]): Promise<Act | undefined> {
  const count = rows.length;
  const acts = actsForAll(rows);
  if (acts.length === 0) {
    showRefusal('Due and proposed entries cannot be handled together. Pick one kind.');
    return undefined;
  }
  const title = count === 1 ? 'Defer: 1 entry' : `Defer: ${count} entries`;
  return vscode.window.showQuickPick(
    acts.map(one => ({ ...one })),
    { title, placeHolder: 'Choose an action' },
  );
}

/** What can be done with every one of the rows; for due and proposed ones together there is nothing. */
const actsForAll = (rows: readonly EntryRow[]): readonly Act[] =>
  [...ACTS, SKIP, ...DECISIONS].filter(({ verb }) => rows.every(row => actsOf(row).some(one => one.verb === verb)));
