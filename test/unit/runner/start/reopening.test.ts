import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { Run } from '../../../../src/core/rows/runEvents.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { makePlace, rowsOf, type Place } from '../../../support/runnerPlace.ts';
import { isWindows } from '../../../support/systems.ts';

describe('the conversation of a past run', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
    place.env['HOME'] = join(place.root, 'person');
    mkdirSync(place.env['HOME']);
  });
  afterEach(() => place.remove());

  const ran = async (agent: string, set: Readonly<Record<string, unknown>> = {}): Promise<[string, Run]> => {
    const id = await place.add({ payload: { message: 'Go on', prompt: 'Go on.', agent, mode: 'fresh' }, ...set });
    await place.run(await place.claim(id));
    const [run] = await place.runs(id);
    assert.ok(run);
    return [id, run];
  };
  const refused = async (id: string, reopens: Run, why: RegExp): Promise<void> => {
    const plan = await place.plan(id, { reopens });
    assert.ok(isRefusal(plan), JSON.stringify(plan));
    assert.match(plan.why, why);
  };

  it('is opened again without a prompt, whatever the entry is by now, and nothing of it is written down', async () => {
    for (const [tool, words] of [
      ['claude', ['--resume']],
      ['codex', ['resume']],
      ['copilot', ['--session-id']],
      ['gemini', ['--resume']],
      ['opencode', ['--session']],
    ] as const) {
      const agent = place.fakeAgent(tool, { keeps: tool, prints: '', reads: ['DEFER_RUN_ID', 'DEFER_ENTRY_ID'] });
      const [id, run] = await ran(tool);
      assert.equal((await place.entry(id)).status, 'done');
      const rows = rowsOf(place).length;
      const token = await place.claim(id, { reopens: run });
      assert.equal((await place.run(token)).code, 0);
      const call = agent.calls()[1];
      assert.deepEqual(call?.arguments, [...words, run.session], tool);
      assert.equal(call?.session, agent.calls()[0]?.session);
      assert.equal(call?.folder, place.folder);
      assert.deepEqual(call?.env, { DEFER_RUN_ID: token, DEFER_ENTRY_ID: id });
      assert.equal(rowsOf(place).length, rows);
      assert.notEqual((await place.run(token)).code, 0, 'a token starts one thing');
    }
  });

  it('is the one that this machine wrote down, not the one that the file names', async () => {
    const agent = place.fakeAgent('claude', { keeps: 'claude', prints: '' });
    const [id, run] = await ran('claude');
    const forged = { ...run, session: '--dangerously-skip-permissions' };
    const plan = await place.plan(id, { reopens: forged });
    assert.ok(!isRefusal(plan));
    assert.deepEqual(plan.args, ['--resume', agent.calls()[0]?.session]);
  });

  it('is not here for a run of another machine, folder or entry', async () => {
    place.fakeAgent('claude', { keeps: 'claude', prints: '' });
    const [id, run] = await ran('claude');
    const [other] = await ran('claude');
    await refused(other, run, /was not started on this machine and in this folder/);
    await refused(id, { ...run, token: 'f'.repeat(32) }, /was not started on this machine/);
    await refused(id, { ...run, token: '../../x' }, /was not started on this machine/);
    const clone = join(place.root, 'clone');
    cpSync(place.folder, clone, { recursive: true });
    const ledger = new Ledger({ scope: 'project', folder: clone }, new FileLog(clone), 'abc124', endLinked);
    const plan = await place.launcher().plan(ledger, await place.entry(id), { again: false, reopens: run });
    assert.ok(isRefusal(plan) && /was not started on this machine and in this folder/.test(plan.why));
    rmSync(join(place.home, 'claims'), { recursive: true });
    await refused(id, run, /was not started on this machine/);
  });

  it('cannot be opened where there is none, or the tool has no way to', async () => {
    place.fakeAgent('claude');
    place.fakeAgent('codex');
    const [silent, run] = await ran('codex');
    assert.equal(run.session, null);
    await refused(silent, run, /does not know under which id codex/);
    const [id, known] = await ran('claude');
    const settings = (): unknown => ({ plain: { executable: 'claude', fresh: ['<prompt>'] } });
    const plain = await place.add({ payload: { message: 'x', prompt: 'x', agent: 'plain' } });
    await place.run(await place.claim(plain, { settings }));
    const [bare] = await place.runs(plain);
    assert.ok(bare);
    await refused(plain, bare, /does not know under which id plain/);
    await refused(id, { ...known, outcome: 'running' }, /still going on/);
    const store = join(place.env['HOME'] ?? '', '.claude', 'projects', 'x');
    mkdirSync(store, { recursive: true });
    await refused(id, known, /claude no longer has that conversation/);
    rmSync(join(place.bin, isWindows ? 'claude.cmd' : 'claude'));
    rmSync(store, { recursive: true });
    await refused(id, known, /was not found on PATH/);
  });

  it('is not for a command, and not for an agent to open', async () => {
    place.fakeAgent('claude', { prints: '' });
    const [id, run] = await ran('claude');
    const plan = await place.plan(id, { reopens: run, env: { ...place.env, DEFER_RUN_ID: 'x' } });
    assert.ok(isRefusal(plan) && /does not start others/.test(plan.why));
    const command = await place.add({
      kind: 'command',
      payload: { message: 'x', command: [join(place.bin, 'claude')] },
    });
    await place.run(await place.claim(command));
    const [ended] = await place.runs(command);
    assert.ok(ended);
    await refused(command, ended, /a command, which has no conversation/);
  });
});
