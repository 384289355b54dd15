import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { isHeld } from '../../../../src/core/entry/streak.ts';
import { createAlive } from '../../../../src/runner/home/alive.ts';
import { act } from '../../../../src/verbs/act.ts';
import type { Host } from '../../../../src/verbs/host.ts';
import type { FakeAgent } from '../../../support/fakeAgent.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

const REPEAT = { every: 'PT1H', anchor: '2026-01-01T00:00:00.000Z' };

/** An agent that fails at each time of a repeat that was allowed, whatever rows say of its runs. */
describe('three failures in a row, as the home keeps them', () => {
  let place: Place;
  let agent: FakeAgent;
  let id: string;
  const path = (): string => join(place.folder, '.sf', 'schedule.jsonl');
  const why = async (): Promise<string> => {
    const plan = await place.plan(id, { unattended: true });
    return isRefusal(plan) ? plan.why : 'planned';
  };
  /** Lets the next time of the repeat come. */
  const nextTime = async (): Promise<void> => {
    const { dueAt = 0 } = await place.entry(id);
    place.clock.ahead += Math.max(0, dueAt - place.clock.now()) + MINUTE;
  };
  const fail = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      await nextTime();
      assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 1);
    }
  };
  /** A row as somebody writes it who may write to the folder. */
  const forge = (row: Readonly<Record<string, unknown>>): void =>
    appendFileSync(path(), `${JSON.stringify({ id, ...row })}\n`);
  /** What a person does to the entry at this machine. */
  const actOn = async (author = 'cli'): Promise<void> => {
    const { ledger, clock } = place;
    const host = { ledgers: [ledger], clock, author, zone: 'UTC', alive: createAlive(place.home, clock) };
    const reply = await act(
      { ...host, approvals: place.approvals() } as unknown as Host,
      { id, note: 'looked' },
      () => ({ set: {} }),
      () => '',
    );
    assert.ok(reply.ok, reply.ok ? '' : reply.why);
  };

  beforeEach(async () => {
    place = makePlace();
    agent = place.fakeAgent('claude', { exitCode: 1 });
    const slot = new Date(Math.ceil(place.clock.now() / HOUR) * HOUR).toISOString();
    id = await place.add({ due_at: slot, slot, repeat: REPEAT });
    await place.approve(id);
  });
  afterEach(() => place.remove());

  const HELD = /^Its last 3 runs failed/;

  for (const [name, forgery] of Object.entries({
    'an end of a run that never was': () => forge({ run: ended('f'.repeat(32), 0) }),
    'ends of the same runs that say they went well': () => {
      const tokens = new Set(
        [...readFileSync(path(), 'utf8').matchAll(/"token":"([0-9a-f]+)"/g)].map(([, one]) => one),
      );
      const rows = readFileSync(path(), 'utf8').trimEnd().split('\n');
      const well = rows
        .map(row => JSON.parse(row) as { run?: { event: string; token: string } })
        .filter(({ run }) => run?.event === 'ended' && tokens.has(run.token))
        .map(({ run }) => JSON.stringify({ id, run: { ...run, exit_code: 0 } }));
      writeFileSync(path(), `${[...well, ...rows].join('\n')}\n`);
    },
    'a person who has looked': () => forge({ looked_at: new Date(place.clock.now() + DAY).toISOString() }),
  })) {
    it(`hold it, though a row tells of ${name}`, async () => {
      await fail(3);
      await nextTime();
      assert.match(await why(), HELD);
      const [first] = [...readFileSync(path(), 'utf8').matchAll(/"token":"([0-9a-f]+)"/g)].map(([, one]) => one);
      forgery();
      await place.ledger.look();
      await nextTime();
      assert.equal(
        isHeld(await place.entry(id), await place.runs(id)),
        false,
        'the rows are believed where nothing runs',
      );
      assert.match(await why(), HELD);
      assert.equal(agent.calls().length, 3);
      assert.deepEqual([...(await place.approvals().held(place.ledger))], [[id, first]], 'and so a person is told');
    });
  }

  it('hold it until a person deals with it at this machine, as an act or a run by hand does', async () => {
    await fail(3);
    await nextTime();
    await actOn('agent:claude');
    assert.match(await why(), HELD);
    await actOn();
    assert.equal(await why(), 'planned');
    assert.deepEqual([...(await place.approvals().held(place.ledger))], []);
    await fail(2);
    await nextTime();
    assert.equal(await why(), 'planned', 'those before are not counted again');
    await fail(1);
    await nextTime();
    assert.match(await why(), HELD);
    await place.run(await place.claim(id));
    await nextTime();
    assert.equal(await why(), 'planned');
  });

  it('are no longer in a row after one that ended well, and what a person has allowed anew begins anew', async () => {
    await fail(2);
    agent.behave({ exitCode: 0 });
    await nextTime();
    assert.equal((await place.run(await place.claim(id, { unattended: true }))).code, 0);
    agent.behave({ exitCode: 1 });
    await fail(3);
    await nextTime();
    assert.match(await why(), HELD);
    forge({ looked_at: new Date(place.clock.now()).toISOString() });
    await place.approve(id);
    await nextTime();
    await nextTime();
    assert.doesNotMatch(await why(), HELD);
  });

  const ended = (token: string, exit_code: number): Readonly<Record<string, unknown>> => ({
    ...{ occ: 'once', gen: 0, token, event: 'ended', exit_code },
    at: new Date(place.clock.now()).toISOString(),
  });
});
