import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { longRun, makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';

const ID = 'schedule:report';

describe('a run of an entry that a file defines', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  /** A file that was last changed two hours ago. */
  const write = (name: string, text: string): void => {
    const path = join(place.folder, name);
    mkdirSync(join(place.folder, '.sf/schedules'), { recursive: true });
    writeFileSync(path, text);
    const then = (place.clock.now() - 2 * HOUR) / 1000;
    utimesSync(path, then, then);
  };
  /** How its runs ended; the slots before the latest were skipped. */
  const outcomes = async (): Promise<readonly string[]> =>
    (await place.runs(ID)).map(({ outcome }) => outcome).filter(outcome => outcome !== 'skipped');
  const hourly = '---\nevery: 1h\nagent: claude\nmode: callback\n---\nWrite the report.\n';

  it('gets the prompt of the file, goes on in its own conversation, and leaves its record in rows', async () => {
    const agent = place.fakeAgent('claude');
    write('.sf/schedules/report.md', hourly);
    for (const expected of ['--session-id', '--resume']) {
      assert.equal((await place.run(await place.claim(ID))).code, 0);
      const call = agent.calls().at(-1);
      assert.equal(call?.arguments[0], expected);
      assert.ok(call?.arguments.at(-1)?.includes('Task:\nWrite the report.'));
      place.clock.ahead += HOUR;
    }
    assert.deepEqual(await outcomes(), ['ok', 'ok']);
    assert.ok(rowsOf(place).every(row => row['id'] === ID && !JSON.stringify(row['payload']).includes('Write the')));
  });

  for (const change of ['deleted', 'broken']) {
    it(`records its end also where the file is ${change} meanwhile`, async () => {
      place.fakeAgent('claude');
      write('.sf/schedules/report.md', hourly);
      const { runner, end } = await longRun(place, ID);
      if (change === 'deleted') {
        rmSync(join(place.folder, '.sf/schedules/report.md'));
      } else {
        write('.sf/schedules/report.md', 'Being written.');
      }
      assert.equal((await place.entry(ID)).gone, true);
      end();
      assert.equal((await runner.end).code, 0);
      write('.sf/schedules/report.md', hourly);
      const { isOpen, gone } = await place.entry(ID);
      assert.deepEqual([isOpen, gone], [true, undefined]);
      assert.deepEqual(await outcomes(), ['ok']);
      assert.ok(((await place.entry(ID)).dueAt ?? 0) > place.clock.now(), 'the slot is dealt with');
    });
  }

  it('of a heartbeat gets the state, and writes back when each check was made', async () => {
    const agent = place.fakeAgent('claude');
    write('HEARTBEAT.md', '## Inbox\nNew mail?\n## CI\n');
    writeFileSync(join(place.folder, '.sf/heartbeat-state.json'), '{"processed":["mail-1"],"backlog":{"a":1}}');
    await place.ledger.act('heartbeat', place.clock.now(), () => ({
      set: { payload: {}, due_at: new Date(place.clock.now() - MINUTE).toISOString() },
    }));
    const entry = await place.entry('heartbeat');
    assert.equal(entry.agent, undefined);
    const token = await claimWith('claude');
    assert.equal((await place.run(token)).code, 0);
    assert.match(agent.calls()[0]?.arguments.at(-1) ?? '', /State \(\.sf\/heartbeat-state\.json\):\n.*"mail-1"/);
    const state = JSON.parse(readFileSync(join(place.folder, '.sf/heartbeat-state.json'), 'utf8')) as {
      lastChecks: Record<string, number>;
    };
    assert.deepEqual(Object.keys(state.lastChecks), ['Inbox', 'CI']);
    assert.ok(Math.abs((state.lastChecks['CI'] ?? 0) - place.clock.now() / 1000) < 60);
    assert.deepEqual({ ...state, lastChecks: 0 }, { processed: ['mail-1'], backlog: { a: 1 }, lastChecks: 0 });
  });

  it('that waits for a file is about what was there at its start: what changes meanwhile comes next', async () => {
    const waits = await place.ledger.waitFor({ file: 'out.json' }, place.clock.now());
    const id = await place.add({ waits_for: waits, due_at: undefined });
    write('out.json', '1');
    const { runner, end } = await longRun(place, id);
    write('out.json', '2');
    end();
    assert.equal((await runner.end).code, 0);
    const after = await place.entry(id);
    assert.deepEqual([after.isOpen, after.status, after.isWaiting], [true, 'pending', false]);
    assert.deepEqual(
      (await place.runs(id)).map(({ occ, outcome }) => [occ, outcome]),
      [['event:0', 'ok']],
    );
    rmSync(join(place.bin, 'claude'));
    place.fakeAgent('claude');
    assert.equal((await place.run(await place.claim(id))).code, 0);
    assert.equal((await place.entry(id)).isWaiting, true);
    // By hand, while nothing has happened: an extra run, which moves nothing.
    assert.equal((await place.run(await place.claim(id))).code, 0);
    const extra = await place.entry(id);
    assert.deepEqual([extra.isOpen, extra.isWaiting], [true, true]);
    assert.equal((await place.runs(id)).at(-1)?.occ, 'extra:event:2');
  });

  async function claimWith(agent: string): Promise<string> {
    let token = '';
    const launcher = place.launcher({
      standardAgent: () => agent,
      begin: async given => {
        token = given;
        return { state: 'started' };
      },
    });
    const plan = await launcher.plan(place.ledger, await place.entry('heartbeat'), { again: false });
    assert.ok(!isRefusal(plan), JSON.stringify(plan));
    await launcher.start(place.ledger, plan);
    return token;
  }
});
