import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

/** Adds an hourly entry of an agent and allows it. The clock is at ten minutes past an hour then. */
async function hourly(world: World, ...more: readonly string[]): Promise<string> {
  const words = ['--cron', '0 * * * *', '--agent', 'claude', '--prompt', 'Look.', ...more];
  const id = String((await world.value('add', 'Audit', ...words)).id);
  world.confirms = true;
  await world.value('allow', id);
  return id;
}

const ran = async (world: World): Promise<readonly unknown[]> =>
  (await world.value<Answer[]>('run', '--due')).map(({ result }) => result);

test('a repeat that was paused while times passed runs again from its next time on', async () => {
  const world = createWorld({ now: '2026-11-23T10:10:00Z' });
  const id = await hourly(world);
  await world.value('pause', id);
  world.clock.push(5 * HOUR);
  await world.value('resume', id);
  assert.deepEqual(await ran(world), [], 'what passed in between is left out');
  world.clock.push(HOUR);
  assert.deepEqual(await ran(world), ['ran']);
});

for (const act of ['snooze', 'reschedule']) {
  test(`after a ${act} the time that it was moved to still runs, also where earlier ones were passed over`, async () => {
    const world = createWorld({ now: '2026-11-23T10:10:00Z' });
    const id = await hourly(world, '--catchup', 'skip');
    world.clock.push(3 * HOUR);
    await world.value(act, id, '20m');
    assert.deepEqual(await ran(world), []);
    world.clock.push(21 * MINUTE);
    assert.deepEqual(await ran(world), ['ran']);
    world.clock.push(35 * MINUTE);
    assert.deepEqual(await ran(world), ['ran'], 'and so does the next one');
  });
}

test('what was skipped by hand does not run', async () => {
  const world = createWorld({ now: '2026-11-23T10:10:00Z' });
  const id = await hourly(world, '--catchup', 'skip');
  world.clock.push(3 * HOUR);
  await world.value('skip', id);
  assert.deepEqual(await ran(world), []);
  world.clock.push(HOUR);
  assert.deepEqual(await ran(world), ['ran']);
});
