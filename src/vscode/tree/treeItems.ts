import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';
import { viewEntry, type EntryView, type View } from '../../render/view/entryView.ts';
import { briefWhenText, entryText, whenText } from '../../render/text/entryText.ts';
import { driftOf } from '../../verbs/look/entryDrift.ts';
import type { EntryRow, GroupRow, MoreRow, ProblemRow, Row } from './entryRow.ts';

/**
 * A row as the editor shows it. Everything from the file is cleaned and goes where the editor takes plain text only:
 * a Markdown tooltip would turn it into links. `mark`: what tells the row's schedule from others.
 */
export function toTreeItem(row: Row, view: View, mark: string): vscode.TreeItem {
  switch (row.kind) {
    case 'group':
      return groupItem(row);
    case 'entry':
      return entryItem(row, view, mark);
    case 'result':
      return row.item;
    case 'problem':
      return problemItem(row, mark);
    case 'more':
      return moreItem(row);
  }
}

/** Everything about an entry as plain text: a Markdown tooltip would turn text of the file into links. */
export async function tooltipOf(row: EntryRow, view: View): Promise<string> {
  const seen = seenOf(row, view);
  const drift = await driftOf(row.schedule.ledger, seen.entry);
  return entryText(seen, view.horizon.now, view.zone, drift).replace(/: {2,}/g, ': ');
}

/** An entry as it looks now, with what of it was allowed to run without a person, and how its conversation stands. */
function seenOf({ state, schedule }: EntryRow, view: View): EntryView {
  const conversation = state.isOpen ? schedule.standings?.get(state.id) : undefined;
  return {
    ...viewEntry(state, view),
    approved: schedule.approved?.get(state.id) ?? false,
    ...(conversation && { conversation }),
  };
}

function groupItem({ group, count, overdue = 0 }: GroupRow): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(group, group === 'Closed' || group === 'Problems' ? Collapsed : Expanded);
  item.id = `group ${group}`;
  item.description = overdue > 0 ? `${count}, ${overdue} overdue` : String(count);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: `${group}, ${item.description}` };
  return item;
}

function entryItem(row: EntryRow, view: View, mark: string): vscode.TreeItem {
  const seen = seenOf(row, view);
  const { entry, group } = seen;
  const { now } = view.horizon;
  const item = new vscode.TreeItem(cleanLine(entry.title) || '(no title)');
  const when = whenText(seen, now, view.zone);
  item.id = `entry ${row.schedule.folder.uri.toString()} ${entry.id}`;
  // Under the heading of its day an entry needs no more than the hour.
  const isApart = mark !== '' && row.schedule.ledger.scope === 'global' && group !== 'Closed';
  item.description = isApart ? when : [briefWhenText(seen, now, view.zone), mark].filter(Boolean).join(' · ');
  item.iconPath = iconOf(seen);
  item.contextValue = contextOf(seen);
  item.command = { command: 'defer.show', title: 'Show', arguments: [row] };
  item.accessibilityInformation = { label: `${cleanLine(entry.title)}, ${group}, ${when}` };
  return item;
}

function problemItem({ problem, schedule }: ProblemRow, mark: string): vscode.TreeItem {
  const where = problem.line > 0 ? `Line ${problem.line}: ${problem.class}` : problem.class;
  const item = new vscode.TreeItem(mark === '' ? where : `${mark}: ${where}`);
  item.description = cleanLine(problem.text);
  item.tooltip = cleanLine(problem.text, 1000);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'problem';
  item.command = { command: 'defer.openLine', title: 'Open', arguments: [{ kind: 'problem', problem, schedule }] };
  item.accessibilityInformation = { label: `Problem, ${where}, ${cleanLine(problem.text)}` };
  return item;
}

function moreItem({ count }: MoreRow): vscode.TreeItem {
  const item = new vscode.TreeItem(`… and ${count} more`);
  item.tooltip = 'The command line lists them all: defer list';
  return item;
}

/** What may be done with an entry, as words for the `when` clauses of the manifest. */
function contextOf({ entry, runs, approved, group }: EntryView): string {
  const canAct = !entry.newer;
  const isRunning = group === 'Running';
  // What is being run can only be stopped: anything else waits for its end.
  const isTaken = entry.isOpen && entry.status !== 'proposed' && !isRunning;
  const words = [
    'entry',
    canAct && entry.isOpen && !isRunning && 'open',
    canAct && (!entry.isOpen || entry.status === 'failed') && 'reopenable',
    canAct && isTaken && (entry.kind === 'prompt' || entry.kind === 'command') && 'runnable',
    canAct && isTaken && runs.length > 0 && 'again',
    isRunning && 'running',
    canAct && entry.status === 'proposed' && 'proposed',
    approved && (approved === true ? 'allowed' : 'voided'),
    canAct && runs.some(run => run.started_at !== null) && 'ran',
    entry.prompt !== undefined && 'prompt',
    canAct && isTaken && entry.repeat !== undefined && (entry.isPaused ? 'paused' : 'repeating'),
    entry.file !== undefined && 'file',
  ];
  return words.filter(Boolean).join(' ');
}

function iconOf({ entry, group }: EntryView): vscode.ThemeIcon {
  const colour = (name: string): vscode.ThemeColor => new vscode.ThemeColor(name);
  if (entry.newer) {
    return new vscode.ThemeIcon('lock', colour('disabledForeground'));
  }
  if (group === 'Running') {
    return new vscode.ThemeIcon('sync~spin');
  }
  if (entry.status === 'failed') {
    return new vscode.ThemeIcon('error', colour('list.errorForeground'));
  }
  if (group === 'Closed') {
    return new vscode.ThemeIcon(entry.status === 'done' ? 'check' : 'circle-slash', colour('disabledForeground'));
  }
  if (entry.isPaused) {
    return new vscode.ThemeIcon('debug-pause', colour('disabledForeground'));
  }
  if (group === 'Proposed') {
    return new vscode.ThemeIcon('lightbulb');
  }
  if (group === 'Waiting') {
    return new vscode.ThemeIcon('eye');
  }
  const name = entry.kind === 'prompt' ? 'robot' : entry.kind === 'command' ? 'terminal' : 'bell';
  return group === 'Overdue'
    ? new vscode.ThemeIcon(name, colour('list.warningForeground'))
    : new vscode.ThemeIcon(name);
}
