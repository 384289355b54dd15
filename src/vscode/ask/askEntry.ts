import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { rowText } from '../../render/row/rowText.ts';
import { plainLabel } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { CLOSED_TOO, fits, wordsIn, type EntryAct } from '../tree/rowWords.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { ListWords } from './listWords.ts';

/** How many entries a pick list offers. */
const MOST = 500;

interface EntryItem extends vscode.QuickPickItem {
  readonly row: EntryRow;
}

const words = (): Readonly<Record<EntryAct, ListWords>> => ({
  show: { title: l10n.t('Show Entry'), question: l10n.t('Show which entry?'), none: l10n.t('No entries to show.') },
  line: {
    title: l10n.t('Open the Line in the File'),
    question: l10n.t('Open the line of which entry?'),
    none: l10n.t('No entries to open.'),
  },
  duplicate: {
    title: l10n.t('Duplicate'),
    question: l10n.t('Duplicate which entry?'),
    none: l10n.t('Nothing to duplicate.'),
  },
  prompt: {
    title: l10n.t('Copy Prompt'),
    question: l10n.t('Copy the prompt of which entry?'),
    none: l10n.t('No entry has a prompt.'),
  },
  snooze: { title: l10n.t('Snooze'), question: l10n.t('Snooze which entry?'), none: l10n.t('Nothing to snooze.') },
  reschedule: {
    title: l10n.t('Reschedule'),
    question: l10n.t('Reschedule which entry?'),
    none: l10n.t('Nothing to reschedule.'),
  },
  done: { title: l10n.t('Done'), question: l10n.t('Which entry is done?'), none: l10n.t('No open entries.') },
  cancel: { title: l10n.t('Cancel'), question: l10n.t('Cancel which entry?'), none: l10n.t('Nothing to cancel.') },
  edit: { title: l10n.t('Edit'), question: l10n.t('Edit which entry?'), none: l10n.t('Nothing to edit.') },
  skip: {
    title: l10n.t('Skip'),
    question: l10n.t('Skip this time of which repeat?'),
    none: l10n.t('No repeats to skip.'),
  },
  pause: { title: l10n.t('Pause'), question: l10n.t('Pause which repeat?'), none: l10n.t('No repeats to pause.') },
  resume: { title: l10n.t('Unpause'), question: l10n.t('Unpause which repeat?'), none: l10n.t('No paused repeats.') },
  reopen: { title: l10n.t('Reopen'), question: l10n.t('Reopen which entry?'), none: l10n.t('No closed entries.') },
  accept: { title: l10n.t('Accept'), question: l10n.t('Accept which proposal?'), none: l10n.t('No proposals.') },
  reject: { title: l10n.t('Reject'), question: l10n.t('Reject which proposal?'), none: l10n.t('No proposals.') },
  run: { title: l10n.t('Run'), question: l10n.t('Run which entry?'), none: l10n.t('Nothing to run.') },
  preview: {
    title: l10n.t('Preview Run'),
    question: l10n.t('Preview the run of which entry?'),
    none: l10n.t('Nothing to run.'),
  },
  retry: { title: l10n.t('Retry'), question: l10n.t('Retry which entry?'), none: l10n.t('Nothing to retry.') },
  'resume-run': {
    title: l10n.t('Open Conversation'),
    question: l10n.t('Open a conversation of which entry?'),
    none: l10n.t('Nothing has run yet.'),
  },
  stop: { title: l10n.t('Stop Run'), question: l10n.t('Stop which run?'), none: l10n.t('Nothing is running.') },
  terminal: {
    title: l10n.t('Show Terminal'),
    question: l10n.t('Show the terminal of which run?'),
    none: l10n.t('Nothing is running.'),
  },
  allow: {
    title: l10n.t('Allow Automatic Runs'),
    question: l10n.t('Let which entry run automatically?'),
    none: l10n.t('Nothing to allow.'),
  },
  disallow: {
    title: l10n.t('Stop Automatic Runs'),
    question: l10n.t('Stop the automatic runs of which entry?'),
    none: l10n.t('Nothing runs automatically.'),
  },
  held: {
    title: l10n.t('Failed Three Times'),
    question: l10n.t('Show which entry?'),
    none: l10n.t('No entries to show.'),
  },
});

/** An entry as a line of a pick list. */
export function entryItem(row: EntryRow, model: ScheduleModel): EntryItem {
  const { view } = model;
  const seen = viewEntry(row.state, view);
  const { label, beside, priority } = rowText(seen, view.horizon.now, view.zone, false);
  return {
    label: plainLabel(label),
    description: plainLabel([beside, priority, model.markOf(row.schedule)].filter(Boolean).join(' · ')),
    row,
  };
}

/** Asks which entry is meant. Undefined where the person left, or there is none to choose from. */
export async function askEntry(act: EntryAct, model: ScheduleModel): Promise<EntryRow | undefined> {
  const { title, question, none } = words()[act];
  const rows: EntryRow[] = [];
  const isForClosed = CLOSED_TOO.has(act);
  if (isForClosed) {
    await model.readAll();
  }
  // Those that were closed last may stand anywhere in the file.
  const most = act === 'reopen' ? Number.POSITIVE_INFINITY : MOST;
  for (const schedule of model.schedules) {
    for (const state of isForClosed ? schedule.ledger.schedule.some() : schedule.ledger.schedule.open) {
      const row: EntryRow = { kind: 'entry', state, schedule };
      if (rows.length < most && fits(act, wordsIn(row, model.view))) {
        rows.push(row);
      }
    }
  }
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(`Defer: ${none}`);
    return undefined;
  }
  // What was closed last is what a slip of the hand closed.
  const shown = act === 'reopen' ? rows.sort((one, other) => closedAt(other) - closedAt(one)) : rows;
  const chosen = await vscode.window.showQuickPick(
    shown.slice(0, MOST).map(row => entryItem(row, model)),
    { title: `Defer: ${title}`, placeHolder: question, matchOnDescription: true },
  );
  return chosen?.row;
}

const closedAt = ({ state }: EntryRow): number => toEntry(state).updatedAt ?? 0;
