import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { Row } from '../../../../src/vscode/tree/entryRow.ts';
import { dayGroupOf } from '../../../../src/render/view/groups.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { readMoment } from '../../../../src/verbs/readMoment.ts';
import { timeForGroup } from '../../../../src/vscode/tree/dropEntry.ts';
import { createWorld } from '../../../support/world.ts';

const group = (name: string): Row => ({ kind: 'group', group: name, count: 1, children: [] });

test('the time that a group suggests leads into that group, wherever the week has one', async () => {
  // A Monday, a Wednesday, a Saturday and a Sunday, in the morning.
  for (const [now, week] of [
    ['2026-11-23T10:00:00Z', true],
    ['2026-11-25T10:00:00Z', true],
    ['2026-11-28T10:00:00Z', false],
    ['2026-11-29T10:00:00Z', false],
  ] as const) {
    const { host, clock } = createWorld({ now });
    const view = viewAt(clock.now(), 'UTC', () => false);
    for (const name of ['Today', 'Tomorrow', ...(week ? ['This Week'] : []), 'Next Week', 'Later']) {
      const text = timeForGroup(group(name), { now: clock.now(), view });
      const when = await readMoment(host, text ?? '');
      assert.ok(!isRefusal(when), `${name}: ${text}`);
      assert.equal(dayGroupOf(when.at, view.horizon), name, `${now} ${text}`);
    }
  }
});

test('no time leads into the other groups', () => {
  const { clock } = createWorld();
  const view = viewAt(clock.now(), 'UTC', () => false);
  for (const name of ['Overdue', 'Closed', 'Running', 'Problems', 'Global']) {
    assert.equal(timeForGroup(group(name), { now: clock.now(), view }), undefined);
  }
});
