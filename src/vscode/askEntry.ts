import * as vscode from 'vscode';
import { isTombstone, type Entry } from '../core/entry.ts';
import { isHeld } from '../core/streak.ts';
import { cleanLine } from '../render/clean.ts';
import { picture, type Picture } from '../render/picture.ts';
import { whenText } from '../render/text.ts';
import { plainLabel } from './notices.ts';
import type { EntryRow } from './rows.ts';
import type { ScheduleModel } from './scheduleModel.ts';

/** How many entries a pick list offers. */
const MOST = 500;

interface EntryItem extends vscode.QuickPickItem {
  readonly row: EntryRow;
}

const isForAgents = ({ open, kind }: Entry): boolean => open && (kind === 'prompt' || kind === 'command');

/** Which entries a verb can be meant for. */
const CANDIDATES: Readonly<Record<string, (seen: Picture) => boolean>> = {
  show: () => true,
  reopen: ({ entry }) => !entry.open || entry.status === 'failed',
  held: ({ entry, runs }) => isHeld(entry, runs),
  accept: ({ entry }) => entry.status === 'proposed',
  reject: ({ entry }) => entry.status === 'proposed',
  run: ({ entry }) => isForAgents(entry),
  allow: ({ entry }) => isForAgents(entry),
  disallow: ({ entry }) => isForAgents(entry),
};

/** An entry as a line of a pick list. */
export function entryItem(row: EntryRow, model: ScheduleModel): EntryItem {
  const { view } = model;
  const seen = picture(row.state, view);
  const when = whenText(seen, view.horizon.now, view.zone);
  return {
    label: plainLabel(cleanLine(seen.entry.title)) || '(no title)',
    description: plainLabel([when, model.markOf(row.schedule)].filter(Boolean).join(' · ')),
    row,
  };
}

/** Asks which entry a verb is meant for. Undefined where the person left, or there is none to choose from. */
export async function askEntry(verb: string, title: string, model: ScheduleModel): Promise<EntryRow | undefined> {
  const fits = CANDIDATES[verb] ?? (({ entry }: Picture) => entry.open);
  const rows: EntryRow[] = [];
  for (const schedule of model.schedules) {
    const states =
      verb === 'show' || verb === 'reopen' ? schedule.ledger.schedule.all() : schedule.ledger.schedule.open;
    for (const state of states) {
      const seen = picture(state, model.view);
      if (rows.length < MOST && fits(seen) && !isTombstone(seen.entry)) {
        rows.push({ kind: 'entry', state, schedule });
      }
    }
  }
  if (rows.length === 0) {
    void vscode.window.showInformationMessage('Defer: there is no entry for that.');
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    rows.map(row => entryItem(row, model)),
    { title: `Defer: ${title}`, placeHolder: 'Which entry?', matchOnDescription: true },
  );
  return chosen?.row;
}
