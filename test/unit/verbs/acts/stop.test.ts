import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../../src/core/basics/refusal.ts';
import type { Stopped } from '../../../../src/verbs/host.ts';
import { createWorld, type World } from '../../../support/world.ts';

async function running(stopped: Stopped): Promise<{ readonly world: World; readonly id: string }> {
  const world = createWorld({ now: '2026-11-28T10:00:00Z' });
  const id = await world.add('Resume the review', '1h', '--agent', 'claude');
  await world.record(id, { token: 'a'.repeat(32), event: 'started' });
  world.alive = true;
  Object.assign(world.host.launcher, { stop: async () => stopped });
  return { world, id };
}

test('stop says whether the run has ended', async () => {
  for (const hasEnded of [true, false]) {
    const { world, id } = await running({ hasEnded });
    const reply = await world.say('stop', id);
    assert.ok(reply.ok);
    assert.match(reply.say, hasEnded ? /^Stopped/ : /has not ended yet/);
    assert.equal((reply.value as { stopped: boolean }).stopped, hasEnded);
  }
});

test('a run whose entry was closed meanwhile leaves it closed, and says nothing else', async () => {
  const { world, id } = await running({ hasEnded: true });
  await world.value('done', id);
  const reply = await world.say('stop', id);
  assert.equal(reply.ok && reply.say, 'Stopped.');
});

test('what is not running cannot be stopped', async () => {
  const { world, id } = await running({ hasEnded: true });
  Object.assign(world.host.launcher, { stop: async () => refusal('This entry is not running.') });
  assert.match(await world.refusal('stop', id), /^This entry is not running/);
});

test('a run that goes on is shown with how long it has, and one that was stopped as that', async () => {
  const { world, id } = await running({ hasEnded: true });
  world.clock.push(4 * 60_000);
  const listed = await world.say('list');
  assert.match(listed.ok ? listed.say : '', /running for 4 min/);
  world.alive = false;
  await world.record(id, { token: 'a'.repeat(32), event: 'ended', exit_code: 130, stopped: true });
  const [run] = await world.value<{ outcome: string }[]>('history');
  assert.equal(run?.outcome, 'stopped');
});
