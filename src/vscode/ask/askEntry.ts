import * as vscode from 'vscode';
import { isTombstone, type Entry } from '../../core/entry/entry.ts';
import { isHeld } from '../../core/entry/streak.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { viewEntry, type EntryView } from '../../render/view/entryView.ts';
import { whenText } from '../../render/text/entryText.ts';
import { plainLabel } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How many entries a pick list offers. */
const MOST = 500;

interface EntryItem extends vscode.QuickPickItem {
  readonly row: EntryRow;
}

const isForAgents = ({ isOpen, kind }: Entry): boolean => isOpen && (kind === 'prompt' || kind === 'command');

/** Whether it repeats and is not paused. */
const canMoveOn = ({ isOpen, isPaused, repeat, status }: Entry): boolean =>
  isOpen && !isPaused && repeat !== undefined && status !== 'proposed';

/** Which entries a verb can be meant for. */
const CANDIDATES: Readonly<Record<string, (seen: EntryView) => boolean>> = {
  show: () => true,
  duplicate: () => true,
  reopen: ({ entry }) => !entry.isOpen || entry.status === 'failed',
  'resume-run': ({ runs }) => runs.some(run => run.started_at !== null),
  held: ({ entry, runs }) => isHeld(entry, runs),
  accept: ({ entry }) => entry.status === 'proposed',
  reject: ({ entry }) => entry.status === 'proposed',
  skip: ({ entry }) => canMoveOn(entry),
  pause: ({ entry }) => canMoveOn(entry),
  resume: ({ entry }) => entry.isOpen && entry.isPaused,
  stop: ({ runs }) => runs.some(run => run.outcome === 'running'),
  run: ({ entry }) => isForAgents(entry),
  allow: ({ entry }) => isForAgents(entry),
  disallow: ({ entry }) => isForAgents(entry),
};

/** Verbs that closed entries are offered to as well. */
const CLOSED_TOO: ReadonlySet<string> = new Set(['show', 'reopen', 'resume-run', 'duplicate']);

/** An entry as a line of a pick list. */
export function entryItem(row: EntryRow, model: ScheduleModel): EntryItem {
  const { view } = model;
  const seen = viewEntry(row.state, view);
  const when = whenText(seen, view.horizon.now, view.zone);
  return {
    label: plainLabel(cleanLine(seen.entry.title)) || '(no title)',
    description: plainLabel([when, model.markOf(row.schedule)].filter(Boolean).join(' · ')),
    row,
  };
}

/** Asks which entry a verb is meant for. Undefined where the person left, or there is none to choose from. */
export async function askEntry(verb: string, title: string, model: ScheduleModel): Promise<EntryRow | undefined> {
  const fits = CANDIDATES[verb] ?? (({ entry }: EntryView) => entry.isOpen);
  const rows: EntryRow[] = [];
  const isForClosed = CLOSED_TOO.has(verb);
  if (isForClosed) {
    await model.readAll();
  }
  for (const schedule of model.schedules) {
    for (const state of isForClosed ? schedule.ledger.schedule.some() : schedule.ledger.schedule.open) {
      const seen = viewEntry(state, model.view);
      if (rows.length < MOST && fits(seen) && !isTombstone(seen.entry)) {
        rows.push({ kind: 'entry', state, schedule });
      }
    }
  }
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(`Defer: no entry for ${title.replace('…', '')}.`);
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    rows.map(row => entryItem(row, model)),
    { title: `Defer: ${title}`, placeHolder: `${title.replace('…', '')}: which entry?`, matchOnDescription: true },
  );
  return chosen?.row;
}
