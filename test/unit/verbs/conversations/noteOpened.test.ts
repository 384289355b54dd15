import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteOpened } from '../../../../src/verbs/conversations/noteOpened.ts';
import { createWorld } from '../../../support/world.ts';

test('that a conversation was opened elsewhere is written, shown, and is no run', async () => {
  const world = createWorld({ now: '2026-11-28T14:00:00Z' });
  const id = await world.add('Go on', '2h', '--agent', 'claude', '--mode', 'callback', '--session', 'review');
  const before = await world.value('show', id);
  assert.ok((await noteOpened(world.host, id)).ok);
  assert.equal(world.rows().at(-1)?.['opened_at'], '2026-11-28T14:00:00.000Z');
  const after = await world.value('show', id);
  assert.deepEqual([after['runs'], after['status'], after['due_at']], [[], before['status'], before['due_at']]);
  const shown = await world.say('show', id);
  assert.match(shown.ok ? shown.say : '', /^Opened: +Sat 28 Nov, 14:00 UTC \(now\)$/m);
  await world.say('done', id);
  assert.equal((await noteOpened(world.host, id)).ok, false);
});
