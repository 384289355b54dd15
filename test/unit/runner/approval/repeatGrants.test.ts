import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { occurrenceOf } from '../../../../src/core/entry/occurrenceOf.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { HOUR, instant, MINUTE, SECOND, toIso, type Instant } from '../../../../src/core/basics/time.ts';
import { useToken } from '../../../../src/runner/start/tokenUse.ts';
import { holds } from '../../../support/property.ts';
import { makePlace, until, type Place } from '../../../support/runnerPlace.ts';

let place: Place;
let first: Instant;
beforeEach(() => {
  place = makePlace();
  place.fakeAgent('claude');
});
afterEach(() => place.remove());

/** Somebody adds a line to the schedule, as a pull does. */
const push = (id: string, set: Readonly<Record<string, unknown>>): void =>
  appendFileSync(join(place.folder, '.sf', 'schedule.jsonl'), `${JSON.stringify({ id, ...set })}\n`);

/** A slot of the rule, counted from the first one. */
const slot = (number: number): string => toIso(instant(first + number * HOUR));

/** Adds an entry that comes every hour, for the first time in half an hour, and allows it to run without a person. */
async function hourly(set: Readonly<Record<string, unknown>> = {}): Promise<string> {
  first = instant(place.clock.now() + 30 * MINUTE);
  const repeat = { every: 'PT1H', anchor: toIso(instant(first - 1000 * HOUR)) };
  const id = await place.add({ due_at: slot(0), repeat, ...set });
  await place.approve(id);
  return id;
}

/** Why nobody's run of an entry starts; `started` where one does, which is over then. */
async function startUnwatched(id: string): Promise<string> {
  const plan = await place.plan(id, { unattended: true });
  if (isRefusal(plan)) {
    return plan.why;
  }
  const token = await place.claim(id, { unattended: true });
  await useToken(place.home, token);
  const { occ, gen } = plan;
  const run = { occ, gen, token, event: 'ended', at: place.clock.now(), exit_code: 0, duration_ms: 1 } as const;
  await place.ledger.act(id, place.clock.now(), () => ({ set: {}, run }));
  return 'started';
}

/** Makes everybody believe that the last run of an entry failed. */
async function forgeEnd(id: string): Promise<void> {
  const run = { gen: 0, token: 'f'.repeat(32), host: 'elsewhere', at: toIso(place.clock.now()) };
  const occ = occurrenceOf(await place.entry(id));
  push(id, { run: { ...run, occ, event: 'started' } });
  push(id, { run: { ...run, occ, event: 'ended', exit_code: 1, duration_ms: 1 }, looked_at: slot(2000) });
}

describe('an approval of a repeat', () => {
  it('covers its next slot also where that is brought forward, once, and none after it', async () => {
    const id = await hourly();
    place.clock.ahead += MINUTE;
    push(id, { due_at: toIso(place.clock.now()), slot: slot(1) });
    place.clock.ahead += SECOND;
    assert.match(await startUnwatched(id), /brought forward from a time later than its next one/);
    push(id, { due_at: toIso(place.clock.now()), slot: slot(0) });
    place.clock.ahead += SECOND;
    assert.equal(await startUnwatched(id), 'started');
    await forgeEnd(id);
    assert.match(await startUnwatched(id), /has already run/);
    for (const number of [-1, 1, 2]) {
      push(id, { due_at: toIso(place.clock.now()), slot: slot(number), status: 'pending' });
      place.clock.ahead += SECOND;
      assert.match(await startUnwatched(id), /already dealt with|later than its next one|before it was allowed/);
    }
    push(id, { due_at: slot(1), slot: slot(1) });
    place.clock.ahead += 2 * HOUR;
    assert.equal(await startUnwatched(id), 'started', 'the next one has come');
  });

  it('covers no time that its rule does not have', async () => {
    const id = await hourly();
    place.clock.ahead += 10 * MINUTE;
    const now = toIso(place.clock.now());
    const set = (fields: Readonly<Record<string, unknown>>): unknown =>
      place.ledger.act(id, place.clock.now(), () => ({ set: fields }));
    for (const row of [{ slot: now }, { slot: undefined }, { slot: undefined, original_due_at: now }]) {
      await set({ due_at: now, ...row });
      place.clock.ahead += SECOND;
      assert.match(await startUnwatched(id), /a time that is not in its rule/, JSON.stringify(row));
    }
    await set({ due_at: slot(0), slot: undefined, original_due_at: undefined });
    place.clock.ahead += HOUR;
    assert.equal(await startUnwatched(id), 'started');
  });

  it('covers each slot once, and none that had passed when another one ran', async () => {
    const id = await hourly();
    place.clock.ahead += 100 * HOUR;
    assert.equal(await startUnwatched(id), 'started', 'a hundred missed ones are one late entry');
    for (const number of [0, 1, 50, 99]) {
      push(id, { due_at: slot(number), slot: slot(number), status: 'pending', attempts: 0 });
      await forgeEnd(id);
      assert.match(await startUnwatched(id), /already dealt with|has already run/, String(number));
    }
  });

  it('covers no slot that somebody dealt with by hand, and none of a repeat that they ended', async () => {
    const id = await hourly();
    const approvals = place.approvals();
    place.clock.ahead += HOUR;
    await approvals.settle(place.ledger, await place.entry(id), place.clock.now(), false);
    assert.match(await startUnwatched(id), /by hand/);
    push(id, { due_at: slot(1), slot: slot(1) });
    place.clock.ahead += HOUR;
    assert.equal(await startUnwatched(id), 'started', 'the next one has come');
    await approvals.settle(place.ledger, await place.entry(id), place.clock.now(), true);
    for (const number of [1, 2, 90]) {
      push(id, { due_at: slot(number), slot: slot(number), status: 'pending' });
      place.clock.ahead += number * HOUR;
      assert.match(await startUnwatched(id), /by hand|already dealt with|already run/, String(number));
    }
    await place.run(await place.claim(id));
    push(id, { due_at: slot(95), slot: slot(95), status: 'pending' });
    place.clock.ahead += 5 * HOUR;
    assert.match(await startUnwatched(id), /by hand|already dealt with/, 'a run by hand does not bring it back');
  });

  it('covers the slot that an entry still stands for where earlier ones were passed over by hand', async () => {
    const id = await hourly();
    place.clock.ahead += 3 * HOUR;
    const next = instant(first + 2 * HOUR);
    await place.approvals().settle(place.ledger, await place.entry(id), place.clock.now(), false, next);
    push(id, { due_at: toIso(place.clock.now()), slot: toIso(next), status: 'pending' });
    place.clock.ahead += MINUTE;
    assert.equal(await startUnwatched(id), 'started');
  });

  it('covers no later slot once a person stopped a run, whatever rows say, until they dealt with it', async () => {
    const id = await hourly();
    const approvals = place.approvals();
    const go = join(place.root, 'go');
    const agent = place.fakeAgent('claude', { waitsFor: go });
    place.clock.ahead += HOUR;
    const runner = place.runner(await place.claim(id, { unattended: true }));
    await until('the agent is there', () => agent.calls().length === 1);
    const stopped = await place.launcher().stop(place.ledger, await place.entry(id));
    assert.ok(!isRefusal(stopped) && stopped.hasEnded);
    await runner.end;
    assert.match(await startUnwatched(id), /was stopped, so it waits for you/);
    for (const number of [1, 2]) {
      push(id, { due_at: slot(number), slot: slot(number), status: 'pending' });
      place.clock.ahead += HOUR;
      assert.match(await startUnwatched(id), /was stopped, so it waits for you/, String(number));
    }
    agent.behave({ exitCode: 3 });
    await place.run(await place.claim(id));
    push(id, { due_at: slot(3), slot: slot(3), status: 'pending' });
    place.clock.ahead += HOUR;
    assert.equal(await startUnwatched(id), 'started', 'they ran it themselves since');
    await approvals.settle(place.ledger, await place.entry(id), place.clock.now(), false);
  });

  it('covers its times again once what was paused is resumed, whatever was done by hand in between', async () => {
    const id = await hourly();
    const approvals = place.approvals();
    for (const isOver of [true, false]) {
      place.clock.ahead += MINUTE;
      await approvals.settle(place.ledger, await place.entry(id), place.clock.now(), isOver);
    }
    place.clock.ahead += HOUR;
    assert.match(await startUnwatched(id), /by hand/);
    await approvals.takeBack(place.ledger, id);
    assert.equal(await startUnwatched(id), 'started');
  });

  it('covers no slot that was late when it was given, whenever rows say that it is due', async () => {
    const id = await hourly();
    place.clock.ahead += HOUR;
    await place.approve(id);
    for (const due of [slot(0), toIso(place.clock.now())]) {
      push(id, { due_at: due, slot: slot(0) });
      place.clock.ahead += SECOND;
      assert.match(await startUnwatched(id), /due before it was allowed/, due);
    }
    place.clock.ahead += HOUR;
    assert.equal(await startUnwatched(id), 'started', 'a slot came since');
  });

  it('covers the grid as it was: it may not be shifted by another time of making', async () => {
    const created = toIso(place.clock.now());
    const id = await hourly({ repeat: { every: 'PT1H' }, created_at: created });
    assert.equal(await startUnwatched(id), 'It is not due, and only due entries run automatically.');
    push(id, { created_at: toIso(instant(place.clock.now() - 59 * MINUTE)) });
    place.clock.ahead += 2 * HOUR;
    assert.match(await startUnwatched(id), /changed since it was allowed/);
  });

  it('holds whatever rows come: no more runs than slots have come, and the next', async t => {
    const step = fc.record({
      passes: fc.integer({ min: 0, max: 100 }),
      /** Which slot the row claims to be, counted from the one that came last; a fraction is none. */
      claims: fc.option(fc.constantFrom(-3, -2, -1, 0, 1, 2, 0.5)),
      dueSince: fc.constantFrom(0, 1, 61, -30),
      forges: fc.boolean(),
      more: fc.record(
        { original_due_at: fc.constantFrom(null, '2026-01-01T00:00:00Z', '2030-01-01T00:00:00Z'), attempts: fc.nat(3) },
        { requiredKeys: [] },
      ),
    });
    let most = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async steps => {
      place.remove();
      place = makePlace();
      place.fakeAgent('claude');
      const id = await hourly();
      let runs = 0;
      for (const { passes, claims, dueSince, forges, more } of steps) {
        place.clock.ahead += passes * MINUTE;
        const came = Math.floor((place.clock.now() - first) / HOUR);
        const due_at = toIso(instant(place.clock.now() - dueSince * MINUTE));
        push(id, { status: 'pending', due_at, ...(claims !== null && { slot: slot(came + claims) }), ...more });
        if (forges) {
          await forgeEnd(id);
        }
        runs += (await startUnwatched(id)) === 'started' ? 1 : 0;
        assert.ok(runs <= came + 2, `${runs} runs, ${came + 1} slots have come`);
      }
      most = Math.max(most, runs);
    });
    await holds(t, property, 100);
    assert.ok(most > 1, `at most ${most} ran`);
  });
});
