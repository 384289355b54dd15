import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Git, type GitOptions } from '../../../../src/store/events/git.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { KeptWork } from '../../../../src/verbs/resultDesk.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { testHome } from '../../../support/home.ts';
import {
  git,
  introduce,
  put,
  repositoryWith,
  runWith,
  stateOf,
  TOKEN,
  type RunPlace,
} from '../../../support/results.ts';

async function kept(place: RunPlace, asBranch?: string): Promise<KeptWork> {
  const answer = await place.desk.keep(TOKEN, asBranch === undefined ? {} : { asBranch });
  if (isRefusal(answer)) {
    throw new Error(answer.why);
  }
  return answer;
}

/** Keeps, expects a refusal that says this, and that nothing of the checkout was changed. */
async function refused(place: RunPlace, says: RegExp): Promise<string> {
  const before = stateOf(place.checkout);
  const answer = await place.desk.keep(TOKEN);
  assert.ok(isRefusal(answer));
  assert.match(answer.why, says);
  assert.equal(stateOf(place.checkout), before);
  assert.ok(existsSync(place.worktree));
  return answer.why;
}

const text = (place: RunPlace, path: string): string => readFileSync(join(place.checkout, path), 'utf8');

/** That nothing but the work is left of a run. */
async function isOver(place: RunPlace, state: string): Promise<void> {
  assert.ok(!existsSync(place.worktree));
  assert.equal(place.git('for-each-ref', 'refs/heads/defer/'), '');
  assert.equal(place.git('worktree', 'list').split('\n').length, 1);
  assert.equal((await place.desk.list())[0]?.state, state);
  assert.deepEqual(await place.desk.problems(), []);
}

test('what a run left uncommitted is committed under the name of its entry, and the checkout goes on to it', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n', 'new/b.txt': 'b\n' });
  const { branch, commits } = await kept(place);
  assert.deepEqual([branch, commits, text(place, 'a.txt'), text(place, 'new/b.txt')], ['main', 1, 'two\n', 'b\n']);
  assert.equal(place.git('log', '-1', '--format=%s%n%an'), 'claude: Nightly audit\nTest');
  assert.equal(place.git('status', '--porcelain'), '');
  await isOver(place, 'kept');
});

test('what was written in the same moment as the index, with the same size, is taken', async () => {
  const place = await runWith();
  const file = join(place.worktree, 'a.txt');
  const moment = 1_700_000_000;
  place.inside('config', 'core.trustCtime', 'false');
  utimesSync(file, moment, moment);
  place.inside('update-index', '--refresh');
  utimesSync(join(place.inside('rev-parse', '--absolute-git-dir'), 'index'), moment, moment);
  writeFileSync(file, 'two\n');
  utimesSync(file, moment, moment);
  await kept(place);
  assert.equal(text(place, 'a.txt'), 'two\n');
});

test('commits of both sides are merged, and what lies around in the checkout stays as it is', async () => {
  const place = await runWith({ 'a.txt': 'one\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  put(place.checkout, { 'main.txt': 'main\n' });
  place.git('add', 'main.txt');
  place.git('commit', '--quiet', '--message=Main');
  put(place.checkout, { 'b.txt': 'dirty\n', 'c.txt': 'staged\n', 'untracked.txt': 'untracked\n' });
  place.git('add', 'c.txt');
  const { commits } = await kept(place);
  assert.equal(commits, 1);
  assert.equal(place.git('log', '-1', '--format=%s'), `Merge ${place.branch} into main`);
  assert.equal(place.git('status', '--porcelain'), ' M b.txt\nM  c.txt\n?? untracked.txt');
  assert.deepEqual([text(place, 'a.txt'), text(place, 'main.txt')], ['two\n', 'main\n']);
  await isOver(place, 'kept');
});

test('a conflict is refused and named, and the work can be merged by hand', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  put(place.checkout, { 'a.txt': 'three\n' });
  place.git('commit', '--quiet', '--all', '--message=Main');
  const why = await refused(place, /does not merge by itself: both sides changed a\.txt/);
  assert.match(why, new RegExp(`git merge ${place.branch}"`));
  assert.equal(place.git('show', `${place.branch}:a.txt`), 'two');
});

for (const [what, prepare, path] of [
  ['changed', (place: RunPlace) => put(place.checkout, { 'a.txt': 'mine\n' }), 'a.txt'],
  ['untracked', (place: RunPlace) => put(place.checkout, { 'new.txt': 'mine\n' }), 'new.txt'],
  [
    'ignored',
    (place: RunPlace) => put(place.checkout, { '.git/info/exclude': 'new.txt\n', 'new.txt': 'mine\n' }),
    'new.txt',
  ],
] as const) {
  test(`a file in the way that is ${what} stays, and is named`, async () => {
    const place = await runWith();
    put(place.worktree, { 'a.txt': 'two\n', 'new.txt': 'new\n' });
    place.inside('add', '--force', 'new.txt');
    prepare(place);
    await refused(place, new RegExp(`in the way: ${path}`));
  });
}

test('nothing is merged into a checkout that is in the middle of something, has no branch, or is sparse', async () => {
  const cases: readonly (readonly [RegExp, (place: RunPlace) => void])[] = [
    [/detached/, place => place.git('checkout', '--quiet', '--detach')],
    [/has no commit yet/, place => place.git('checkout', '--quiet', '--orphan', 'empty')],
    [/sparse/, place => place.git('sparse-checkout', 'set', 'src')],
    [
      /a merge is not finished/,
      place => put(place.checkout, { '.git/MERGE_HEAD': `${place.git('rev-parse', 'HEAD')}\n` }),
    ],
    [/a rebase is not finished/, place => put(place.checkout, { '.git/rebase-merge/done': '' })],
  ];
  for (const [says, prepare] of cases) {
    const place = await runWith();
    put(place.worktree, { 'a.txt': 'two\n' });
    prepare(place);
    await refused(place, says);
    // As a branch it can be had all the same.
    assert.equal((await kept(place, 'later')).branch, 'later');
    assert.equal(place.git('show', 'later:a.txt'), 'two');
    await isOver(place, 'kept');
  }
});

test('submodules and filtered files are left to git', async () => {
  const inner = await repositoryWith();
  const withSubmodule = await runWith();
  withSubmodule.inside('update-index', '--add', '--cacheinfo', `160000,${git(inner, 'rev-parse', 'HEAD')},sub`);
  withSubmodule.inside('commit', '--quiet', '--message=Submodule');
  put(withSubmodule.worktree, { 'sub/.keep': '' });
  await refused(withSubmodule, /changes submodules \(sub\)/);
  const filtered = await runWith();
  filtered.git('config', 'filter.large.smudge', 'false');
  put(filtered.worktree, { '.gitattributes': '*.bin filter=large\n', 'x.bin': 'x\n' });
  await refused(filtered, /filter of the repository \(such as Git LFS\) has to write x\.bin/);
});

test('whoever git does not know is told how to say it', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  writeFileSync(join(testHome, '.gitconfig'), '[user]\n\tuseConfigOnly = true\n');
  await refused(place, /user\.name NAME/);
  introduce();
  await kept(place);
});

test('git needs no name where nothing has to be committed', async t => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  t.after(introduce);
  writeFileSync(join(testHome, '.gitconfig'), '[user]\n\tuseConfigOnly = true\n');
  await kept(place);
  assert.equal(text(place, 'a.txt'), 'two\n');
});

test('work that an interrupted Discard had put aside is still there after a Keep', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  const aside = place.git('commit-tree', '-m', 'Aside', place.git('rev-parse', 'HEAD^{tree}'));
  const ref = `refs/defer/discarded/${TOKEN}`;
  place.git('update-ref', ref, aside);
  place.inside('commit', '--quiet', '--all', '--message=Idea');
  const idea = place.inside('rev-parse', 'HEAD');
  place.inside('reset', '--quiet', '--soft', 'HEAD^');
  assert.equal((await kept(place)).ref, ref);
  for (const one of [aside, idea]) {
    place.git('merge-base', '--is-ancestor', one, ref);
  }
});

test('an older git is told apart, and the work can still be had', { skip: process.platform === 'win32' }, async t => {
  const place = await runWith();
  put(place.worktree, { 'new.txt': 'new\n' });
  put(place.checkout, { 'main.txt': 'main\n' });
  place.git('add', 'main.txt');
  place.git('commit', '--quiet', '--message=Main');
  const [bin, path = ''] = [await emptyFolder(), process.env['PATH']];
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8', env: { PATH: path, HOME: testHome } });
  const script = `#!/bin/sh\ncase "$*" in
    *merge-tree*) echo "usage: git merge-tree <base> <ours> <theirs>" >&2; exit 129;;
    *" version") echo "git version 2.30.2"; exit;;
  esac\nexec ${real.trim()} "$@"\n`;
  writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
  process.env['PATH'] = `${bin}:${path}`;
  t.after(() => (process.env['PATH'] = path));
  await refused(place, /Git 2\.38 or newer is needed.*git version 2\.30\.2/);
  assert.equal((await kept(place, 'later')).branch, 'later');
});

test('a branch can be named, once', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  for (const name of ['main', '-x', 'a..b', 'HEAD', '@{-1}', 'x y']) {
    const answer = await place.desk.keep(TOKEN, { asBranch: name });
    assert.ok(isRefusal(answer), name);
  }
  const before = stateOf(place.checkout);
  assert.deepEqual(await kept(place, 'retry/review'), {
    ...{ branch: 'retry/review', commit: place.git('rev-parse', 'retry/review'), commits: 1 },
  });
  assert.equal(stateOf(place.checkout), before);
  await isOver(place, 'kept');
});

test('without a name the branch stays as it is called', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  assert.equal((await kept(place, '')).branch, place.branch);
  assert.equal(place.git('show', `${place.branch}:a.txt`), 'two');
  assert.ok(!existsSync(place.worktree));
  assert.deepEqual(await place.desk.problems(), []);
});

test('commits that the agent took back are kept for a while', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'secret idea\n' });
  place.inside('commit', '--quiet', '--all', '--message=Idea');
  place.inside('reset', '--quiet', '--hard', 'HEAD^');
  put(place.worktree, { 'a.txt': 'two\n' });
  const { ref } = await kept(place);
  assert.equal(place.git('show', `${ref}:a.txt`), 'secret idea');
  await isOver(place, 'kept');
});

test('a worktree on something else than its branch is not merged', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  place.inside('commit', '--quiet', '--all', '--message=Second');
  place.inside('checkout', '--quiet', '--detach', 'HEAD^');
  await refused(place, /The agent left its branch/);
});

test('a result is decided about once', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  await kept(place);
  for (const answer of [await place.desk.keep(TOKEN), await place.desk.discard(TOKEN)]) {
    assert.ok(isRefusal(answer));
    assert.match(answer.why, /kept already/);
  }
});

test('a run that goes on is not decided about, nor one that a later run went on from', async () => {
  const place = await runWith();
  await place.write({ state: 'running', startedAt: place.clock.now() });
  await refused(place, /A run goes on/);
  await place.write({ state: 'superseded' });
  await refused(place, /A later run went on/);
});

test('git is not ended while it brings files into the checkout, however long that takes', async t => {
  const limits: (number | undefined)[] = [];
  const say = Git.prototype.say;
  t.mock.method(Git.prototype, 'say', function (this: Git, args: readonly string[], options?: GitOptions) {
    limits.push(...(args[0] === 'merge' ? [options?.patience] : []));
    return say.call(this, args, options);
  });
  const place = await runWith();
  put(place.worktree, { 'new.txt': 'new\n' });
  assert.ok(!isRefusal(await place.desk.keep(TOKEN)));
  assert.deepEqual(limits, [0]);
});
