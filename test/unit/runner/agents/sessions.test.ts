import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import type { FakeAgent } from '../../../support/fakeAgent.ts';
import { makePlace, until, type Place } from '../../../support/runnerPlace.ts';
import { isWindows } from '../../../support/systems.ts';

const IN_TERMINAL = 'in a terminal';
const TOOLS = ['claude', 'codex', 'copilot', 'gemini', 'opencode'] as const;

describe('the conversations of a tool', () => {
  let place: Place;
  let person: string;
  beforeEach(() => {
    place = makePlace();
    person = join(place.root, 'person');
    mkdirSync(person);
    place.env['HOME'] = person;
  });
  afterEach(() => place.remove());

  const callback = (agent: string, session = 'review'): Promise<string> =>
    place.add({ payload: { message: 'Go on', agent, mode: 'callback', session } });
  const runOnce = async (id: string, unattended = false, env = place.env): Promise<number> =>
    Number((await place.run(await place.claim(id, { unattended }), env)).code);
  const sessionsOf = (agent: FakeAgent): readonly (string | undefined)[] => agent.calls().map(call => call.session);

  for (const tool of TOOLS) {
    // Where the tool names its conversations itself, each way has its own to tell them.
    const firsts = tool === 'codex' || tool === 'opencode' ? [IN_TERMINAL, 'where nobody watches'] : [IN_TERMINAL];
    for (const first of firsts) {
      it(`is one for three runs of a callback entry of ${tool}, the first ${first}`, async () => {
        const agent = place.fakeAgent(tool, { keeps: tool, prints: '' });
        const id = await callback(tool);
        for (let run = 0; run < 3; run += 1) {
          const due_at = new Date(place.clock.now() + MINUTE).toISOString();
          await place.ledger.act(id, place.clock.now(), () => ({ set: { status: 'pending', due_at } }));
          // What nobody watches was allowed before it fell due.
          await place.approve(id);
          place.clock.ahead += 2 * MINUTE;
          assert.equal(await runOnce(id, (first === IN_TERMINAL) === (run === 1)), 0);
        }
        const [session] = sessionsOf(agent);
        assert.ok(session !== undefined);
        assert.deepEqual(sessionsOf(agent), [session, session, session]);
        assert.deepEqual(
          (await place.runs(id)).map(run => run.session),
          [session, session, session],
        );
      });
    }
  }

  it('are told apart by the entry, where two of a folder begin at once', async () => {
    for (const tool of ['codex', 'opencode'] as const) {
      const agent = place.fakeAgent(tool, { keeps: tool, prints: '' });
      const ids = [await callback(tool, 'one'), await callback(tool, 'two')];
      await Promise.all(ids.map(id => runOnce(id)));
      const runs = await Promise.all(ids.map(async id => (await place.runs(id))[0]?.session));
      assert.equal(new Set(runs).size, 2);
      for (const [index, id] of ids.entries()) {
        const call = agent.calls().find(({ arguments: args }) => args.some(text => text.includes(id)));
        assert.equal(runs[index], call?.session);
      }
    }
  });

  it('are found while the agent runs, so that a runner that is lost loses nothing', async () => {
    const go = join(place.root, 'go');
    const agent = place.fakeAgent('codex', { keeps: 'codex', waitsFor: go });
    const id = await callback('codex');
    const runner = place.runner(await place.claim(id));
    await until('the conversation is remembered', () => {
      const sessions = join(place.home, 'sessions');
      return existsSync(sessions) && readdirSync(sessions).filter(name => name.endsWith('.json')).length === 2;
    });
    runner.process.kill('SIGKILL');
    writeFileSync(go, '');
    const plan = await place.plan(await callback('codex'));
    assert.deepEqual(!isRefusal(plan) && plan.args.slice(0, 2), ['resume', agent.calls()[0]?.session]);
  });

  it('are not taken from a folder that the agent works on, nor over a link, nor of another folder or time', async () => {
    const agent = place.fakeAgent('codex', { keeps: 'codex', prints: '' });
    const inside = { ...place.env, CODEX_HOME: join(place.folder, '.codex') };
    const id = await callback('codex');
    assert.equal(await runOnce(id, false, inside), 0);
    assert.equal((await place.runs(id))[0]?.session, null);
    rmSync(inside.CODEX_HOME, { recursive: true });

    const days = join(person, '.codex', 'sessions');
    const next = await callback('codex', 'second');
    assert.equal(await runOnce(next), 0);
    const session = agent.calls()[1]?.session;
    assert.equal((await place.runs(next))[0]?.session, session);
    const [rollout = ''] = readdirSync(days, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.jsonl'),
    );
    renameSync(join(days, rollout), join(place.root, 'elsewhere'));
    symlinkSync(join(place.root, 'elsewhere'), join(days, rollout));
    const third = await callback('codex', 'third');
    agent.behave({ prints: '' });
    assert.equal(await runOnce(third), 0);
    assert.equal((await place.runs(third))[0]?.session, null, 'an old one, behind a link, of another entry');
  });

  it('begin anew where the tool has none of that id, and go on where Defer’s record was lost', async () => {
    for (const tool of ['claude', 'gemini'] as const) {
      const agent = place.fakeAgent(tool, { keeps: tool, prints: '' });
      const store = join(
        person,
        ...(tool === 'claude' ? ['.claude', 'projects', 'other'] : ['.gemini', 'tmp', 'other']),
      );
      mkdirSync(store, { recursive: true });
      // It never got as far as a conversation: not logged in, say.
      agent.behave({ prints: '', exitCode: 1 });
      const id = await callback(tool);
      assert.equal(await runOnce(id), 1);
      agent.behave({ prints: '', keeps: tool });
      assert.equal(await runOnce(await callback(tool)), 0);
      rmSync(join(place.home, 'sessions'), { recursive: true });
      assert.equal(await runOnce(await callback(tool)), 0);
      const [, second, third] = agent.calls();
      assert.equal(second?.arguments[0], '--session-id');
      assert.equal(third?.arguments[0], '--resume');
      assert.equal(third?.session, second?.session);
    }
  });

  it('of opencode are looked for in the folder it runs in, whatever PWD the terminal had', async () => {
    const agent = place.fakeAgent('opencode', { keeps: 'opencode', prints: '', reads: ['PWD'] });
    const id = await callback('opencode');
    assert.equal(await runOnce(id, false, { ...place.env, PWD: person }), 0);
    // On Windows only shells set PWD, so the tool does not get it.
    assert.equal(agent.calls()[0]?.env['PWD'], isWindows ? undefined : place.folder);
    assert.equal((await place.runs(id))[0]?.session, agent.calls()[0]?.session);
  });

  it('of fresh runs are known too, each another', async () => {
    const agent = place.fakeAgent('codex', { keeps: 'codex', prints: '' });
    const fresh = { payload: { message: 'Go on', agent: 'codex', mode: 'fresh' } };
    const ids = [await place.add(fresh), await place.add(fresh)];
    for (const id of ids) {
      await runOnce(id);
    }
    const known = await Promise.all(ids.map(async id => (await place.runs(id))[0]?.session));
    assert.deepEqual(known, sessionsOf(agent));
    assert.equal(new Set(known).size, 2);
  });
});
