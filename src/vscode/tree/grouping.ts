import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { scheduleName } from '../model/scheduleName.ts';
import type { EntryRow, GroupRow, Row } from './entryRow.ts';

/** How the tree can be grouped; `time` groups by the day on which entries are due. */
const GROUPINGS = ['time', 'agent', 'tag', 'folder'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How the person wants to see the tree. */
export const grouping = (): Grouping =>
  GROUPINGS.find(one => one === vscode.workspace.getConfiguration('defer').get('groupBy')) ?? 'time';

const nameOf = (by: Grouping): string => {
  switch (by) {
    case 'time':
      return l10n.t('Time');
    case 'agent':
      return l10n.t('Agent');
    case 'tag':
      return l10n.t('Tag');
    case 'folder':
      return l10n.t('Folder');
  }
};

/** Asks by what the tree is to be grouped, and keeps that as a setting of the person. */
export async function chooseGrouping(): Promise<void> {
  const now = grouping();
  const chosen = await vscode.window.showQuickPick(
    GROUPINGS.map(by => ({ label: nameOf(by), description: by === now ? l10n.t('now') : '', by })),
    { title: l10n.t('Defer: Group By'), placeHolder: l10n.t('How should the entries be grouped?') },
  );
  if (chosen) {
    const value = chosen.by === 'time' ? undefined : chosen.by;
    await vscode.workspace.getConfiguration('defer').update('groupBy', value, vscode.ConfigurationTarget.Global);
  }
}

/** The headings that an entry stands under; with two tags under two. */
function headingsOf({ state, schedule }: EntryRow, by: Grouping): readonly string[] {
  const { agent, tags } = toEntry(state);
  switch (by) {
    case 'agent':
      return [agent === undefined ? l10n.t('No Agent') : cleanLine(agent, 30)];
    case 'tag':
      return tags.length === 0 ? [l10n.t('No Tag')] : [...new Set(tags.map(tag => `#${isolate(cleanLine(tag, 30))}`))];
    default:
      return [scheduleName(schedule)];
  }
}

/**
 * Puts entries under other headings: what is open is grouped anew, sorted by time as it was; what is closed, results
 * and problems stay where they are.
 */
export function regrouped(groups: readonly GroupRow[], by: Grouping): readonly GroupRow[] {
  if (by === 'time') {
    return groups;
  }
  const isKept = ({ group }: GroupRow): boolean => group === 'Closed' || group === 'Results' || group === 'Problems';
  const rows = groups.filter(group => !isKept(group)).flatMap(({ children }) => children);
  const under = new Map<string, Row[]>();
  for (const row of rows) {
    for (const heading of row.kind === 'entry' ? headingsOf(row, by) : [l10n.t('More')]) {
      const known = under.get(heading) ?? [];
      known.push(row.kind === 'entry' ? { ...row, under: heading } : row);
      under.set(heading, known);
    }
  }
  const none = by === 'agent' ? l10n.t('No Agent') : by === 'tag' ? l10n.t('No Tag') : '';
  const headings = [...under.entries()].sort(
    ([one], [other]) => Number(one === none) - Number(other === none) || one.localeCompare(other),
  );
  return [
    ...groups.filter(({ group }) => group === 'Results'),
    ...headings.map(([group, children]): GroupRow => ({
      kind: 'group',
      group,
      isName: true,
      count: children.length,
      children,
    })),
    ...groups.filter(group => isKept(group) && group.group !== 'Results'),
  ];
}
