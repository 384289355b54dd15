import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { openShell } from './shell.ts';

interface PastRun {
  readonly outcome: string;
  readonly exit_code: number | null;
  readonly session: string;
  readonly prompt_path: string;
}

test('a run that failed is in the history with its prompt, and is parked until its limit resets', async t => {
  const shell = openShell();
  t.after(() => shell.remove());
  const agent = placeFakeAgent(shell.bin, 'claude', { exitCode: 3 });
  const words = ['Review', '--when', 'now', '--agent', 'claude', '--prompt', 'Go on.', '--max-retries', '1'];
  const { id } = await shell.json<{ id: string }>('add', ...words);

  const tried = await shell.defer('run', id, '--retry');
  assert.equal(tried.code, 1);
  assert.match(tried.out, /exit code 3\. It is due again .*, retry 1 of 1\.\n$/);
  assert.match((await shell.defer('list')).out, / · retry 1 of 1$/m);

  const [run, ...more] = await shell.json<PastRun[]>('history');
  assert.deepEqual([run?.outcome, run?.exit_code, more.length], ['failed', 3, 0]);
  const prompt = readFileSync(run?.prompt_path ?? '', 'utf8');
  assert.ok(prompt.includes('Go on.'));
  assert.match((await shell.defer('history', id)).out, /failed, exit code 3 · .*claude/);

  const notice = join(shell.root, 'notice.txt');
  writeFileSync(notice, `${'working\n'.repeat(1000)}You've hit your usage limit. Try again in 2 hours.\n`);
  const asked = await shell.defer('park', id, '--from', notice);
  assert.deepEqual([asked.code, /has to confirm it, or use --yes/.test(asked.err)], [1, true]);
  const parked = await shell.json<{ id: string; mode: string; due_at: string }>('park', id, '--from', notice, '--yes');
  assert.equal(parked.mode, 'callback');
  assert.ok(Math.abs(Date.parse(parked.due_at) - Date.now() - 121 * 60_000) < 60_000);

  agent.behave({});
  assert.equal((await shell.defer('run', parked.id)).code, 0);
  assert.deepEqual(agent.calls()[1]?.arguments.slice(0, 2), ['--resume', run?.session]);
  assert.equal(existsSync(join(shell.home, '.sf', 'defer', 'output')), false, 'somebody watched');
});

test('a file that cannot be read is said to be none', async t => {
  const shell = openShell();
  t.after(() => shell.remove());
  const { code, err } = await shell.defer('park', '--from', join(shell.root, 'nowhere'), '--yes');
  assert.deepEqual([code, err], [1, 'defer: Could not read the file that --from names: it does not exist.\n']);
});
