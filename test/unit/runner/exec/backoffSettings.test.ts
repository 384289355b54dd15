import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { BACKOFF } from '../../../../src/core/entry/backoff.ts';
import { occurrenceOf } from '../../../../src/core/entry/occurrenceOf.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { isHeld } from '../../../../src/core/entry/streak.ts';
import { HOUR, instant, MINUTE, SECOND, toIso } from '../../../../src/core/basics/time.ts';
import { backoffOf } from '../../../../src/runner/exec/backoffSettings.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('how long a retry waits on this machine', () => {
  it('is a minute to an hour, or what the environment says, or else the settings', () => {
    assert.deepEqual(backoffOf({}), BACKOFF);
    assert.deepEqual(backoffOf({}, { base: 5, cap: 20 }), { base: 5 * SECOND, cap: 20 * SECOND });
    assert.deepEqual(backoffOf({ DEFER_RETRY_BASE: '10', DEFER_RETRY_CAP: '90' }, { base: 5, cap: 20 }), {
      base: 10 * SECOND,
      cap: 90 * SECOND,
    });
  });

  it('does not grow where agent-defer’s variable says it', () => {
    assert.deepEqual(backoffOf({ DEFER_RETRY_DELAY_SECONDS: '90', DEFER_RETRY_BASE: '10' }), {
      base: 90 * SECOND,
      cap: 90 * SECOND,
    });
  });

  it('passes over what is no number of seconds', () => {
    for (const odd of ['', ' ', 'soon', '-1', 'NaN', 'Infinity']) {
      assert.deepEqual(backoffOf({ DEFER_RETRY_BASE: odd, DEFER_RETRY_DELAY_SECONDS: odd }), BACKOFF, odd);
    }
    assert.deepEqual(backoffOf({}, { base: {}, cap: [] }), BACKOFF);
    assert.deepEqual(backoffOf({}, { base: 7200 }), { base: 2 * HOUR, cap: 2 * HOUR }, 'a cap is never below the base');
  });
});

describe('a failed run that is tried again', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  const run = async (id: string, asked: object = { unattended: true }): Promise<number | NodeJS.Signals | null> =>
    (await place.run(await place.claim(id, asked))).code;

  it('comes up again after the wait, for the same slot, until no retry is left', async () => {
    const agent = place.fakeAgent('claude', { exitCode: 3 });
    const id = await place.addAllowed({ max_retries: 2 });
    const { dueAt: due } = await place.entry(id);
    const occ = occurrenceOf(await place.entry(id));
    for (const attempt of [1, 2]) {
      const before = place.clock.now();
      assert.equal(await run(id), 3);
      const entry = await place.entry(id);
      assert.deepEqual([entry.attempts, entry.originalDueAt, entry.lastError], [attempt, due, 'exit code 3']);
      assert.equal(occurrenceOf(entry), occ, 'a retry is no other occurrence');
      const wait = (entry.dueAt ?? 0) - place.clock.now();
      const [least, most] = [0.8, 1.2].map(factor => factor * MINUTE * 2 ** (attempt - 1)) as [number, number];
      assert.ok(wait <= most && wait >= least - (place.clock.now() - before), `${wait} of ${least} to ${most}`);
      place.clock.ahead += wait;
    }
    assert.equal(await run(id), 3);
    const { status, attempts, lastError } = await place.entry(id);
    assert.deepEqual([status, attempts, lastError], ['failed', 3, 'exit code 3']);
    assert.equal(agent.calls().length, 3);
    assert.deepEqual(
      (await place.runs(id)).map(one => [one.occ, one.gen, one.outcome, one.unattended]),
      [0, 1, 2].map(gen => [occ, gen, 'failed', true]),
      'each is the next generation of one occurrence',
    );
  });

  it('is claimed once: who planned the same generation does not start', async () => {
    const agent = place.fakeAgent('claude', { exitCode: 3 });
    const id = await place.addAllowed({ max_retries: 5 });
    assert.equal(await run(id), 3);
    place.clock.ahead += 2 * HOUR;
    const plans = await Promise.all([1, 2].map(() => place.plan(id, { unattended: true })));
    const started = [];
    for (const plan of plans) {
      assert.ok(!isRefusal(plan));
      assert.equal(plan.gen, 1);
      started.push(await place.launcher().start(place.ledger, plan));
    }
    assert.deepEqual(started.map(isRefusal), [false, true]);
    assert.equal(agent.calls().length, 1);
  });

  it('of a repeat goes on to the next slot once no retry is left', async () => {
    place.fakeAgent('claude', { exitCode: 3 });
    const slot = instant(place.clock.now() + SECOND);
    const repeat = { every: 'PT3H', anchor: toIso(instant(slot - 3 * HOUR)) };
    const id = await place.addAllowed({ due_at: toIso(slot), repeat, max_retries: 1 });
    assert.equal(await run(id), 3);
    const waiting = await place.entry(id);
    assert.deepEqual([waiting.originalDueAt, waiting.attempts], [slot, 1]);
    place.clock.ahead += 5 * MINUTE;
    assert.equal(await run(id), 3);
    const { status, dueAt, originalDueAt, attempts, lastError } = await place.entry(id);
    assert.deepEqual([status, dueAt, originalDueAt, attempts], ['pending', slot + 3 * HOUR, undefined, 0]);
    assert.equal(lastError, 'exit code 3', 'what went wrong is kept');
  });

  it('three times in a row is held until a person starts it, and no other is kept from going on', async () => {
    const failing = place.fakeAgent('claude', { exitCode: 1 });
    const well = place.fakeAgent('codex');
    const id = await place.addAllowed({ max_retries: 9 });
    const others = [];
    for (let count = 0; count < 3; count += 1) {
      await run(id);
      const payload = { message: 'Go on', prompt: 'Go on.', agent: 'codex' };
      const other = await place.addAllowed({ payload });
      await run(other);
      others.push((await place.entry(other)).status);
      place.clock.ahead += HOUR;
    }
    assert.deepEqual(others, ['done', 'done', 'done']);
    assert.deepEqual([failing.calls().length, well.calls().length], [3, 3]);
    assert.equal(isHeld(await place.entry(id), await place.runs(id)), true);
    const plan = await place.plan(id, { unattended: true });
    assert.ok(isRefusal(plan) && /Its last 3 runs failed/.test(plan.why));
    await place.claim(id);
    assert.equal(isHeld(await place.entry(id), await place.runs(id)), false);
  });
});
