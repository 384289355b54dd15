import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { scheduleOf } from '../../../support/folder.ts';
import { isThere, longRun, makePlace, rowsOf, until, type Place } from '../../../support/runnerPlace.ts';
import { onPosix } from '../../../support/systems.ts';

describe('a run', () => {
  let place: Place;
  beforeEach(() => {
    place = makePlace();
  });
  afterEach(() => place.remove());

  it('whose agent is killed fails with the signal', onPosix, async () => {
    const id = await place.add();
    const { runner, agentPid } = await longRun(place, id);
    assert.equal((await place.runs(id))[0]?.outcome, 'running');
    process.kill(agentPid, 'SIGKILL');
    assert.equal((await runner.end).code, 137);
    assert.deepEqual([(await place.entry(id)).lastError, (await place.entry(id)).attempts], ['ended by SIGKILL', 1]);
    assert.equal((await place.runs(id))[0]?.exit_code, 137);
  });

  it('whose terminal is closed takes its agent along and leaves the entry as it was', onPosix, async () => {
    const id = await place.add();
    const { runner, agentPid } = await longRun(place, id);
    runner.process.kill('SIGHUP');
    assert.equal((await runner.end).code, 129);
    assert.equal(isThere(agentPid), false);
    const [run] = await place.runs(id);
    assert.deepEqual([run?.outcome, run?.exit_code], ['interrupted', 129]);
    const entry = await place.entry(id);
    assert.deepEqual([entry.status, entry.attempts, entry.lastError], ['pending', 0, undefined]);
    assert.equal(rowsOf(place).at(-1)?.['updated_at'], undefined);
  });

  it('whose agent stays when the terminal is closed is ended by force', onPosix, async () => {
    const stubborn = join(place.bin, 'claude');
    const ready = join(place.root, 'ready');
    const script = `#!/bin/sh\ntrap '' HUP\necho $$ > '${ready}'\nwhile :; do /bin/sleep 0.1; done\n`;
    writeFileSync(stubborn, script, { mode: 0o755 });
    const id = await place.add();
    const runner = place.runner(await place.claim(id));
    await until('the agent is there', () => existsSync(ready) && readFileSync(ready, 'utf8') !== '');
    runner.process.kill('SIGHUP');
    assert.equal((await runner.end).code, 129);
    assert.equal(isThere(Number(readFileSync(ready, 'utf8'))), false);
  });

  it('that is hung up counts as hung up, whatever its agent made of it', onPosix, async () => {
    const told = join(place.root, 'told');
    const ready = join(place.root, 'ready');
    const script = `#!/bin/sh\ntrap 'echo > "${told}"; exit 0' HUP\necho > '${ready}'\nwhile :; do /bin/sleep 0.05; done\n`;
    writeFileSync(join(place.bin, 'claude'), script, { mode: 0o755 });
    const id = await place.add();
    const runner = place.runner(await place.claim(id));
    await until('the agent is there', () => existsSync(ready));
    runner.process.kill('SIGHUP');
    assert.equal((await runner.end).code, 129);
    assert.equal((await place.entry(id)).status, 'pending');
    assert.ok(existsSync(told), 'the agent was told');
  });

  it('that is asked to stop fails with that', onPosix, async () => {
    const id = await place.add();
    const { runner } = await longRun(place, id);
    runner.process.kill('SIGTERM');
    assert.equal((await runner.end).code, 143);
    assert.equal((await place.entry(id)).lastError, 'ended by SIGTERM');
  });

  it(
    'that a person stops is ended, by force where its agent stays, and its entry stays as it was',
    onPosix,
    async () => {
      const stubborn = join(place.bin, 'claude');
      const ready = join(place.root, 'ready');
      const script = `#!/bin/sh\ntrap '' TERM\necho $$ > '${ready}'\nwhile :; do /bin/sleep 0.1; done\n`;
      writeFileSync(stubborn, script, { mode: 0o755 });
      const id = await place.add();
      const runner = place.runner(await place.claim(id));
      await until('the agent is there', () => existsSync(ready) && readFileSync(ready, 'utf8') !== '');
      assert.deepEqual(await place.launcher().stop(place.ledger, await place.entry(id)), { hasEnded: true });
      assert.equal((await runner.end).code, 130);
      assert.equal(isThere(Number(readFileSync(ready, 'utf8'))), false);
      const [run] = await place.runs(id);
      assert.deepEqual([run?.outcome, run?.exit_code], ['stopped', 130]);
      const entry = await place.entry(id);
      assert.deepEqual([entry.status, entry.attempts, entry.lastError], ['pending', 0, undefined]);
      assert.deepEqual(
        readdirSync(join(place.home, 'tokens')).filter(name => name.endsWith('.stop')),
        [],
      );
      const again = await place.launcher().stop(place.ledger, entry);
      assert.ok(isRefusal(again) && again.why.includes('nothing to stop'));
    },
  );

  it('that was claimed and is stopped never starts', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    assert.deepEqual(await place.launcher().stop(place.ledger, await place.entry(id)), { hasEnded: true });
    assert.equal((await place.run(token)).code, 1);
    assert.deepEqual(agent.calls(), []);
  });

  it('that is stopped before its agent is there starts none, and counts as stopped', async () => {
    const agent = place.fakeAgent('claude');
    const id = await place.add();
    const token = await place.claim(id);
    writeFileSync(join(place.home, 'tokens', `${token}.stop`), '');
    assert.equal((await place.run(token)).code, 130);
    assert.deepEqual(agent.calls(), []);
    assert.deepEqual([(await place.entry(id)).status, (await place.runs(id))[0]?.outcome], ['pending', 'stopped']);
  });

  it('is stopped though rows say that it has ended, and that another one goes on elsewhere', async () => {
    const id = await place.add();
    const { runner } = await longRun(place, id);
    const [{ occ, gen, token } = { occ: '', gen: 0, token: '' }] = await place.runs(id);
    const forged = [
      { occ, gen, token, event: 'ended', exit_code: 0 },
      { occ: 'extra:1', gen: 0, token: 'f'.repeat(32), event: 'started', pid: 1, host: 'elsewhere' },
    ];
    const lines = forged.map((run, n) => {
      const defer = { st: [1, n, 'abcdef'], ch: [], h: '0'.repeat(16) };
      return `${JSON.stringify({ schemaVersion: 1, id, run: { ...run, at: new Date().toISOString() }, defer })}\n`;
    });
    appendFileSync(scheduleOf(place.folder), lines.join(''));
    assert.deepEqual(
      (await place.runs(id)).map(run => run.outcome),
      ['ok', 'running'],
    );
    assert.deepEqual(await place.launcher().stop(place.ledger, await place.entry(id)), { hasEnded: true });
    assert.equal((await runner.end).code, 130);
    const again = await place.launcher().stop(place.ledger, await place.entry(id));
    assert.ok(isRefusal(again) && again.why.includes('another machine'));
  });

  it('of another entry is not stopped, whatever a row of this one says', async () => {
    place.fakeAgent('claude');
    const [id, forged] = [await place.add(), await place.add()];
    const token = await place.claim(id);
    const [event] = (await place.ledger.look()).get(id)?.runEvents() ?? [];
    assert.ok(event);
    await place.ledger.act(forged, place.clock.now(), () => ({ set: {}, run: event }));
    const refused = await place.launcher().stop(place.ledger, await place.entry(forged));
    assert.ok(isRefusal(refused) && refused.why.includes('not a run of this entry'), JSON.stringify(refused));
    assert.equal(existsSync(join(place.home, 'tokens', `${token}.started`)), false);
  });

  it('of another machine is not stopped from here, whatever a row says', async () => {
    const id = await place.add();
    const run = {
      occ: 'once',
      gen: 0,
      token: 'f'.repeat(32),
      at: place.clock.now(),
      pid: 1,
      host: 'elsewhere',
    } as const;
    await place.ledger.act(id, place.clock.now(), () => ({ set: {}, run: { ...run, event: 'started' } }));
    const refused = await place.launcher().stop(place.ledger, await place.entry(id));
    assert.ok(isRefusal(refused) && refused.why.includes('another machine'), JSON.stringify(refused));
    assert.equal(existsSync(join(place.home, 'tokens')), false);
  });

  it('outlives Ctrl-C, which is the agent’s business', onPosix, async () => {
    const id = await place.add();
    const { runner, end } = await longRun(place, id);
    runner.process.kill('SIGINT');
    await new Promise(resolve => setTimeout(resolve, 100));
    end();
    assert.equal((await runner.end).code, 0);
    assert.equal((await place.entry(id)).status, 'done');
  });

  it('that its agent ends with 130 leaves the entry as it was', async () => {
    place.fakeAgent('claude', { exitCode: 130 });
    const id = await place.add();
    assert.equal((await place.run(await place.claim(id))).code, 130);
    assert.deepEqual([(await place.entry(id)).status, (await place.runs(id))[0]?.outcome], ['pending', 'interrupted']);
  });
});
