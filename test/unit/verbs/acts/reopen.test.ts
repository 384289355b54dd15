import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../../../src/core/basics/time.ts';
import { createWorld, type World } from '../../../support/world.ts';

const said = async (world: World, ...words: readonly string[]): Promise<string> => {
  const reply = await world.say(...words);
  return reply.ok ? reply.say : reply.why;
};

test('reopen names the next time of a repeat that skips what it missed, and else says that the old one holds', async () => {
  const world = createWorld();
  const skips = await world.add('a', 'every friday at 9', '--catchup', 'skip');
  const waits = await world.add('b', 'every friday at 9');
  for (const id of [skips, waits]) {
    await world.value('cancel', id);
  }
  world.clock.push(6 * DAY);
  assert.equal(await said(world, 'reopen', skips), 'Reopened. Next: Fri 4 Dec, 09:00 UTC (in 4 d 23 h).');
  assert.equal((await world.value('show', skips))['due_at'], '2026-12-04T09:00:00.000Z');
  assert.equal(await said(world, 'reopen', waits), 'Reopened with its old due time.');
});

test('reopen promises no due time to a repeat that is paused', async () => {
  const world = createWorld();
  const id = await world.add('a', 'every friday at 9');
  await world.value('pause', id);
  await world.value('cancel', id);
  assert.equal(await said(world, 'reopen', id), 'Reopened.');
});
