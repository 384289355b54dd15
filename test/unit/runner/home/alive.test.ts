import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { RunEvent } from '../../../../src/core/rows/runEvents.ts';
import { DAY, HOUR } from '../../../../src/core/basics/time.ts';
import { runsToday } from '../../../../src/runner/approval/dailyRuns.ts';
import { ownMachine } from '../../../../src/store/processes/machineId.ts';
import { longRun, makePlace, rowsOf, until, isThere, type Place } from '../../../support/runnerPlace.ts';
import { withStartTimes } from '../../../support/systems.ts';

describe('a run whose end was lost', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  const usePath = (): string => {
    const name = readdirSync(join(place.home, 'tokens')).find(each => each.endsWith('.started')) ?? '';
    return join(place.home, 'tokens', name);
  };
  const use = (): Record<string, unknown> => JSON.parse(readFileSync(usePath(), 'utf8')) as Record<string, unknown>;
  const outcomes = async (id: string): Promise<readonly string[]> => (await place.runs(id)).map(run => run.outcome);

  /** A run whose runner and agent are killed. */
  async function lostRun(): Promise<string> {
    const id = await place.add();
    const { runner, agentPid } = await longRun(place, id);
    assert.deepEqual(await outcomes(id), ['running']);
    runner.process.kill('SIGKILL');
    process.kill(agentPid, 'SIGKILL');
    await runner.end;
    await until('the agent is gone', () => !isThere(agentPid));
    return id;
  }

  /** Makes the mark of the run one that was written `ago` ms before. */
  function mark(text: Readonly<Record<string, unknown>>, ago: number): void {
    writeFileSync(usePath(), JSON.stringify(text));
    const then = new Date(Date.now() - ago);
    utimesSync(usePath(), then, then);
  }

  it('is seen as such at once, and may be run again', async () => {
    const id = await lostRun();
    assert.deepEqual(await outcomes(id), ['unknown']);
    assert.ok(isRefusal(await place.plan(id)));
    assert.ok(!isRefusal(await place.plan(id, { again: true })));
  });

  it('is over after a day where the start of its process was not kept and another one has the number', async () => {
    const id = await lostRun();
    mark({ pid: 1, born: null }, 40 * DAY);
    assert.deepEqual(await outcomes(id), ['unknown']);
    assert.ok(!isRefusal(await place.plan(id, { again: true })));
  });

  it('is over after a day though the machine has been up for longer', async () => {
    const id = await lostRun();
    mark({ pid: process.pid, born: null }, 0);
    for (const [ahead, outcome] of [
      [23 * HOUR, 'running'],
      [25 * HOUR, 'unknown'],
    ] as const) {
      place.clock.ahead = ahead;
      assert.deepEqual(await outcomes(id), [outcome]);
    }
  });

  it('is over where a home that other machines share was used by one of them, after a day', async () => {
    const id = await lostRun();
    const other = { pid: 1, born: '11111111-2222-3333-4444-555555555555 1', machine: 'ab'.repeat(16) };
    mark(other, HOUR);
    assert.deepEqual(await outcomes(id), ['running']);
    const again = await place.plan(id, { again: true });
    assert.ok(isRefusal(again) && /A run of this entry is going on/.test(again.why), 'nothing here can tell');
    mark(other, 2 * DAY);
    assert.deepEqual(await outcomes(id), ['unknown']);
  });

  it('is over on the word of a person who says Retry, where only a number is known', async () => {
    const id = await lostRun();
    mark({ pid: process.pid, born: null }, 0);
    assert.deepEqual(await outcomes(id), ['running']);
    const busy = await place.plan(id);
    assert.ok(isRefusal(busy) && /going on: started .*, process \d+\..*Retry/.test(busy.why), JSON.stringify(busy));
    const agent = place.fakeAgent('claude');
    const token = await place.claim(id, { again: true });
    assert.deepEqual(await outcomes(id), ['unknown', 'running'], 'and all who look see it');
    assert.equal((await place.run(token)).code, 0);
    assert.equal(agent.calls().length, 2, 'the lost one and this one');
    assert.deepEqual(await outcomes(id), ['unknown', 'ok']);
  });

  it('is not over on anybody’s word while its very process is there', withStartTimes, async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    const again = await place.plan(id, { again: true });
    assert.ok(isRefusal(again) && /Wait for it, or stop it there \("defer stop <id>"\)\.$/.test(again.why));
    end();
    assert.equal((await runner.end).code, 0);
  });

  it('is of this machine by its id, whatever that is called now', async () => {
    const id = await lostRun();
    const events = rowsOf(place).flatMap(({ run }) => (run === undefined ? [] : [run as Record<string, unknown>]));
    const machine = ownMachine(place.home);
    assert.deepEqual(
      events.map(event => [event['host'], event['machine']]),
      events.map(() => [hostname(), machine]),
    );
    assert.equal(use()['machine'], machine);
    const event = (more: Partial<RunEvent>): RunEvent => ({
      ...{ occ: 'x', gen: 0, token: 'f'.repeat(32), event: 'started', at: place.clock.now(), pid: 2 ** 22 + 1 },
      unattended: true,
      ...more,
    });
    const record = async (run: RunEvent): Promise<void> => {
      await place.ledger.act(id, place.clock.now(), () => ({ set: {}, run }));
    };
    await record(event({ host: 'renamed', ...(machine !== undefined && { machine }) }));
    await record(event({ host: hostname(), machine: 'ab'.repeat(16), token: 'e'.repeat(32), occ: 'y' }));
    await record(event({ host: hostname(), token: 'd'.repeat(32), occ: 'z' }));
    assert.deepEqual((await outcomes(id)).slice(1), ['unknown', 'running', 'unknown'], 'the other machine’s goes on');
    await record(event({ host: 'renamed', token: 'c'.repeat(32), occ: 'zz' }));
    writeFileSync(join(place.home, 'tokens', `${'c'.repeat(32)}.started`), '{"pid":4194305,"born":null}');
    assert.equal((await outcomes(id)).at(-1), 'unknown', 'an older version wrote that, but in this home');
    assert.equal(await runsToday(place.home, [place.ledger], place.clock.now(), 'UTC'), 2, 'and counts there');
  });
});
