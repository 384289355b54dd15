import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { createWorld } from '../../../support/world.ts';

const { dueTitles } = await import('../../../../src/vscode/say/dueTitles.ts');

test('the tooltip of the status bar says of each entry how late it is', async () => {
  const world = createWorld({
    now: '2026-11-23T10:00:00Z',
    text: JSON.stringify({ id: 'tea', title: 'Tea', due_at: '2026-11-23T08:30:00Z' }),
  });
  const { ledger } = world.project;
  await ledger.look();
  const now = world.clock.now();
  const model = {
    schedules: [{ folder: { name: 'project' }, ledger }],
    ...{ tally: { overdue: 1 }, now, view: viewAt(now, 'UTC', () => false), markOf: () => '' },
  };
  assert.equal(dueTitles(model as unknown as ScheduleModel).replace(/[\u2066-\u2069]/g, ''), '1 h 30 min late · Tea');
});
