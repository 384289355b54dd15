import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { node, openShell, program, run, type Shell, type Spoken } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = openShell();
});
const children: ChildProcess[] = [];
afterEach(() => {
  children.splice(0).forEach(child => child.kill('SIGKILL'));
  shell.remove();
});

/** A process that goes on, and what ends it. */
function longProcess(): { readonly pid: string; end(): Promise<void> } {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  children.push(child);
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()));
  return {
    pid: String(child.pid),
    end: () => {
      child.kill('SIGKILL');
      return closed;
    },
  };
}

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly runs: readonly { readonly outcome: string }[];
}

/** Whether this machine lets a process have another host name. */
const mayRename = ((): boolean => {
  try {
    execFileSync('/usr/bin/unshare', ['--uts', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Calls Defer on this machine, while that is called something else. */
const renamed = (...words: readonly string[]): Promise<Spoken> => {
  const script = 'hostname other.local && exec "$@"';
  const env = { ...shell.env, PATH: `${shell.env['PATH']}:/usr/bin:/bin` };
  return run('/usr/bin/unshare', ['--uts', '/bin/sh', '-c', script, 'sh', node, program, ...words], shell.project, env);
};

const outcomes = async (id: string): Promise<readonly string[]> =>
  (await shell.json<Entry>('show', id)).runs.map(({ outcome }) => outcome);

/** Starts a run and kills it, runner and agent, as a machine that dies does. */
async function loseRun(id: string): Promise<void> {
  const agent = placeFakeAgent(shell.bin, 'claude', { waitsFor: join(shell.root, 'never') });
  const runner = spawn(node, [program, 'run', id], { cwd: shell.project, env: shell.env, stdio: 'ignore' });
  const closed = new Promise(resolve => runner.once('close', resolve));
  const deadline = Date.now() + 20_000;
  while (agent.calls().length === 0) {
    assert.ok(Date.now() < deadline, 'the agent never came');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  assert.deepEqual(await outcomes(id), ['running']);
  runner.kill('SIGKILL');
  process.kill(agent.calls()[0]?.pid ?? 0, 'SIGKILL');
  await closed;
}

const unlessRenamed = { skip: !mayRename && 'needs unshare --uts' };

test('a run that was killed can be run again, whatever this machine is called by then', unlessRenamed, async () => {
  const id = (await shell.json<Entry>('add', 'x', '--when', 'now', '--agent', 'claude', '--prompt', 'Go on')).id;
  await loseRun(id);
  const { out } = await renamed('--json', 'show', id);
  assert.deepEqual(
    (JSON.parse(out) as Entry).runs.map(({ outcome }) => outcome),
    ['unknown'],
  );
  placeFakeAgent(shell.bin, 'claude');
  const again = await renamed('run', id, '--again');
  assert.equal(again.code, 0, again.err);
  assert.deepEqual(await outcomes(id), ['unknown', 'ok']);
});

test('an entry ends with its process, whatever this machine is called by then', unlessRenamed, async () => {
  const linked = longProcess();
  const id = (await shell.json<Entry>('add', 'x', '--when', '1h', '--process', linked.pid)).id;
  const other = (await shell.json<Entry>('add', 'other', '--when', '1h')).id;
  await renamed('snooze', other, '2h');
  assert.equal((await shell.json<Entry>('show', id)).status, 'pending', 'while it runs');
  await linked.end();
  await renamed('snooze', other, '3h');
  assert.equal((await shell.json<Entry>('show', id)).status, 'cancelled');
});

test(
  'what waits for a process is due once that exits, whatever this machine is called by then',
  unlessRenamed,
  async () => {
    const linked = longProcess();
    const id = (await shell.json<Entry>('add', 'x', '--when-exits', linked.pid)).id;
    const isDue = async (): Promise<boolean> => (await renamed('--json', 'list', '--due')).out.includes(id);
    assert.equal(await isDue(), false);
    await linked.end();
    assert.equal(await isDue(), true);
  },
);
