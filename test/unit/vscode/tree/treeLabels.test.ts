import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeItem } from 'vscode';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { FolderSchedule } from '../../../../src/vscode/model/scheduleModel.ts';
import type { GroupRow } from '../../../../src/vscode/tree/entryRow.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { toTreeItem } = await import('../../../../src/vscode/tree/treeItems.ts');

const past = '2026-11-22T10:00:00Z';
const soon = '2026-11-23T14:00:00Z';

/** The rows of the tree on Monday 23 November 2026 at 10:00: what their file says of each, and its label. */
const LABELS: readonly (readonly [object, string])[] = [
  [{ due_at: past }, 'Overdue, 1 d late'],
  [{ due_at: past, kind: 'prompt', payload: { agent: 'claude' } }, 'Overdue, for an agent, 1 d late, claude'],
  [{ due_at: past, kind: 'command', payload: { command: 'make' } }, 'Overdue, a command, 1 d late'],
  [
    { due_at: soon, payload: { priority: 'high', tags: ['api', 'beta'] } },
    'Today, Mon 23 Nov, 14:00 UTC (in 4 h), high priority, #api #beta',
  ],
  [{ due_at: soon, payload: { priority: 'low' } }, 'Today, Mon 23 Nov, 14:00 UTC (in 4 h), low priority'],
  [{ due_at: soon, status: 'proposed' }, 'Proposed, Mon 23 Nov, 14:00 UTC (in 4 h)'],
  [
    { due_at: soon, slot: soon, repeat: { cron: '0 14 * * *' } },
    'Today, Mon 23 Nov, 14:00 UTC (in 4 h), At 14:00, every day',
  ],
  [
    { due_at: soon, slot: soon, repeat: { cron: '0 14 * * *', enabled: false } },
    'Repeating, paused, At 14:00, every day',
  ],
  [{ waits_for: { file: 'docs/*.md', baseline: {} } }, 'Waiting, waits for docs/*.md to appear or change'],
  [{ due_at: past, status: 'done' }, 'Closed, done'],
  [{ due_at: past, status: 'cancelled' }, 'Closed, cancelled'],
  [{ due_at: past, status: 'failed', kind: 'prompt' }, 'Overdue, for an agent, 1 d late, failed'],
  [{ due_at: soon, original_due_at: past, status: 'snoozed' }, 'Today, Mon 23 Nov, 14:00 UTC (in 4 h), snoozed'],
];

const spoken = ({ accessibilityInformation: said }: TreeItem): string => said?.label ?? '';

/** The item of the only entry of a schedule. */
async function itemOf(fields: object, mark = '', approved?: true | 'changed'): Promise<TreeItem> {
  openFakeEditor({ folder: '/repo', manifest: {} });
  const world = createWorld({ text: JSON.stringify({ id: 'aaaaaaaa', title: 'Read $(bell) it', ...fields }) });
  const { ledger } = world.project;
  const [state] = (await ledger.look()).all();
  assert.ok(state);
  const folder = { uri: { toString: () => 'file:///repo' } };
  const allowed = approved && new Map([[state.id, approved]]);
  const schedule = { ledger, folder, approved: allowed } as unknown as FolderSchedule;
  return toTreeItem(
    { kind: 'entry', state, schedule },
    viewAt(world.clock.now(), 'UTC', () => false),
    mark,
  );
}

test('a row says all that its place, its icon and its colour say', async () => {
  for (const [fields, label] of LABELS) {
    assert.equal(spoken(await itemOf(fields)), `Read $(bell) it, ${label}`, JSON.stringify(fields));
  }
});

test('a row says whether it runs by itself, and which folder it is of', async () => {
  const fields = { due_at: soon, kind: 'prompt', payload: { agent: 'claude' } };
  const start = 'Read $(bell) it, Today, for an agent, Mon 23 Nov, 14:00 UTC (in 4 h), claude';
  assert.equal(spoken(await itemOf(fields, 'api', true)), `${start}, runs automatically, api`);
  assert.equal(spoken(await itemOf(fields, '', 'changed')), `${start}, changed since allowed`);
});

test('a heading says what it counts', () => {
  openFakeEditor({ folder: '/repo', manifest: {} });
  const view = viewAt(createWorld().clock.now(), 'UTC', () => false);
  const said = (group: GroupRow['group'], count: number, overdue = 0): string =>
    spoken(toTreeItem({ kind: 'group', group, count, overdue, children: [] }, view, ''));
  assert.equal(said('Today', 3), 'Today, 3 entries');
  assert.equal(said('Overdue', 1), 'Overdue, 1 entry');
  assert.equal(said('Global', 3, 2), 'Global, 3 entries, 2 overdue');
  assert.equal(said('Results', 2), 'Results, 2');
});

test('a problem says where it is', () => {
  openFakeEditor({ folder: '/repo', manifest: {} });
  const view = viewAt(createWorld().clock.now(), 'UTC', () => false);
  const problem = { line: 3, text: 'It is no object.', class: 'no entry' };
  const item = toTreeItem({ kind: 'problem', problem, schedule: {} as never }, view, 'api');
  assert.equal(spoken(item), 'Problem, Line 3: no entry, It is no object., api');
});
