import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gitEnv, identity } from '../support/git.ts';
import { node, openShell, program, type Shell } from './shell.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

interface PastRun {
  readonly place: string | null;
  readonly files: number | null;
}

describe('a run in a worktree, from the command line', () => {
  let shell: Shell;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], {
      cwd: shell.project,
      env: gitEnv(shell.home),
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  const script = (...lines: readonly string[]): void => {
    writeFileSync(join(shell.bin, 'claude'), ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(join(shell.bin, 'claude'), 0o755);
  };
  const call = (...words: readonly string[]): string => [node, program, ...words].map(word => `'${word}'`).join(' ');
  const add = async (...more: readonly string[]): Promise<string> =>
    (await shell.json<Entry>('add', 'Look at it', '--when', '1h', '--agent', 'claude', ...more)).id;
  beforeEach(() => {
    shell = openShell();
    shell.env['PATH'] = `${shell.bin}:/usr/bin:/bin`;
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(shell.project, 'a.txt'), 'one\n');
  });
  afterEach(() => shell.remove());

  it('is where the entry or the person says, and is told of before and after', async () => {
    script('echo x > made.txt');
    git('add', '--all');
    git('commit', '--quiet', '--message=x');
    const id = await add();
    const dry = await shell.defer('run', id, '--dry-run', '--in', 'worktree');
    assert.match(dry.out, /Works in: +a worktree of its own, on a new branch "defer\/…"\n +Works on a copy of main at/);
    const ran = await shell.defer('run', id, '--in', 'worktree');
    assert.deepEqual(
      [ran.code, /It left a result, 1 file \+1 −0: "defer results [0-9a-f]{8}"\./.test(ran.out)],
      [0, true],
    );
    assert.match((await shell.defer('show', id)).out, /, run [0-9a-f]{8} in a worktree, 1 file \+1 −0\n/);
    for (const asked of ['list', 'status']) {
      assert.match((await shell.defer(asked)).out, /1 result waits for you: "defer results"\.\n$/);
    }
    assert.equal(existsSync(join(shell.project, 'made.txt')), false);
    assert.equal((await shell.defer('run', await add('--in', 'here'))).code, 0);
    assert.equal(existsSync(join(shell.project, 'made.txt')), true);
    const runs = await shell.json<readonly PastRun[]>('history');
    assert.deepEqual(
      runs.map(({ place, files }) => [place, files]),
      [
        ['here', 1],
        ['worktree', 1],
      ],
    );
  });

  it('that failed is marked among the results', async () => {
    script('echo x > made.txt; exit 3');
    git('add', '--all');
    git('commit', '--quiet', '--message=x');
    const ran = await shell.defer('run', await add('--in', 'worktree'));
    assert.deepEqual([ran.code, /exit code 3\. It left a result, 1 file/.test(ran.out)], [1, true]);
    assert.match((await shell.defer('results')).out, /^[0-9a-f]{8} .*1 file \+1 −0 .* ago {2}failed\n/);
    const [{ outcome } = {}] = await shell.json<readonly { readonly outcome?: string }[]>('results');
    assert.equal(outcome, 'failed');
  });

  it('schedules in the schedule of the checkout, whatever is copied, and whoever passes the environment on', async () => {
    const id = await add('--in', 'worktree');
    git('add', '--all', '--force');
    git('commit', '--quiet', '--message=x');
    script(
      call('add', 'By the run', '--when', '1h'),
      `env -u DEFER_RUN_ID -u DEFER_AGENT ${call('add', 'Without the environment', '--when', '1h')}`,
      call('--dir', '.', 'add', 'By its folder', '--when', '1h'),
      'mkdir -p sub; cd sub',
      call('add', 'From inside', '--when', '1h'),
      'cp ../.sf/schedule.jsonl ../seen.txt',
    );
    const before = readFileSync(join(shell.project, '.sf', 'schedule.jsonl'), 'utf8');
    assert.equal((await shell.defer('run', id)).code, 0);
    const entries = await shell.json<readonly Entry[]>('list', '--all');
    const titles = ['By its folder', 'By the run', 'From inside', 'Without the environment'];
    assert.deepEqual(
      entries.flatMap(({ title, status }) => (titles.includes(title) ? [`${title}: ${status}`] : [])).sort(),
      titles.map(title => `${title}: proposed`),
    );
    const [path = ''] = git('worktree', 'list', '--porcelain')
      .split('\n')
      .filter(line => /worktree .*worktrees/.test(line));
    assert.equal(readFileSync(join(path.slice('worktree '.length), 'seen.txt'), 'utf8'), before);
  });
});
