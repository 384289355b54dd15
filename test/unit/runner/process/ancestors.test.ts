import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lookOf, runAbove, type ProcessSeen } from '../../../../src/runner/process/ancestors.ts';
import { runnerPath } from '../../../../src/runner/home/homeFiles.ts';
import { markRunner } from '../../../../src/runner/process/runnerMark.ts';
import { testHome } from '../../../support/home.ts';
import { makePlace } from '../../../support/runnerPlace.ts';
import { isWindows } from '../../../support/systems.ts';

const home = mkdtempSync(join(tmpdir(), 'defer-ancestors-'));
const children: ChildProcess[] = [];
after(() => {
  children.forEach(child => child.kill());
  rmSync(home, { recursive: true, force: true });
});

const lookIn =
  (processes: Readonly<Record<number, ProcessSeen>>) =>
  (pid: number): ProcessSeen | undefined =>
    processes[pid];

test('a process is part of the run that it or one above it was started by', () => {
  const look = lookIn({ 9: { parent: 8 }, 8: { parent: 7, agent: 'codex' }, 7: { parent: 1 } });
  assert.deepEqual(runAbove(9, home, look), { agent: 'codex' });
  assert.deepEqual(runAbove(8, home, look), { agent: 'codex' });
  assert.equal(runAbove(7, home, look), undefined);
  const contained = lookIn({ 9: { parent: 1 }, 1: { parent: 0, agent: 'codex' } });
  assert.deepEqual(runAbove(9, home, contained), { agent: 'codex' }, 'the first one of a sandbox');
});

test('it is found above programs that do not tell their environment, by the runner that started them', async () => {
  const look = lookIn({ 9: { parent: 8 }, 8: { parent: process.pid }, [process.pid]: { parent: 1 } });
  assert.equal(runAbove(9, home, look), undefined);
  const unmark = [await markRunner(home, 'codex'), await markRunner(home, 'codex')];
  assert.deepEqual(runAbove(9, home, look), { agent: 'codex' });
  unmark[0]?.();
  assert.deepEqual(runAbove(9, home, look), { agent: 'codex' }, 'another run of this process goes on');
  unmark[1]?.();
  assert.equal(runAbove(9, home, look), undefined);
});

test('a number that a runner had before it died is nobody’s run', { skip: process.platform !== 'linux' }, () => {
  const look = lookIn({ 9: { parent: process.pid }, [process.pid]: { parent: 1 } });
  for (const text of [JSON.stringify({ pid: process.pid, born: 'boot 1', agent: 'codex' })]) {
    mkdirSync(join(home, 'runners'), { recursive: true });
    writeFileSync(runnerPath(home, process.pid), text);
    assert.equal(runAbove(9, home, look), undefined);
  }
  rmSync(runnerPath(home, process.pid));
});

test('a circle of processes, and a chain that ends somewhere, are no run', () => {
  assert.equal(runAbove(9, home, lookIn({ 9: { parent: 8 }, 8: { parent: 9 } })), undefined);
  assert.equal(runAbove(9, home, lookIn({ 9: { parent: 8 } })), undefined);
});

test('Linux tells of any process its parent and its environment', { skip: process.platform !== 'linux' }, () => {
  const look = lookOf('linux');
  assert.equal(look(process.pid)?.parent, process.ppid);
  const env = { HOME: testHome, DEFER_RUN_ID: 'f'.repeat(32), DEFER_AGENT: 'codex' };
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { env, stdio: 'ignore' });
  children.push(child);
  assert.deepEqual(look(child.pid ?? 0), { parent: process.pid, agent: 'codex' });
  assert.equal(look(2 ** 30), undefined);
});

test(
  'ps on macOS gives the parents of a process',
  { skip: (isWindows || !existsSync('/bin/ps')) && 'there is no ps here' },
  () => {
    assert.deepEqual(lookOf('darwin')(process.pid), { parent: process.ppid });
  },
);

test('a run makes its runner known for as long as its agent is at work', async () => {
  const place = makePlace();
  try {
    const agent = place.fakeAgent('claude');
    const runner = place.runner(await place.claim(await place.add()));
    const marks: boolean[] = [];
    const watch = setInterval(() => marks.push(existsSync(runnerPath(place.home, runner.process.pid ?? 0))), 5);
    assert.equal((await runner.end).code, 0);
    clearInterval(watch);
    assert.equal(agent.calls().length, 1);
    assert.ok(marks.includes(true));
    assert.equal(existsSync(runnerPath(place.home, runner.process.pid ?? 0)), false);
  } finally {
    place.remove();
  }
});
