import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { sessionUuid } from '../../../../src/runner/agents/session.ts';
import { makePlace, type Place } from '../../../support/runnerPlace.ts';

describe('a conversation', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  const callback = (agent: string, session?: string): Promise<string> =>
    place.add({ payload: { message: 'Go on', agent, mode: 'callback', ...(session !== undefined && { session }) } });
  const runOnce = async (id: string): Promise<void> => {
    assert.equal((await place.run(await place.claim(id))).code, 0);
  };

  it('is a new one each time in fresh mode', async () => {
    const agent = place.fakeAgent('claude');
    await runOnce(await place.add());
    await runOnce(await place.add());
    const [first, second] = agent.calls().map(call => call.arguments);
    assert.equal(first?.[0], '--session-id');
    assert.notEqual(first?.[1], second?.[1]);
  });

  it('goes on under its name in callback mode', async () => {
    const agent = place.fakeAgent('claude');
    const id = await callback('claude', 'review');
    await runOnce(id);
    await runOnce(await callback('claude', 'review'));
    await runOnce(await callback('claude', 'another'));
    const uuid = sessionUuid(place.folder, 'review');
    assert.deepEqual(
      agent.calls().map(call => call.arguments.slice(0, 3)),
      [
        ['--session-id', uuid, '--'],
        ['--resume', uuid, '--'],
        ['--session-id', sessionUuid(place.folder, 'another'), '--'],
      ],
    );
    assert.equal((await place.runs(id))[0]?.session, uuid);
  });

  it('is the entry’s own where it names no session', async () => {
    const agent = place.fakeAgent('claude');
    const id = await callback('claude');
    await runOnce(id);
    assert.equal(agent.calls()[0]?.arguments[1], sessionUuid(place.folder, id));
  });

  it('is one for each tool', async () => {
    place.fakeAgent('claude');
    const copilot = place.fakeAgent('copilot');
    await runOnce(await callback('claude', 'review'));
    await runOnce(await callback('copilot', 'review'));
    assert.deepEqual(copilot.calls()[0]?.arguments.slice(0, 3), [
      '--session-id',
      sessionUuid(place.folder, 'review'),
      `--interactive=${copilot.calls()[0]?.arguments[2]?.slice('--interactive='.length)}`,
    ]);
  });

  it('is not remembered where nothing was started', async () => {
    const agent = place.fakeAgent('claude');
    const token = await place.claim(await callback('claude', 'review'));
    rmSync(agent.path);
    assert.equal((await place.run(token)).code, 127);
    place.fakeAgent('claude');
    const plan = await place.plan(await callback('claude', 'review'));
    assert.ok(!isRefusal(plan) && plan.args[0] === '--session-id');
  });

  it('is not believed where its record was tampered with', async () => {
    place.fakeAgent('claude');
    await runOnce(await callback('claude', 'review'));
    const sessions = join(place.home, 'sessions');
    for (const name of readdirSync(sessions)) {
      writeFileSync(join(sessions, name), JSON.stringify({ claude: '--dangerously-skip-permissions' }));
    }
    const plan = await place.plan(await callback('claude', 'review'));
    assert.ok(!isRefusal(plan) && plan.args[0] === '--session-id');
  });

  it('cannot be gone on with where its id can never be known, or the tool has no way to', async () => {
    place.fakeAgent('codex');
    const settings = (): unknown => ({
      plain: { executable: 'codex', fresh: ['<prompt>'] },
      codex: { keeper: 'none' },
    });
    const named = await place.plan(await callback('codex'), { settings });
    assert.ok(isRefusal(named) && /cannot find them\. Use --mode fresh/.test(named.why));
    const plain = await place.plan(await callback('plain'), { settings });
    assert.ok(isRefusal(plain) && /has no "resume".+--mode fresh/.test(plain.why));
  });

  it('has a version 5 UUID', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(sessionUuid('/a', 'b'), uuid);
    assert.equal(sessionUuid('/a', 'b'), sessionUuid('/a', 'b'));
    assert.notEqual(sessionUuid('/a', 'b'), sessionUuid('/b', 'a'));
  });
});
