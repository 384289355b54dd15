import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { groupName } from '../../render/view/groupNames.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { problemText, problemWord } from '../../render/text/problemText.ts';
import { spokenList } from '../../render/text/spoken.ts';
import { viewEntry, type EntryView, type View } from '../../render/view/entryView.ts';
import { rowText } from '../../render/row/rowText.ts';
import { entryText } from '../../render/text/entryText.ts';
import type { Ledger } from '../../store/ledger.ts';
import { driftOf } from '../../verbs/look/entryDrift.ts';
import { withHandoffs } from '../../verbs/look/handoffsOf.ts';
import type { EntryRow, GroupRow, MoreRow, ProblemRow, Row } from './entryRow.ts';
import { wordsOf } from './rowWords.ts';
import { timeLabel } from './timeLabel.ts';

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

/**
 * Everything about an entry as plain text: a Markdown tooltip would turn text of the file into links. `all`: the
 * schedules that are open.
 */
export async function tooltipOf(row: EntryRow, view: View, all: readonly Ledger[]): Promise<string> {
  const seen = await withHandoffs(row.schedule.ledger, all, seenOf(row, view));
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

function groupItem({ group, isName = false, count, overdue = 0 }: GroupRow): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const name = isName ? group : groupName(group);
  const isFolded = !isName && (group === 'Closed' || group === 'Problems');
  const item = new vscode.TreeItem(name, isFolded ? Collapsed : Expanded);
  // Two rows of one id, and the editor shows none: no text of the file makes the id of another row.
  item.id = `${isName ? 'name' : 'group'} ${group}`;
  item.description = overdue > 0 ? l10n.t('{0}, {1} overdue', count, overdue) : String(count);
  item.contextValue = 'group';
  item.accessibilityInformation = {
    label: spokenList(
      name,
      isName ? entriesText(count) : countText(group, count),
      overdue > 0 ? l10n.t('{0} overdue', overdue) : '',
    ),
  };
  return item;
}

/** How much stands under a heading. Those of results and problems name what they count. */
function countText(group: GroupRow['group'], count: number): string {
  if (group === 'Results' || group === 'Problems') {
    return String(count);
  }
  return entriesText(count);
}

const entriesText = (count: number): string => (count === 1 ? l10n.t('1 entry') : l10n.t('{0} entries', count));

function entryItem(row: EntryRow, view: View, mark: string): vscode.TreeItem {
  const seen = seenOf(row, view);
  const { entry } = seen;
  // Under the heading of its day an entry needs no more than the hour.
  const isUnderDay = row.under === undefined && (mark === '' || row.schedule.ledger.scope !== 'global');
  const { label, timeLength, beside, spoken } = rowText(seen, view.horizon.now, view.zone, isUnderDay);
  const item = new vscode.TreeItem(timeLabel(label, timeLength));
  item.id = `entry ${JSON.stringify([row.under ?? '', row.schedule.folder.uri.toString(), entry.id])}`;
  item.description = [beside, mark].filter(Boolean).join(' · ');
  item.iconPath = iconOf(seen);
  item.contextValue = wordsOf(seen).join(' ');
  // A click selects; what opens the page is the second one, or Enter (pages/showEntry.ts).
  item.command = { command: 'defer.show', title: l10n.t('Show'), arguments: [{ ...row, isClick: true }] };
  item.accessibilityInformation = { label: spokenList(spoken, mark) };
  return item;
}

function problemItem({ problem, schedule }: ProblemRow, mark: string): vscode.TreeItem {
  const said = problemText(problem);
  const where =
    problem.line > 0 ? l10n.t('Line {0}: {1}', problem.line, problemWord(problem.class)) : problemWord(problem.class);
  const item = new vscode.TreeItem(mark === '' ? where : `${mark}: ${where}`);
  item.description = cleanLine(said);
  item.tooltip = cleanLine(said, 1000);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'problem';
  item.command = {
    command: 'defer.openLine',
    title: l10n.t('Open'),
    arguments: [{ kind: 'problem', problem, schedule }],
  };
  item.accessibilityInformation = {
    label: spokenList(l10n.t('Problem, {0}, {1}', where, cleanLine(said)), mark),
  };
  return item;
}

function moreItem({ count }: MoreRow): vscode.TreeItem {
  const item = new vscode.TreeItem(l10n.t('… and {0} more', count));
  item.tooltip = l10n.t('Defer: Filter… finds them.');
  return item;
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
