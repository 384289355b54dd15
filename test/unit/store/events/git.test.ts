import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Git } from '../../../../src/store/events/git.ts';
import { GitClaims } from '../../../../src/store/events/gitClaim.ts';
import { gitEnv, identity } from '../../../support/git.ts';

let root: string;
let work: string;
let bin: string;
let noted: string;
const before = { ...process.env };
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-git-')));
  [work, bin, noted] = [join(root, 'work'), join(root, 'bin'), join(root, 'noted')];
  mkdirSync(bin);
  mkdirSync(work);
  Object.assign(process.env, gitEnv(root));
  git(work, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(work, 'a.txt'), 'a');
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '--message=first');
});
afterEach(() => {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, before);
  rmSync(root, { recursive: true, force: true });
});

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd, env: gitEnv(root), encoding: 'utf8', stdio: 'pipe' }).trim();

/** A program that says that it ran, and then does `more`. */
function canary(path: string, more = ''): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "$0 $@" >> '${noted}'\n${more}\n`);
  chmodSync(path, 0o755);
}

const ran = (): string => (existsSync(noted) ? readFileSync(noted, 'utf8') : '');

test('nothing in the environment that is of another repository reaches git, and the person’s configuration does', async () => {
  const names = git(work, 'rev-parse', '--local-env-vars').split('\n');
  assert.ok(names.length > 10);
  for (const name of [...names, 'GIT_CONFIG_KEY_0']) {
    process.env[name] = name.startsWith('GIT_CONFIG_') ? '' : '/elsewhere';
  }
  Object.assign(process.env, { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'my.own', GIT_CONFIG_VALUE_0: 'kept' });
  process.env['GIT_CONFIG_PARAMETERS'] = "'my.other'='kept'";
  writeFileSync(join(bin, 'git'), '#!/bin/sh\nPATH=/usr/bin:/bin env\n');
  chmodSync(join(bin, 'git'), 0o755);
  process.env['PATH'] = bin;
  // Defer itself has git look at no replacements; none of theirs comes through.
  const lines = (await new Git(work).ask([]))?.split('\n').filter(line => !OWN.includes(line));
  const seen = new Set(lines?.map(line => line.slice(0, line.indexOf('='))));
  const theirs = names.filter(name => !/^GIT_CONFIG_(?:COUNT|PARAMETERS)$/.test(name));
  assert.deepEqual(
    theirs.filter(name => seen.has(name)),
    [],
  );
  process.env['PATH'] = before['PATH'];
  const told = await new Git(work).ask(['config', '--get-regexp', '^my\\.|^its\\.'], { config: [['its.own', 'set']] });
  assert.deepEqual(told?.trim().split('\n').sort(), ['its.own set', 'my.other kept', 'my.own kept']);
  assert.equal((await new Git(work).ask(['rev-parse', 'HEAD']))?.trim(), git(work, 'rev-parse', 'HEAD'));
});

/** What Defer sets itself of what is of one repository. */
const OWN: readonly string[] = ['GIT_NO_REPLACE_OBJECTS=1', 'GIT_GRAFT_FILE=/dev/null/none'];

/** Puts a git on PATH that knows less than this one: it does not hear some variables. */
function placeOldGit(...unknown: readonly string[]): void {
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\nunset ${unknown.join(' ')}\nexec ${real} "$@"\n`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  process.env['PATH'] = `${bin}:${before['PATH']}`;
}

test('what a clone lacks is not fetched by an older git either, whatever its configuration allows', async () => {
  git(work, 'config', 'uploadpack.allowFilter', 'true');
  const part = join(root, 'part');
  git(root, 'clone', '--quiet', '--no-checkout', '--filter=tree:0', `file://${work}`, part);
  canary(join(root, 'pack'), 'exec git-upload-pack "$@"');
  git(part, 'config', 'remote.origin.uploadpack', join(root, 'pack'));
  git(part, 'config', 'protocol.file.allow', 'always');
  placeOldGit('GIT_NO_LAZY_FETCH');
  assert.equal(await new Git(part).ask(['status', '--porcelain=v2']), undefined);
  assert.equal(ran(), '');
  assert.notEqual(git(part, 'status', '--porcelain=v2'), '', 'git itself would have run it');
  assert.match(ran(), /pack/);
});

test('what git starts itself lies in no repository either', async () => {
  const planted = join(work, 'node_modules', '.bin');
  canary(join(planted, 'ssh'));
  process.env['PATH'] = `${planted}:${before['PATH']}`;
  canary(join(bin, 'ssh'), 'exit 1');
  git(work, 'remote', 'add', 'origin', 'ssh://example.invalid/x');
  assert.equal((await new GitClaims(work).claim('origin', 'ab', 'words')).state, 'unclear');
  assert.equal(ran(), '');
  process.env['PATH'] = `${planted}:${bin}:${before['PATH']}`;
  await new GitClaims(work).claim('origin', 'ab', 'words');
  assert.match(ran(), new RegExp(`^${join(bin, 'ssh')} `), 'the person’s own is started');
});

test('git that comes later on PATH is found by whoever asked before', async () => {
  const asker = new Git(work);
  process.env['PATH'] = bin;
  assert.equal(await asker.ask(['rev-parse', 'HEAD']), undefined);
  process.env['PATH'] = before['PATH'];
  assert.notEqual(await asker.ask(['rev-parse', 'HEAD']), undefined);
});

test('no git is started for a folder in no repository, and a new repository is found', async () => {
  const [plain, below] = [join(root, 'plain'), join(root, 'plain', 'deep', 'er')];
  mkdirSync(below, { recursive: true });
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  canary(join(bin, 'git'), `exec ${real} "$@"`);
  process.env['PATH'] = `${bin}:${before['PATH']}`;
  const asker = new Git(below);
  assert.equal(await asker.ask(['rev-parse', '--show-toplevel']), undefined);
  assert.equal(ran(), '');
  git(plain, 'init', '--quiet');
  rmSync(noted);
  assert.equal(await asker.ask(['rev-parse', '--show-toplevel']), `${plain}\n`);
  assert.match(ran(), /rev-parse/);
  // In a worktree `.git` is a file.
  git(work, 'worktree', 'add', '--quiet', join(root, 'beside'));
  assert.notEqual(await new Git(join(root, 'beside')).ask(['rev-parse', '--git-dir']), undefined);
});

test('git that cannot be given all of a huge configuration has not answered, and nothing fails', async () => {
  const config = [[`filter.${'x'.repeat(3 * 1024 * 1024)}.clean`, '']] as const;
  const said = await new Git(work).say(['rev-parse', 'HEAD'], { config });
  assert.deepEqual([said?.ok, said?.out], [false, '']);
  assert.match(said?.err ?? '', /^fatal: /);
});
