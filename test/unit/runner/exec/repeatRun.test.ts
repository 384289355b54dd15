import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { toIso, DAY, HOUR, instant } from '../../../../src/core/basics/time.ts';
import { makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';

describe('a run of an entry that repeats', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  /** An entry every hour on a grid, whose first slot came `late` ago. */
  const hourly = (late: number): Promise<string> => {
    const slot = instant(place.clock.now() - late);
    const repeat = { every: 'PT1H', anchor: toIso(instant(slot - HOUR)) };
    return place.add({ due_at: toIso(slot), repeat });
  };
  const run = async (id: string): Promise<number | NodeJS.Signals | null> =>
    (await place.run(await place.claim(id))).code;
  const outcomes = async (id: string): Promise<readonly unknown[]> =>
    (await place.runs(id)).map(({ outcome, slots }) => (slots === undefined ? outcome : [outcome, slots]));

  it('goes on to the next slot after now, and records once what nobody dealt with', async () => {
    place.fakeAgent('claude');
    const id = await hourly(2.5 * HOUR);
    const { dueAt: slot = 0 } = await place.entry(id);
    assert.equal(await run(id), 0);
    const after = await place.entry(id);
    assert.equal(after.isOpen, true);
    assert.equal(after.dueAt, slot + 3 * HOUR);
    assert.deepEqual(await outcomes(id), ['ok', ['skipped', 2]]);
    assert.equal((await place.runs(id))[0]?.occ, new Date(slot).toISOString());
  });

  it('is one run for one slot: nothing can claim it again, and the next slot is another', async () => {
    const agent = place.fakeAgent('claude');
    const id = await hourly(HOUR / 2);
    assert.equal(await run(id), 0);
    place.clock.ahead += HOUR;
    assert.equal(await run(id), 0);
    assert.equal(agent.calls().length, 2);
    const [first, second] = await place.runs(id);
    assert.notEqual(first?.occ, second?.occ);
  });

  it('goes on also after a failure without retries, and is never ended by one', async () => {
    place.fakeAgent('claude', { exitCode: 3 });
    const id = await hourly(HOUR / 2);
    const { dueAt: slot = 0 } = await place.entry(id);
    assert.equal(await run(id), 3);
    const { status, dueAt, attempts, lastError } = await place.entry(id);
    assert.deepEqual([status, dueAt, attempts, lastError], ['pending', slot + HOUR, 0, 'exit code 3']);
  });

  it('before its time is an extra one, which moves nothing', async () => {
    place.fakeAgent('claude');
    const id = await hourly(-DAY);
    const { dueAt: slot = 0 } = await place.entry(id);
    assert.equal(await run(id), 0);
    assert.equal((await place.entry(id)).dueAt, slot);
    assert.deepEqual(
      (await place.runs(id)).map(({ occ, outcome }) => [occ, outcome]),
      [[`extra:${new Date(slot).toISOString()}`, 'ok']],
    );
    assert.equal(await run(id), 0, 'another extra one is as free');
  });

  it('that was paused meanwhile leaves it paused, where it was', async () => {
    place.fakeAgent('claude');
    const id = await hourly(HOUR / 2);
    const token = await place.claim(id);
    const { dueAt: slot, fields } = await place.entry(id);
    const repeat = { ...(fields['repeat'] as Record<string, unknown>), enabled: false };
    await place.ledger.act(id, place.clock.now(), () => ({ set: { repeat } }));
    assert.equal((await place.run(token)).code, 0);
    const { isPaused, dueAt, isOpen } = await place.entry(id);
    assert.deepEqual([isPaused, dueAt, isOpen], [true, slot, true]);
    assert.deepEqual(await outcomes(id), ['ok']);
  });

  it('that fails at the last slot of all has failed, and is not done', async () => {
    place.fakeAgent('claude', { exitCode: 3 });
    const slot = instant(place.clock.now() - HOUR / 2);
    const repeat = { every: 'PT1H', anchor: toIso(instant(slot - HOUR)), count: 1 };
    const id = await place.add({ due_at: toIso(slot), repeat });
    assert.equal(await run(id), 3);
    const { status, isOpen, lastError } = await place.entry(id);
    assert.deepEqual([status, isOpen, lastError], ['failed', true, 'exit code 3']);
  });

  it('whose rule has no slot left is done', async () => {
    place.fakeAgent('claude');
    const slot = instant(place.clock.now() - HOUR / 2);
    const repeat = { every: 'PT1H', anchor: toIso(instant(slot - HOUR)), count: 1 };
    const id = await place.add({ due_at: toIso(slot), repeat });
    assert.equal(await run(id), 0);
    assert.equal((await place.entry(id)).status, 'done');
    assert.equal(rowsOf(place).at(-1)?.['status'], 'done');
  });
});
