import assert from 'node:assert/strict';
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { git, put, repositoryWith, runWith, stateOf, TOKEN, type RunPlace } from '../../../support/results.ts';

/** Every commit that a ref leads to, and every ref. */
const refsOf = (folder: string): string => git(folder, 'for-each-ref');

async function bothRefuse(place: RunPlace, what: string): Promise<void> {
  const before = [stateOf(place.checkout), refsOf(place.checkout)];
  for (const answer of [
    await place.desk.keep(TOKEN),
    await place.desk.keep(TOKEN, { asBranch: 'taken' }),
    await place.desk.discard(TOKEN),
  ]) {
    assert.ok(isRefusal(answer), what);
  }
  assert.deepEqual([stateOf(place.checkout), refsOf(place.checkout)], before, what);
}

test('a record that names another branch, path or repository is refused', async () => {
  const other = await repositoryWith();
  const place = await runWith();
  place.git('branch', 'mine');
  const own = join(realpathSync(await emptyFolder()), 'mine');
  place.git('worktree', 'add', '--quiet', own, 'mine');
  put(place.worktree, { 'a.txt': 'two\n' });
  for (const [what, fields] of [
    ['branch', { branch: 'mine' }],
    ['branch of a run', { branch: 'defer/other-3f2a91' }],
    ['flag', { branch: '--force' }],
    ['the checkout itself', { worktree: place.checkout }],
    ['another worktree', { worktree: own, branch: 'mine' }],
    ['another key', { key: 'b'.repeat(32) }],
    ['a way out', { worktree: join(place.worktree, '..', '..', '..') }],
    ['another checkout', { checkout: other }],
    ['another repository', { checkout: other, repository: join(other, '.git') }],
    ['a folder in the checkout', { checkout: join(place.checkout, '.git') }],
  ] as const) {
    await place.write(fields);
    await bothRefuse(place, what);
    assert.ok(existsSync(join(own, 'a.txt')) && existsSync(place.worktree), what);
  }
});

test('a branch of a person is no work of a run, whatever is gone', async () => {
  const place = await runWith();
  place.git('branch', 'mine', place.git('commit-tree', place.git('rev-parse', 'HEAD^{tree}'), '-m', 'Mine'));
  place.git('worktree', 'remove', place.worktree);
  await place.write({ branch: 'mine' });
  await bothRefuse(place, 'mine');
});

test('a worktree that was replaced or moved is left alone', async () => {
  const replaced: readonly (readonly [string, (place: RunPlace) => void])[] = [
    [
      'by a repository of its own',
      place => {
        rmSync(join(place.worktree, '.git'));
        git(place.worktree, 'init', '--quiet');
      },
    ],
    ['without git', place => rmSync(join(place.worktree, '.git'))],
    [
      'by a link to the checkout',
      place => {
        renameSync(place.worktree, `${place.worktree}-away`);
        symlinkSync(place.checkout, place.worktree);
      },
    ],
    ['moved', place => place.git('worktree', 'move', place.worktree, `${place.worktree}-away`)],
    [
      'checked out elsewhere',
      place => {
        place.inside('checkout', '--quiet', '--detach');
        place.git('checkout', '--quiet', place.branch);
      },
    ],
    [
      'with the git folder of another worktree',
      place => {
        place.git('worktree', 'add', '--quiet', `${place.worktree}-other`);
        put(place.worktree, {
          '.git': git(`${place.worktree}-other`, 'rev-parse', '--absolute-git-dir').replace(/^/, 'gitdir: '),
        });
      },
    ],
  ];
  for (const [what, replace] of replaced) {
    const place = await runWith();
    put(place.worktree, { 'a.txt': 'two\n' });
    replace(place);
    await bothRefuse(place, what);
    assert.ok(existsSync(join(place.checkout, 'a.txt')), what);
  }
});

test('what no record names is named, and goes only where it holds no change', async () => {
  const place = await runWith();
  rmSync(join(place.home, 'results'), { recursive: true });
  assert.match((await place.desk.problems())[0]?.text ?? '', /No run is known that made this worktree/);
  put(place.worktree, { 'a.txt': 'two\n' });
  assert.deepEqual(await place.desk.clean(), []);
  assert.ok(existsSync(join(place.worktree, 'a.txt')));
  place.inside('checkout', '--quiet', 'a.txt');
  assert.equal((await place.desk.clean()).length, 1);
  assert.ok(!existsSync(place.worktree));
  assert.equal(place.git('for-each-ref', 'refs/heads/defer/'), '');
  assert.deepEqual(await place.desk.problems(), []);
});

test('a branch of a run that no record names goes where another one has its commits', async () => {
  const place = await runWith();
  place.git('branch', 'defer/old-abc123');
  place.git('branch', 'defer/mine');
  const { tree } = { tree: place.git('rev-parse', 'HEAD^{tree}') };
  place.git('branch', 'defer/loose-abc124', place.git('commit-tree', tree, '-m', 'Loose'));
  assert.equal((await place.desk.problems()).length, 2);
  assert.equal((await place.desk.clean()).length, 1);
  assert.match((await place.desk.problems())[0]?.text ?? '', /defer\/loose-abc124/);
  assert.match(place.git('for-each-ref', '--format=%(refname)', 'refs/heads/defer/'), /loose-abc124[\s\S]*mine/);
});

test('a run whose worktree somebody deleted, and what is left of a deletion, are named', async () => {
  const place = await runWith();
  place.git('worktree', 'remove', place.worktree);
  assert.match((await place.desk.problems())[0]?.text ?? '', /has no worktree any more/);
  assert.deepEqual(await place.desk.clean(), []);
  mkdirSync(`${place.worktree}.gone`, { recursive: true });
  assert.equal((await place.desk.clean()).length, 1);
  assert.ok(!existsSync(`${place.worktree}.gone`));
});

test('a result whose repository was deleted can be let go of, once its files are', async () => {
  const place = await runWith();
  put(place.worktree, { 'a.txt': 'two\n' });
  rmSync(place.checkout, { recursive: true });
  for (const answer of [await place.desk.keep(TOKEN), await place.desk.discard(TOKEN)]) {
    assert.ok(isRefusal(answer));
    assert.match(answer.why, /repository of the run is gone.*delete that folder/);
  }
  assert.ok(existsSync(join(place.worktree, 'a.txt')));
  rmSync(place.worktree, { recursive: true });
  assert.deepEqual(await place.desk.discard(TOKEN), {});
  assert.equal((await place.desk.list())[0]?.state, 'discarded');
});
