import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { createWorld } from '../../../support/world.ts';

standInForVscode();
const { askEntry } = await import('../../../../src/vscode/ask/askEntry.ts');

const DAY = 86_400_000;
const closedOn = (day: number): string => new Date(Date.parse('2026-11-01T00:00:00Z') - day * DAY).toISOString();

test('of very many closed entries those are offered for Reopen that were closed last', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  // The later in the file, the longer ago; the last one was closed last.
  const lines = Array.from({ length: 700 }, (_, index) =>
    JSON.stringify({ id: `e${index}`, title: `Number ${index}`, status: 'done', updated_at: closedOn(index + 2) }),
  );
  const last = JSON.stringify({ id: 'last', title: 'By a slip', status: 'done', updated_at: closedOn(1) });
  const world = createWorld({ text: [...lines, last].join('\n') });
  const { ledger } = world.project;
  await ledger.look();
  const schedule = { folder: { name: 'project', uri: '/work' }, ledger, fault: undefined };
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  const model = { schedules: [schedule], view, readAll: () => ledger.look(), markOf: () => '' };
  await askEntry('reopen', model as unknown as ScheduleModel);
  const labels = (editor.lists.at(-1) ?? []).map(item => (item as { readonly label: string }).label);
  assert.equal(labels.length, 500);
  assert.match(labels[0] ?? '', /By a slip$/);
  assert.match(labels[1] ?? '', /Number 0$/);
});

test('for Skip only what repeats is offered', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  const rows = [
    { id: 'once', title: 'Once', due_at: '2026-11-24T09:00:00Z' },
    { id: 'daily', title: 'Daily', due_at: '2026-11-24T09:00:00Z', repeat: { cron: '0 9 * * *' } },
  ];
  const world = createWorld({ text: rows.map(row => JSON.stringify(row)).join('\n') });
  const { ledger } = world.project;
  await ledger.look();
  const schedule = { folder: { name: 'project', uri: '/work' }, ledger, fault: undefined };
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  await askEntry('skip', { schedules: [schedule], view, markOf: () => '' } as unknown as ScheduleModel);
  const labels = (editor.lists.at(-1) ?? []).map(item => (item as { readonly label: string }).label);
  assert.equal(labels.length, 1, labels.join());
  assert.match(labels[0] ?? '', /Daily/);
});
