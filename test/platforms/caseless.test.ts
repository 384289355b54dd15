import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openShell, type Shell, type Spoken } from '../cli/shell.ts';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { gitEnv, identity } from '../support/git.ts';

// Tests one folder under several names, on the disk that DEFER_TEST_CASELESS names. `npm run test:platforms` makes the
// disk.

const disk = process.env['DEFER_TEST_CASELESS'] ?? '';
assert.ok(disk, 'DEFER_TEST_CASELESS must name a folder on a disk that ignores case');

let shell: Shell;
/** The folder as the disk spells it, and as people may type it. */
const project = join(disk, 'work', 'project');
const NAMES = [project, join(disk, 'Work', 'PROJECT'), join(disk, 'WORK', 'project')];
beforeEach(() => {
  shell = openShell();
  mkdirSync(project, { recursive: true });
  shell.env['PATH'] = `${shell.bin}:/usr/bin:/bin`;
  placeFakeAgent(shell.bin, 'claude');
});
afterEach(() => {
  rmSync(join(disk, 'work'), { recursive: true });
  shell.remove();
});

const well = async (folder: string, ...words: readonly string[]): Promise<Spoken> => {
  const spoken = await shell.from(folder, ...words);
  assert.equal(spoken.code, 0, `${folder} ${words.join(' ')}: ${spoken.out}${spoken.err}`);
  return spoken;
};
const AGENT = ['--when', 'now', '--agent', 'claude', '--prompt', 'Go on.'];
const idOf = async (...words: readonly string[]): Promise<string> =>
  (JSON.parse((await well(NAMES[1] ?? '', '--json', ...words)).out) as { id: string }).id;

test('an act under one name is seen and undone under every other name', async () => {
  for (const name of NAMES) {
    const id = await idOf('add', 'x', '--when', '1h');
    for (const each of NAMES) {
      assert.match((await well(each, 'list')).out, /x/);
      assert.match((await well(each, 'log')).out, new RegExp(`id=${id} .*in=${project}$`, 'm'));
    }
    assert.match((await well(name, 'undo')).out, /Undone/);
  }
  assert.equal(readdirSync(join(shell.home, '.sf', 'defer', 'undo')).length, 1);
});

test('a run under one name is known under every other name, and its conversation continues there', async () => {
  const id = await idOf('add', 'x', ...AGENT);
  await well(NAMES[0] ?? '', 'run', id);
  for (const each of NAMES) {
    assert.match((await well(each, 'history')).out, /x {2}ok/);
    assert.equal((await shell.from(each, 'run', id)).code, 1, 'not twice');
  }
});

test('a program in the folder is not started by any of its names', async () => {
  mkdirSync(join(project, 'tools'));
  copyFileSync(join(shell.bin, 'claude'), join(project, 'tools', 'codex'));
  for (const tools of NAMES.map(name => join(name, 'TOOLS')).concat(join(project, 'tools'))) {
    shell.env['PATH'] = `${tools}:/usr/bin:/bin`;
    for (const each of NAMES) {
      assert.match((await well(each, 'doctor')).out, /codex .* lies in, or leads through, the folder/);
    }
  }
});

test('a result is kept under another name than the one it was made under', async () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...identity, ...args], { cwd: project, env: gitEnv(shell.home), encoding: 'utf8' });
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message=first');
  placeFakeAgent(shell.bin, 'claude', { leaves: { path: 'made.txt', text: 'made\n' } });
  Object.assign(shell.env, {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
  });
  const id = await idOf('add', 'x', ...AGENT, '--in', 'worktree');
  await well(NAMES[2] ?? '', 'run', id);
  const [result] = JSON.parse((await well(NAMES[0] ?? '', '--json', 'results')).out) as readonly { run: string }[];
  await well(NAMES[1] ?? '', 'keep', result?.run ?? '');
  assert.match(git('log', '--stat', '--format=%s'), /made\.txt/);
});
