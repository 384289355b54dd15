import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOUR, instant, MINUTE, toIso, type Instant } from '../../../../src/core/basics/time.ts';
import type { MetLimit } from '../../../../src/runner/exec/ending.ts';
import { at, createWorld, type Answer, type World } from '../../../support/world.ts';

const START = '2026-11-23T10:00:00Z';

interface Turn {
  readonly result: string;
  readonly why: string | null;
}

/** A world with an entry for an agent that may run by itself in an hour; gives its id. */
async function allowed(world: World, when = '1h', ...more: readonly string[]): Promise<string> {
  const id = await world.add('Go on', when, '--agent', 'claude', '--prompt', 'Go on.', ...more);
  world.confirms = true;
  await world.value('allow', id);
  return id;
}

/** Runs what is due an hour later, and has a limit stop it. */
async function meet(world: World, limit: MetLimit, exitCode = 1): Promise<readonly Turn[]> {
  Object.assign(world, { limit, exitCode });
  return world.value<readonly Turn[]>('run', '--due');
}

const results = (turns: readonly Turn[]): readonly string[] => turns.map(({ result }) => result);
const say = async (world: World, ...words: readonly string[]): Promise<string> => {
  const reply = await world.say(...words);
  return (reply.ok ? reply.say : reply.why) ?? '';
};
const show = (world: World, id: string): Promise<Answer> => world.value('show', id);
const resetOf = (world: World): Instant => instant(world.clock.now() + 2 * HOUR);

describe('a run that a usage limit stops', () => {
  it('is put off to a minute after the reset, whatever its exit code, and is no failure', async () => {
    for (const exitCode of [0, 1]) {
      const world = createWorld({ now: START });
      const id = await allowed(world);
      world.clock.push(HOUR);
      const reset = resetOf(world);
      assert.deepEqual(results(await meet(world, { resetsAt: reset }, exitCode)), ['limit']);
      const entry = await show(world, id);
      assert.deepEqual(
        [entry['status'], entry['due_at'], entry['attempts'], entry['original_due_at']],
        ['snoozed', toIso(instant(reset + MINUTE)), 0, '2026-11-23T11:00:00.000Z'],
      );
      const [run] = entry['runs'] as readonly Record<string, unknown>[];
      assert.deepEqual([run?.['outcome'], run?.['limit'], run?.['asks']], ['limit', toIso(reset), undefined]);
      assert.match(await say(world, 'list'), /stopped at a limit/);
      assert.match(await say(world, 'history'), /limit, now 13:00/);
    }
  });

  it('is due in a minute where the reset has passed by then', async () => {
    const world = createWorld({ now: START });
    const id = await allowed(world);
    world.clock.push(HOUR);
    await meet(world, { resetsAt: at('2026-11-23T10:30:00Z') });
    assert.equal((await show(world, id))['due_at'], '2026-11-23T11:01:00.000Z');
  });

  it('is put off five times in a row, and then waits for a person', async () => {
    const world = createWorld({ now: START });
    const id = await allowed(world);
    world.clock.push(HOUR);
    for (let time = 1; time <= 5; time += 1) {
      const reset = resetOf(world);
      assert.deepEqual(results(await meet(world, { resetsAt: reset })), ['limit'], `time ${time}`);
      assert.equal((await show(world, id))['due_at'], toIso(instant(reset + MINUTE)), `time ${time}`);
      world.clock.push(2 * HOUR + MINUTE);
    }
    const { due_at: due } = await show(world, id);
    assert.deepEqual(results(await meet(world, { resetsAt: resetOf(world) })), ['limit']);
    assert.equal((await show(world, id))['due_at'], due, 'it stays overdue');
    world.clock.push(3 * HOUR);
    const [turn] = await meet(world, { resetsAt: resetOf(world) });
    assert.equal(turn?.result, 'skipped');
    assert.match(turn.why ?? '', /waits for you \(usage limit 6 times in a row\)/);
    assert.equal(world.starts.length, 6);
    assert.match(await say(world, 'list'), /usage limit 6 times in a row, waits for you/);
    assert.match(await say(world, 'history'), /limit, waits for you, resets/);
    assert.doesNotMatch(await say(world, 'list'), /failures in a row/);
    // Once a person has dealt with it, it goes on by itself.
    await world.value('snooze', id, '1h');
    world.clock.push(2 * HOUR);
    Object.assign(world, { limit: undefined, exitCode: 0 });
    assert.deepEqual(results(await world.value('run', '--due')), ['ran']);
    assert.equal((await show(world, id))['status'], 'done');
  });

  it('counts anew after a run that went well', async () => {
    const world = createWorld({ now: START });
    const id = await allowed(world, 'every day at 11:00');
    world.clock.push(HOUR);
    const stopped = async (): Promise<void> => {
      await meet(world, { resetsAt: resetOf(world) });
      world.clock.push(2 * HOUR + MINUTE);
    };
    for (let time = 0; time < 5; time += 1) {
      await stopped();
    }
    Object.assign(world, { limit: undefined, exitCode: 0 });
    assert.deepEqual(results(await world.value('run', '--due')), ['ran']);
    world.clock.push(24 * HOUR);
    const reset = resetOf(world);
    await meet(world, { resetsAt: reset });
    assert.equal((await show(world, id))['due_at'], toIso(instant(reset + MINUTE)));
    assert.doesNotMatch(await say(world, 'list'), /waits for you/);
  });

  it('waits for a person where nothing tells the reset', async () => {
    const world = createWorld({ now: START });
    const id = await allowed(world);
    world.clock.push(HOUR);
    assert.deepEqual(results(await meet(world, {})), ['limit']);
    const { status, due_at: due, last_error: error } = await show(world, id);
    assert.deepEqual([status, due], ['pending', '2026-11-23T11:00:00.000Z']);
    assert.match(String(error), /nothing tells when it resets/);
    const [turn] = await world.value<readonly Turn[]>('run', '--due');
    assert.match(turn?.why ?? '', /waits for you \(usage limit, reset not told\)/);
    assert.match(await say(world, 'list'), /usage limit, reset not told, waits for you/);
    assert.match(await say(world, 'history'), /limit, reset not told/);
  });

  it('does not use up a retry, nor end a row of failures', async () => {
    const world = createWorld({ now: START });
    const id = await allowed(world, '1h', '--max-retries', '1');
    world.clock.push(HOUR);
    await meet(world, { resetsAt: resetOf(world) });
    world.clock.push(2 * HOUR + MINUTE);
    Object.assign(world, { limit: undefined, exitCode: 1 });
    await world.say('run', '--due');
    const entry = await show(world, id);
    assert.deepEqual([entry['attempts'], entry['status']], [1, 'snoozed'], 'the retry is still there');
  });

  it('by a person is put off as well, and closes nothing', async () => {
    const world = createWorld({ now: START });
    const id = await world.add('Go on', '1h', '--agent', 'claude', '--prompt', 'Go on.');
    const reset = resetOf(world);
    Object.assign(world, { limit: { resetsAt: reset }, exitCode: 0 });
    const reply = await world.say('run', id);
    assert.ok(reply.ok);
    assert.match(reply.say ?? '', /^A usage limit stopped the agent\. Next: .*12:01/);
    assert.deepEqual(
      [(await show(world, id))['status'], (await show(world, id))['due_at']],
      ['snoozed', toIso(instant(reset + MINUTE))],
    );
  });

  it('broken off by hand is left as it is', async () => {
    const world = createWorld({ now: START });
    const id = await world.add('Go on', '1h', '--agent', 'claude', '--prompt', 'Go on.');
    Object.assign(world, { limit: undefined, exitCode: 130 });
    await world.say('run', id);
    assert.equal((await show(world, id))['due_at'], '2026-11-23T11:00:00.000Z');
  });
});
