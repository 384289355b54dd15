import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { toRuns } from '../../../../src/core/rows/runEvents.ts';
import { isHeld } from '../../../../src/core/entry/streak.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { heldStates } from '../../../../src/render/view/tally.ts';
import { createWorld, type World } from '../../../support/world.ts';

const failTimes = async (world: World, id: string, times: number): Promise<void> => {
  for (let count = 0; count < times; count += 1) {
    world.clock.push(MINUTE);
    const token = `${id} ${world.rows().length}`;
    await world.record(id, { token, event: 'started', unattended: true });
    await world.record(id, { token, event: 'ended', exit_code: 1, unattended: true });
  }
};
const failing = async (world: World, times: number, ...more: readonly string[]): Promise<string> => {
  const id = await world.add('Resume', '2026-11-23T09:00:00Z', '--agent', 'claude', ...more);
  await failTimes(world, id, times);
  return id;
};
const held = async (world: World): Promise<readonly string[]> =>
  heldStates(await world.project.ledger.look(), () => false).map(({ id }) => id);
const listed = async (world: World): Promise<string> => {
  const reply = await world.say('list');
  return reply.ok ? reply.say : '';
};

describe('three failures in a row', () => {
  it('hold the entry, which the list says, and no other', async () => {
    const world = createWorld();
    const id = await failing(world, 2);
    await world.add('Tea', '2026-11-23T09:00:00Z');
    assert.deepEqual([await held(world), /in a row/.test(await listed(world))], [[], false]);
    await failTimes(world, id, 1);
    assert.deepEqual(await held(world), [id]);
    const line = (await listed(world)).split('\n').find(one => one.includes('in a row'));
    assert.match(line ?? '', /Resume .* · 3 failures in a row, paused$/);
  });

  for (const words of [['snooze', '1h'], ['reschedule', '1h'], ['done'], ['cancel']] as const) {
    it(`are over once a person says ${words[0]}`, async () => {
      const world = createWorld();
      const id = await failing(world, 3);
      const [verb, ...rest] = words;
      await world.value(verb, id, ...rest);
      assert.equal(world.rows().at(-1)?.['looked_at'], '2026-11-23T10:03:00.000Z');
      await world.say('reopen', id);
      assert.deepEqual(await held(world), []);
      await failTimes(world, id, 2);
      assert.deepEqual(await held(world), []);
      await failTimes(world, id, 1);
      assert.deepEqual(await held(world), [id], 'three more hold it again');
    });
  }

  it('are over once a person skips or reopens', async () => {
    const world = createWorld();
    const repeat = await world.value('add', 'Again', '--every', '30m', '--agent', 'claude');
    world.clock.push(31 * MINUTE);
    await failTimes(world, repeat.id, 3);
    assert.deepEqual(await held(world), [repeat.id]);
    await world.value('skip', repeat.id);
    assert.deepEqual(await held(world), []);

    const id = await failing(world, 3);
    await world.project.ledger.act(id, world.clock.now(), () => ({ set: { status: 'failed' } }));
    assert.deepEqual(await held(world), [id]);
    await world.value('reopen', id);
    assert.deepEqual(await held(world), []);
  });

  it('are not over because an agent did something', async () => {
    for (const asking of [{ author: 'agent:claude' }, { underAgent: true }]) {
      const world = createWorld();
      const id = await failing(world, 3);
      Object.assign(world.host, asking);
      await world.value('snooze', id, '1h');
      assert.deepEqual(await held(world), [id]);
    }
  });

  it('leave no mark on entries that did not fail', async () => {
    const world = createWorld();
    const id = await failing(world, 0);
    await world.record(id, { token: 'a', event: 'ended', exit_code: 0 });
    await world.value('snooze', id, '1h');
    assert.equal(world.rows().at(-1)?.['looked_at'], undefined);
  });

  it('are found by what is put together of the runs, however many there are', async () => {
    const world = createWorld();
    const id = await failing(world, 1);
    await world.record(id, { token: 'ok', event: 'ended', exit_code: 0 });
    await failTimes(world, id, 2);
    const state = (await world.project.ledger.look()).get(id);
    assert.ok(
      state &&
        !isHeld(
          toEntry(state),
          toRuns(state.runEvents(), () => false),
        ),
    );
    assert.deepEqual(await held(world), []);
  });
});

describe('an entry that waits to be tried again', () => {
  it('says so in place of being snoozed', async () => {
    const world = createWorld();
    world.exitCode = 3;
    const id = await world.add('Resume', '2026-11-23T09:00:00Z', '--agent', 'claude', '--max-retries', '2');
    await world.say('run', id, '--retry');
    assert.match(await listed(world), / · retry 1 of 2$/);
  });
});
