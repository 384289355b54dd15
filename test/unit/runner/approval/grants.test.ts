import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { occurrenceOf } from '../../../../src/core/entry/occurrenceOf.ts';
import { isRefusal, type Refusal } from '../../../../src/core/basics/refusal.ts';
import { DAY, HOUR, instant, MINUTE, SECOND, toIso, type Duration } from '../../../../src/core/basics/time.ts';
import { lookAtUses, takeUse, type GrantUses } from '../../../../src/runner/approval/grantUse.ts';
import { useToken } from '../../../../src/runner/start/tokenUse.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import type { FakeAgent } from '../../../support/fakeAgent.ts';
import { holds } from '../../../support/property.ts';
import { isThere, makePlace, rowsOf, until, type Place } from '../../../support/runnerPlace.ts';

let place: Place;
let agent: FakeAgent;
beforeEach(() => {
  place = makePlace();
  agent = place.fakeAgent('claude');
});
afterEach(() => place.remove());

const inTime = (by: Duration): string => toIso(instant(place.clock.now() + by));

/** Somebody adds a line to the schedule, as a pull does. */
const push = (id: string, set: Readonly<Record<string, unknown>>): void =>
  appendFileSync(join(place.folder, '.sf', 'schedule.jsonl'), `${JSON.stringify({ id, ...set })}\n`);

/** Adds an entry that is due later, and allows it to run without a person. */
async function allowed(by: Duration, set: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await place.add({ due_at: inTime(by), ...set });
  await place.approve(id);
  return id;
}

/** Why nobody's run of an entry starts; `started` where it does, and runs to its end. */
async function runUnwatched(id: string): Promise<string> {
  const plan = await place.plan(id, { unattended: true });
  if (isRefusal(plan)) {
    return plan.why;
  }
  const token = await place.claim(id, { unattended: true });
  await place.run(token);
  return 'started';
}

const mark = async (id: string): Promise<unknown> => {
  const seen = await place.approvals().look(place.ledger, await place.entry(id));
  return isRefusal(seen) ? seen.why : seen.mark;
};

describe('an approval of what comes up once', () => {
  it('lets nothing start before the time that it was given for', async () => {
    const id = await allowed(20 * DAY);
    for (const row of [
      { due_at: inTime(SECOND) },
      { due_at: inTime(SECOND), status: 'pending' },
      { due_at: inTime(SECOND), original_due_at: inTime(30 * DAY) },
      { due_at: null, run_at: inTime(SECOND) },
    ]) {
      push(id, row);
      place.clock.ahead += MINUTE;
      assert.match(await runUnwatched(id), /was allowed for .* brought forward since.*allow it again|not due/);
      assert.notEqual(await mark(id), true, JSON.stringify(row));
    }
    assert.deepEqual(agent.calls(), []);
    await place.approve(id);
    push(id, { due_at: inTime(SECOND), original_due_at: null });
    await place.approve(id);
    place.clock.ahead += MINUTE;
    assert.equal(await runUnwatched(id), 'started', 'a person allowed the earlier time');
  });

  it('holds for a later time that it is moved to', async () => {
    const id = await allowed(HOUR);
    push(id, { due_at: inTime(3 * HOUR) });
    assert.equal(await mark(id), true);
    place.clock.ahead += 2 * HOUR;
    assert.match(await runUnwatched(id), /not due/);
    place.clock.ahead += 2 * HOUR;
    assert.equal(await runUnwatched(id), 'started');
    assert.equal((await place.entry(id)).status, 'done');
  });

  it('is used up by the run, whatever rows say of it afterwards', async () => {
    const id = await allowed(HOUR);
    place.clock.ahead += 2 * HOUR;
    assert.equal(await mark(id), true);
    assert.equal(await runUnwatched(id), 'started');
    const event = { gen: 1, token: 'f'.repeat(32), at: inTime(0), host: 'elsewhere' };
    for (const due of [inTime(-HOUR), inTime(SECOND), inTime(HOUR)]) {
      push(id, { status: 'pending', due_at: due, original_due_at: null, attempts: 0, looked_at: inTime(9 * HOUR) });
      const occ = occurrenceOf(await place.entry(id));
      push(id, { run: { ...event, occ, event: 'started' } });
      push(id, { run: { ...event, occ, event: 'ended', exit_code: 1, duration_ms: 1 } });
      place.clock.ahead += 2 * HOUR;
      assert.match(await runUnwatched(id), /allowed for one run, which has happened.*allow it again/, due);
      assert.equal(await mark(id), 'used');
    }
    assert.equal(agent.calls().length, 1);
    push(id, { due_at: inTime(HOUR) });
    await place.approve(id);
    place.clock.ahead += 2 * HOUR;
    assert.equal(await runUnwatched(id), 'started', 'allowed anew');
  });

  it('is used up by a run that the person started, once that ended well', async () => {
    const id = await allowed(HOUR);
    agent.behave({ exitCode: 3 });
    await place.run(await place.claim(id));
    assert.equal(await mark(id), true);
    agent.behave({ exitCode: 0 });
    place.clock.ahead += MINUTE;
    push(id, { status: 'pending', due_at: inTime(HOUR), attempts: 0 });
    await place.run(await place.claim(id));
    push(id, { status: 'pending', due_at: inTime(2 * HOUR) });
    place.clock.ahead += 3 * HOUR;
    assert.match(await runUnwatched(id), /allowed for one run, which has happened/);
    assert.equal(agent.calls().length, 2);
  });

  it('is used up where somebody dealt with it by hand, until they take that back', async () => {
    const id = await allowed(HOUR);
    const [at, approvals] = [place.clock.now(), place.approvals()];
    await approvals.settle(place.ledger, await place.entry(id), at, true);
    push(id, { status: 'done' });
    push(id, { status: 'pending' });
    assert.equal(await mark(id), 'used');
    place.clock.ahead += 2 * HOUR;
    assert.match(await runUnwatched(id), /dealt with it by hand/);
    await approvals.takeBack(place.ledger, id, instant(at + 1));
    assert.equal(await mark(id), 'used', 'another act');
    await approvals.takeBack(place.ledger, id, at);
    assert.equal(await runUnwatched(id), 'started');
    await approvals.takeBack(place.ledger, id, at);
    assert.match(await runUnwatched(id), /already done/);
  });

  it('covers the retries that were approved, and no more', async () => {
    agent.behave({ exitCode: 3 });
    const id = await allowed(MINUTE, { max_retries: 1 });
    place.clock.ahead += HOUR;
    assert.equal(await runUnwatched(id), 'started');
    place.clock.ahead += HOUR;
    assert.equal(await runUnwatched(id), 'started');
    push(id, { status: 'pending', attempts: 0, due_at: inTime(SECOND), looked_at: inTime(HOUR) });
    place.clock.ahead += HOUR;
    assert.match(await runUnwatched(id), /tried as often as allowed/);
    push(id, { max_retries: 100 });
    assert.match(await runUnwatched(id), /changed since it was allowed/);
    assert.equal(agent.calls().length, 2);
  });

  it('is not used by a run that was claimed and never started', async () => {
    const id = await allowed(MINUTE);
    place.clock.ahead += 2 * MINUTE;
    const slept = await place.claim(id, { unattended: true });
    push(id, { due_at: inTime(SECOND) });
    place.clock.ahead += 2 * SECOND;
    assert.match(await runUnwatched(id), /A run of this entry is going on/);
    place.clock.ahead += 3 * MINUTE;
    assert.equal(await runUnwatched(id), 'started');
    place.clock.ahead -= 3 * MINUTE;
    push(id, { status: 'pending' });
    assert.match((await place.run(slept)).err, /Nothing was started/, 'it wakes up, and the clock was set back');
    assert.equal(agent.calls().length, 1);
  });

  it('is used up by a run whose runner was killed, whatever end is made up for it', async () => {
    const id = await allowed(MINUTE);
    place.clock.ahead += 2 * MINUTE;
    const go = join(place.root, 'go');
    agent.behave({ waitsFor: go });
    const runner = place.runner(await place.claim(id, { unattended: true }));
    await until('the agent is there', () => agent.calls().length === 1);
    const { pid = 0 } = agent.calls()[0] ?? {};
    runner.process.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await until('both are gone', () => !isThere(pid) && !isThere(runner.process.pid ?? 0));
    const claimed = rowsOf(place).flatMap(({ run }) => (run ? [run as Record<string, unknown>] : []));
    push(id, { run: { ...claimed.at(-1), event: 'ended', exit_code: 1, duration_ms: 1, at: inTime(0) } });
    push(id, { due_at: inTime(SECOND), status: 'pending' });
    place.clock.ahead += MINUTE;
    assert.match(await runUnwatched(id), /allowed for one run, which has happened/);
  });

  it('starts once, however many processes read different times of it', async () => {
    const id = await allowed(MINUTE);
    place.clock.ahead += HOUR;
    const [row] = rowsOf(place);
    const launcher = place.launcher();
    const started = await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const moved = JSON.stringify({ id, due_at: inTime(-number * MINUTE) });
        const log = new MemoryLog(`${JSON.stringify(row)}\n${moved}\n`);
        const ledger = new Ledger({ scope: 'project', folder: place.folder }, log, 'abc123', endLinked);
        const state = (await ledger.look()).get(id);
        assert.ok(state);
        const plan = await launcher.plan(ledger, toEntry(state), { again: false, unattended: true });
        return isRefusal(plan) ? plan : launcher.start(ledger, plan);
      }),
    );
    assert.equal(started.filter(one => !isRefusal(one)).length, 1);
    const usage = await place.approvals().usage([]);
    assert.ok(!isRefusal(usage) && usage.runs === 1, 'the others took none of the day');
  });

  it('is not used by who was asleep while others used it, even where their uses are gone', async () => {
    const grant = { key: 'a'.repeat(64), approvedAt: place.clock.now(), comesAgain: true };
    const use = async (uses: GrantUses, hour: number): Promise<Refusal | undefined> => {
      const token = String(hour).repeat(32);
      await useToken(place.home, token);
      return takeUse(place.home, uses, {
        occ: inTime(hour * HOUR),
        upto: instant(place.clock.now() + hour * HOUR),
        token,
      });
    };
    const look = (): Promise<GrantUses> => lookAtUses(place.home, grant, place.clock.now());
    const asleep = await look();
    for (const hour of [1, 2, 3]) {
      assert.equal(await use(await look(), hour), undefined);
    }
    assert.equal((await use(asleep, 4))?.busy, true);
    assert.equal((await look()).next, 4);
  });

  it('of an entry without a time covers no time that it is given', async () => {
    const id = await place.add({ due_at: null });
    await place.approve(id);
    push(id, { due_at: inTime(SECOND) });
    place.clock.ahead += MINUTE;
    assert.match(await runUnwatched(id), /had no due time when it was allowed/);
  });

  it('holds whatever rows come, in any order: nothing before its time, one run at most', t => {
    const due = fc.integer({ min: -5, max: 40 }).map(hours => toIso(instant(place.clock.now() + hours * HOUR)));
    const event = fc.record({
      ...{
        gen: fc.nat(3),
        exit_code: fc.constantFrom(0, 1, 130),
        event: fc.constantFrom('claimed', 'started', 'ended'),
      },
      token: fc.constantFrom('a'.repeat(32), 'b'.repeat(32)),
    });
    const row = fc.record(
      {
        ...{ due_at: due, original_due_at: fc.option(due), looked_at: due, expires_at: fc.option(due) },
        ...{ status: fc.constantFrom('pending', 'done', 'failed', 'snoozed'), attempts: fc.nat(3), run: event },
      },
      { requiredKeys: [] },
    );
    const step = fc.oneof(row, fc.integer({ min: 1, max: 30 }));
    return holds(
      t,
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async steps => {
        place.remove();
        place = makePlace();
        place.fakeAgent('claude');
        const id = await allowed(24 * HOUR);
        const slot = (await place.entry(id)).dueAt ?? 0;
        let runs = 0;
        for (const one of steps) {
          if (typeof one === 'number') {
            place.clock.ahead += one * HOUR;
          } else {
            const { run, ...set } = one;
            push(id, set);
            if (run) {
              const occ = occurrenceOf(await place.entry(id));
              push(id, { run: { ...run, occ, at: inTime(0), host: 'elsewhere' } });
            }
          }
          const plan = await place.plan(id, { unattended: true });
          if (!isRefusal(plan)) {
            const token = await place.claim(id, { unattended: true });
            await useToken(place.home, token);
            runs += 1;
            assert.ok(place.clock.now() >= slot, 'before its time');
          }
        }
        assert.ok(runs <= 1, `${runs} runs`);
      }),
      200,
    );
  });
});
