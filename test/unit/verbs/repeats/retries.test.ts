import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endOf } from '../../../../src/runner/exec/ending.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { at, createWorld, type World } from '../../../support/world.ts';

const agentEntry = (world: World, ...more: readonly string[]): Promise<string> =>
  world.add('Resume', '2026-11-23T09:00:00Z', '--agent', 'claude', ...more);

/** What an entry is like, in the words of `--json`. */
const look = async (world: World, id: string): Promise<Record<string, unknown>> => {
  const { status, attempts, due_at: due, original_due_at: slot, last_error: error } = await world.value('show', id);
  return { status, attempts, due, slot, error };
};

describe('a run started by hand', () => {
  it('that failed waits for a person, retries or not', async () => {
    const world = createWorld();
    world.exitCode = 3;
    const id = await agentEntry(world, '--max-retries', '2');
    await world.say('run', id);
    assert.deepEqual(await look(world, id), {
      status: 'failed',
      attempts: 1,
      due: '2026-11-23T09:00:00.000Z',
      slot: null,
      error: 'exit code 3',
    });
  });

  it('that asked is tried again, which the answer says, while retries are left', async () => {
    const world = createWorld();
    world.exitCode = 3;
    const id = await agentEntry(world, '--max-retries', '1');
    const reply = await world.say('run', id, '--retry');
    assert.ok(reply.ok);
    assert.match(reply.say, /exit code 3\. It is due again .*10:01.*, retry 1 of 1\.$/);
    assert.deepEqual(await look(world, id), {
      status: 'snoozed',
      attempts: 1,
      due: '2026-11-23T10:01:00.000Z',
      slot: '2026-11-23T09:00:00.000Z',
      error: 'exit code 3',
    });
    world.clock.push(2 * MINUTE);
    await world.say('run', id, '--retry');
    assert.deepEqual([(await look(world, id))['status'], (await look(world, id))['attempts']], ['failed', 2]);
  });

  it('that asked and ended well in the end is done', async () => {
    const world = createWorld();
    world.exitCode = 3;
    const id = await agentEntry(world, '--max-retries', '1');
    await world.say('run', id, '--retry');
    world.exitCode = 0;
    world.clock.push(HOUR);
    await world.say('run', id, '--retry');
    assert.equal((await look(world, id))['status'], 'done');
  });

  it('that was interrupted is left as it is, whatever it asked', async () => {
    for (const code of [129, 130]) {
      const world = createWorld();
      world.exitCode = code;
      const id = await agentEntry(world, '--max-retries', '1');
      const before = await look(world, id);
      await world.say('run', id, '--retry');
      assert.deepEqual(await look(world, id), before);
    }
  });

  it('that has a new due time starts to count its tries anew', async () => {
    const world = createWorld();
    world.exitCode = 3;
    const id = await agentEntry(world, '--max-retries', '1');
    await world.say('run', id);
    await world.say('reschedule', id, '1h');
    assert.deepEqual([(await look(world, id))['status'], (await look(world, id))['attempts']], ['pending', 0]);
  });
});

describe('the end of a run', () => {
  const ended = (world: World, occ: string): Parameters<typeof endOf>[2] => ({
    ...{ occ, gen: 0, token: 'ab', event: 'ended', at: world.clock.now(), exit_code: 1 },
  });
  const backoff = { base: MINUTE, cap: HOUR };

  it('keeps why it failed on one line, clean, and at most 500 characters of it', async () => {
    const world = createWorld();
    const id = await agentEntry(world);
    const state = (await world.project.ledger.look()).get(id);
    const words = `exit\u001B[31m code\u202E 1\u0000\n${'x'.repeat(1000)}`;
    const change = endOf(state, {}, ended(world, '2026-11-23T09:00:00.000Z'), { exitCode: 1, words });
    assert.equal(change.set['last_error'], `exit code 1 ${'x'.repeat(487)}…`);
    assert.equal(String(change.set['last_error']).length, 500);
  });

  it('of an entry that was snoozed meanwhile does not bring it up before that', async () => {
    const world = createWorld();
    const id = await agentEntry(world, '--max-retries', '1');
    await world.say('snooze', id, '4h');
    const state = (await world.project.ledger.look()).get(id);
    const exit = { exitCode: 1, words: 'exit code 1' };
    const change = endOf(state, {}, ended(world, '2026-11-23T09:00:00.000Z'), exit, { backoff });
    assert.deepEqual(
      [change.set['due_at'], change.set['original_due_at']],
      ['2026-11-23T14:00:00.000Z', '2026-11-23T09:00:00.000Z'],
    );
  });

  it('of an entry that is not in the file any more is tried again all the same', () => {
    const world = createWorld();
    const atStart = { kind: 'prompt', due_at: '2026-11-23T09:00:00.000Z', max_retries: 1 };
    const exit = { exitCode: 1, words: 'exit code 1' };
    const change = endOf(undefined, atStart, ended(world, '2026-11-23T09:00:00.000Z'), exit, { backoff });
    assert.deepEqual(change.set, {
      ...{ kind: 'prompt', max_retries: 1, status: 'pending', attempts: 1, last_error: 'exit code 1' },
      ...{ due_at: '2026-11-23T10:01:00.000Z', original_due_at: '2026-11-23T09:00:00.000Z' },
      updated_at: '2026-11-23T10:00:00.000Z',
    });
  });

  it('at a usage limit waits for its end and a minute, and is no attempt', async () => {
    const world = createWorld();
    const id = await agentEntry(world);
    const state = (await world.project.ledger.look()).get(id);
    const exit = { exitCode: 1, words: 'exit code 1' };
    const limit = { resetsAt: at('2026-11-23T15:00:00Z') };
    const change = endOf(state, {}, ended(world, '2026-11-23T09:00:00.000Z'), exit, { backoff, limit });
    assert.deepEqual(change.set, {
      ...{ status: 'pending', due_at: '2026-11-23T15:01:00.000Z', original_due_at: '2026-11-23T09:00:00.000Z' },
      last_error: 'exit code 1; usage limit, resets 2026-11-23T15:00:00.000Z',
      updated_at: '2026-11-23T10:00:00.000Z',
    });
  });
});
