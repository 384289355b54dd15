import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { dueStates } from '../../render/view/tally.ts';
import { entryItem } from '../ask/askEntry.ts';
import { driftMarks } from '../document/driftMarks.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { showRefusal, showRestricted } from '../say/notices.ts';
import { previewRun } from './previewRun.ts';
import { forAll } from './severalRows.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';

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

const runAct = (): Act => act('run', l10n.t('Run'), 'play');
const acts = (): readonly Act[] => [
  act('snooze', l10n.t('Snooze…'), 'bell-slash'),
  act('reschedule', l10n.t('Reschedule…'), 'calendar'),
  act('done', l10n.t('Done'), 'check'),
];
const skipAct = (): Act => act('skip', l10n.t('Skip'), 'debug-step-over');
const previewAct = (): Act => act('preview', l10n.t('Preview Run'), 'open-preview');

/** What is decided about an entry that an agent proposed. */
const decisions = (): readonly Act[] => [
  act('accept', l10n.t('Accept'), 'thumbsup'),
  act('reject', l10n.t('Reject'), 'close'),
];

const isProposed = ({ state }: EntryRow): boolean => state.status === 'proposed';

/** The buttons of a row. A run can also be previewed, and one time of a repeat skipped. */
function actsOf(row: EntryRow): readonly Act[] {
  if (isProposed(row)) {
    return decisions();
  }
  const { repeat, kind } = toEntry(row.state);
  const canRun = kind === 'prompt' || kind === 'command';
  const [toRun, toLook] = canRun ? [[runAct()], [previewAct()]] : [[], []];
  return [...toRun, ...acts(), ...toLook, ...(repeat === undefined ? [] : [skipAct()])];
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
      void vscode.window.showInformationMessage(l10n.t('Defer: nothing is due.'));
      return;
    }
    const chosen = await choose(model, rows, await driftMarks(rows));
    if (!chosen || !(await deal(services, chosen))) {
      return;
    }
  }
}

/** Moves everything that is due to an hour from now. */
export async function snoozeAllDue(services: Pick<EditorServices, 'model' | 'run' | 'hostFor'>): Promise<void> {
  await forAll(services, 'snooze', dueRows(services.model, Number.POSITIVE_INFINITY), { when: '1h' });
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
  const shown = rows.length - proposed;
  const parts = [
    overdue > shown ? l10n.t('{0} due, the first {1} here', overdue, shown) : l10n.t('{0} due', overdue),
    ...(proposed > 0 ? [l10n.t('{0} proposed', proposed)] : []),
  ];
  pick.title = `Defer: ${parts.join(', ')}`;
  pick.placeholder = l10n.t('Pick entries and press Enter, or use the buttons of a row');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = rows.map(row => {
    const item = entryItem(row, model);
    const mark = marks.get(row);
    const description = [item.description, mark && l10n.t('drift: {0}', mark)].filter(Boolean).join(' · ');
    return { ...item, description, buttons: actsOf(row).map(({ button }) => button) };
  });
  return new Promise(resolve => {
    pick.onDidTriggerItemButton(({ item, button }) => {
      const pressed = actsOf(item.row).find(candidate => candidate.button.tooltip === button.tooltip);
      resolve(pressed && { rows: [item.row], act: pressed });
      pick.hide();
    });
    pick.onDidAccept(() => {
      // Enter with nothing ticked means the row that the keys went to, or the first; where no row fits what is typed,
      // none.
      const focused = pick.activeItems[0] ?? (pick.value === '' ? pick.items[0] : undefined);
      const items = pick.selectedItems.length > 0 ? pick.selectedItems : focused ? [focused] : [];
      if (items.length === 0) {
        return;
      }
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
  if (wanted.verb === 'preview') {
    await previewRun(services, chosen.rows[0]);
    return false;
  }
  const [only, ...more] = chosen.rows;
  if (more.length === 0) {
    await services.run(wanted.verb, { row: only });
  } else {
    await forAll(services, wanted.verb, chosen.rows);
  }
  // A terminal has the focus now; a list over it would take it away.
  return wanted.verb !== 'run';
}

async function askAct(rows: readonly EntryRow[]): Promise<Act | undefined> {
  const count = rows.length;
  const acts = actsForAll(rows);
  if (acts.length === 0) {
    showRefusal(l10n.t('Due and proposed entries cannot be handled together. Pick one kind.'));
    return undefined;
  }
  const title = count === 1 ? l10n.t('Defer: 1 entry') : l10n.t('Defer: {0} entries', count);
  return vscode.window.showQuickPick(
    acts.map(one => ({ ...one })),
    { title, placeHolder: l10n.t('Choose an action') },
  );
}

/** What can be done with every one of the rows; for due and proposed ones together there is nothing. */
const actsForAll = (rows: readonly EntryRow[]): readonly Act[] =>
  [runAct(), ...acts(), ...(rows.length === 1 ? [previewAct()] : []), skipAct(), ...decisions()].filter(({ verb }) =>
    rows.every(row => actsOf(row).some(one => one.verb === verb)),
  );
