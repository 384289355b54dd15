import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { isRefusal, type Refusal } from '../../../../src/core/basics/refusal.ts';
import { endWorktree } from '../../../../src/runner/worktrees/endWorktree.ts';
import { OpenWorktree, type OwnWorktree } from '../../../../src/runner/worktrees/lookIntoWorktree.ts';
import { takeWork, type TakenWork } from '../../../../src/runner/worktrees/takeWork.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { testHome } from '../../../support/home.ts';
import { runWith, type RunPlace } from '../../../support/results.ts';
import { worktreeOf } from '../../../support/worktrees.ts';

describe('the work of a worktree', () => {
  let folder: string;
  let home: string;
  let own: OwnWorktree;
  let place: RunPlace;
  const git = async (...args: readonly string[]): Promise<string> => place.git(...args);
  const inside = (...args: readonly string[]): Promise<string> => git('-C', own.worktree, ...args);
  const write = (name: string, text: string): void => writeFileSync(join(own.worktree, name), text);
  const ref = (): string => `refs/heads/${own.branch}`;
  const take = async (): Promise<TakenWork | Refusal> => {
    const opened = await OpenWorktree.open(own, { keeps: true });
    assert.ok(opened);
    const work = await takeWork(own, opened, { message: 'What the run left' });
    await opened.end();
    return work;
  };
  const taken = async (): Promise<TakenWork> => {
    const work = await take();
    if (isRefusal(work)) {
      throw new Error(work.why);
    }
    return work;
  };
  const filesOf = async (commit: string): Promise<readonly string[]> =>
    (await git('ls-tree', '-r', '--name-only', '-z', commit)).split('\0').filter(Boolean);
  beforeEach(async () => {
    place = await runWith({ 'a.txt': 'one\n', '.gitignore': 'ignored\n', '.sf/kept.md': 'kept\n' });
    ({ home, checkout: folder, record: own } = place);
  });

  it('is one commit of what was changed, made and deleted, without what git ignores', async () => {
    write('a.txt', 'other\n');
    write('new\nline.txt', 'new\n');
    write('ignored', 'x');
    write(join('.sf', 'own.md'), 'by the agent\n');
    rmSync(join(own.worktree, '.sf', 'kept.md'));
    const { commit, wasDirty } = await taken();
    assert.equal(wasDirty, true);
    assert.deepEqual(await filesOf(commit), ['.gitignore', '.sf/own.md', 'a.txt', 'new\nline.txt']);
    assert.equal(await git('rev-parse', ref()), commit);
    assert.equal(await git('rev-parse', `${commit}^`), own.base);
    assert.equal(await git('log', '-1', '--format=%s', commit), 'What the run left');
    assert.equal(await inside('status', '--porcelain'), '');
    assert.equal(readFileSync(join(own.worktree, 'ignored'), 'utf8'), 'x');
    assert.deepEqual(await taken(), { commit, wasDirty: false });
  });

  it('is what was committed, where the agent left its branch, went back, or began a history of its own', async () => {
    write('b.txt', 'on the branch\n');
    await inside('add', '--all');
    await inside('commit', '--quiet', '--message=one');
    const one = await inside('rev-parse', 'HEAD');
    await inside('checkout', '--quiet', '--detach', own.base);
    write('c.txt', 'beside it\n');
    await inside('add', '--all');
    await inside('commit', '--quiet', '--message=two');
    const two = await inside('rev-parse', 'HEAD');
    write('d.txt', 'not committed\n');
    const { commit } = await taken();
    assert.deepEqual((await git('rev-list', commit, `^${own.base}`)).split('\n').sort(), [commit, one, two].sort());
    assert.deepEqual(await filesOf(commit), ['.gitignore', '.sf/kept.md', 'a.txt', 'c.txt', 'd.txt']);
    await inside('checkout', '--quiet', '--orphan', 'apart');
    assert.equal((await filesOf((await taken()).commit)).length, 5);
    assert.equal(await git('merge-base', '--is-ancestor', commit, ref()), '');
  });

  it('is taken in the middle of a merge with conflicts', async () => {
    await git('checkout', '--quiet', '-b', 'other');
    writeFileSync(join(folder, 'a.txt'), 'theirs\n');
    await git('commit', '--quiet', '--all', '--message=theirs');
    write('a.txt', 'ours\n');
    await inside('commit', '--quiet', '--all', '--message=ours');
    await assert.rejects(inside('merge', '--quiet', 'other'));
    const { commit } = await taken();
    assert.match(await git('show', `${commit}:a.txt`), /<<<<<<<[^]*ours[^]*theirs/);
  });

  it('is taken without a hook, a filter or a signing program, and without a name for the committer', async () => {
    const away = await emptyFolder();
    const [canary, program] = [join(away, 'canary'), join(away, 'program')];
    writeFileSync(program, `#!/bin/sh\ntouch ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    write('.gitattributes', '* filter=evil\n');
    write('a.txt', 'other\n');
    for (const [key, value] of Object.entries({
      ...{ 'filter.evil.clean': program, 'filter.evil.required': 'true', 'gpg.program': program },
      ...{ 'commit.gpgsign': 'true', 'core.fsmonitor': program, 'user.useConfigOnly': 'true' },
    })) {
      await git('config', key, value);
    }
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction', 'post-index-change']) {
      mkdirSync(join(folder, '.git', 'hooks'), { recursive: true });
      symlinkSync(program, join(folder, '.git', 'hooks', hook));
    }
    rmSync(join(testHome, '.gitconfig'));
    const { commit } = await taken();
    assert.equal(existsSync(canary), false);
    assert.equal(await git('show', `${commit}:a.txt`), 'other');
    assert.equal(await git('log', '-1', '--format=%an, %cn', commit), 'Defer, Defer');
  });

  it('has what git was told to take for unchanged, and is taken from an index that is split', async () => {
    await inside('update-index', '--assume-unchanged', 'a.txt');
    write('a.txt', 'hidden\n');
    assert.match((await endWorktree(home, own, { safeIn: own.base }))?.why ?? '', /nowhere else/);
    await git('config', 'core.splitIndex', 'true');
    write('new.txt', 'new\n');
    await inside('add', 'new.txt');
    const { commit } = await taken();
    assert.equal(await git('show', `${commit}:a.txt`), 'hidden');
    assert.equal(await git('show', `${commit}:new.txt`), 'new');
  });

  it('is complete at a second look, whatever changed since the first one', async () => {
    const opened = await OpenWorktree.open(own, { keeps: true });
    assert.ok(opened);
    const seen = async (): Promise<string | undefined> => (await (await opened.again())?.content())?.tree;
    const first = (await opened.content())?.tree;
    assert.equal(await seen(), first);
    const trees = new Set([first]);
    const steps: readonly (readonly [string, () => unknown])[] = [
      // Its size stays the same and, on a coarse clock, so does its time.
      ...[1, 2, 3, 4, 5].map(count => [`a.txt ${count}`, () => write('a.txt', `00${count}\n`)] as const),
      ['a new file', () => write('new.txt', 'new\n')],
      ['it is gone', () => rmSync(join(own.worktree, 'new.txt')) ?? write('a.txt', '006\n')],
      ['an ignored file', () => write('ignored', 'x\n') ?? inside('add', '--force', 'ignored')],
      ['its bytes', () => write('ignored', 'y\n')],
      [
        'a hidden change',
        () => inside('update-index', '--assume-unchanged', 'a.txt').then(() => write('a.txt', '7\n')),
      ],
      ['a mode', () => chmodSync(join(own.worktree, 'a.txt'), 0o755)],
      ['a link', () => rmSync(join(own.worktree, 'a.txt')) ?? symlinkSync('ignored', join(own.worktree, 'a.txt'))],
    ];
    for (const [what, change] of steps) {
      await change();
      const tree = await seen();
      assert.ok(tree !== undefined && !trees.has(tree), what);
      trees.add(tree);
      assert.equal(await seen(), tree, what);
    }
    await inside('init', '--quiet', join(own.worktree, 'clone'));
    assert.deepEqual((await (await opened.again())?.content())?.left, ['clone/']);
    rmSync(join(own.worktree, '.git'));
    assert.equal(await opened.again(), undefined);
    await opened.end();
  });

  it('is not taken where git cannot take all of it, and says what that is', async () => {
    await inside('init', '--quiet', join(own.worktree, 'clone'));
    writeFileSync(join(own.worktree, 'clone', 'x'), 'x');
    await inside('-C', join(own.worktree, 'clone'), 'add', '--all');
    await inside('-C', join(own.worktree, 'clone'), 'commit', '--quiet', '--message=x');
    const refused = await take();
    assert.ok(isRefusal(refused));
    assert.match(refused.why, /another repository.*clone/);
    assert.match(
      (await endWorktree(home, own, { safeIn: own.base }))?.why ?? '',
      /holds work that exists nowhere else/,
    );
    assert.equal(existsSync(join(own.worktree, 'clone', 'x')), true);
  });

  it('is refused where a submodule has content, because its own commits would be lost', async () => {
    const inner = join(own.worktree, 'sub');
    await inside('init', '--quiet', inner);
    await inside('-C', inner, 'commit', '--quiet', '--allow-empty', '--message=x');
    await inside(
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${await inside('-C', inner, 'rev-parse', 'HEAD')},sub`,
    );
    await inside('commit', '--quiet', '--message=sub');
    assert.equal(await inside('status', '--porcelain'), '');
    const refused = await take();
    assert.match(isRefusal(refused) ? refused.why : '', /another repository.*sub/);
  });

  describe('when the worktree is taken away', () => {
    const isThere = (): boolean => existsSync(own.worktree);

    it('goes with its branch where nothing was done', async () => {
      assert.equal(await endWorktree(home, own, { safeIn: own.base }), undefined);
      assert.equal(isThere(), false);
      assert.equal((await git('worktree', 'list')).split('\n').length, 1);
      assert.equal(await git('for-each-ref', 'refs/heads/defer'), '');
      assert.equal(await endWorktree(home, own, { safeIn: own.base }), undefined);
    });

    it('stays where something is not committed, or where no other ref has it', async () => {
      write('new.txt', 'x\n');
      assert.match((await endWorktree(home, own, { safeIn: own.base }))?.why ?? '', /nowhere else/);
      const { commit } = await taken();
      assert.match((await endWorktree(home, own, { safeIn: commit }))?.why ?? '', /No branch but its own/);
      assert.equal(isThere(), true);
      await git('update-ref', 'refs/defer/discarded/x', commit);
      write('newer.txt', 'x\n');
      assert.match((await endWorktree(home, own, { safeIn: commit }))?.why ?? '', /nowhere else/);
      rmSync(join(own.worktree, 'newer.txt'));
      assert.equal(await endWorktree(home, own, { safeIn: commit }), undefined);
      assert.equal(isThere(), false);
      assert.equal(await git('show', 'refs/defer/discarded/x:new.txt'), 'x');
    });

    it('leaves its branch where that is wanted, is checked out elsewhere, or has commits of its own', async () => {
      write('new.txt', 'x\n');
      const { commit } = await taken();
      assert.equal(await endWorktree(home, own, { safeIn: commit, keepsBranch: true }), undefined);
      assert.equal(await git('rev-parse', ref()), commit);
      assert.match((await endWorktree(home, own, { safeIn: commit }))?.why ?? '', /No other branch has the commits/);
      await git('tag', 'kept', commit);
      await git('checkout', '--quiet', own.branch);
      assert.match((await endWorktree(home, own, { safeIn: commit }))?.why ?? '', /is checked out in/);
      await git('checkout', '--quiet', 'main');
      assert.equal(await endWorktree(home, own, { safeIn: commit }), undefined);
    });

    it('deletes nothing behind a link, in it or in its place', async () => {
      const away = await emptyFolder();
      writeFileSync(join(away, 'precious'), 'x');
      symlinkSync(away, join(own.worktree, 'ignored'));
      assert.equal(await endWorktree(home, own, { safeIn: own.base }), undefined);
      assert.equal(existsSync(join(away, 'precious')), true);
      own = await worktreeOf(home, folder);
      rmSync(own.worktree, { recursive: true });
      symlinkSync(folder, own.worktree);
      assert.equal(await endWorktree(home, own, { safeIn: own.base }), undefined);
      assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'one\n');
      assert.equal(existsSync(own.worktree), false);
    });

    it('deletes no folder that is none of Defer’s, and none that is locked', async () => {
      const wrong = { ...own, worktree: folder };
      assert.match((await endWorktree(home, wrong, { safeIn: own.base }))?.why ?? '', /not a worktree that Defer made/);
      await git('worktree', 'lock', own.worktree);
      assert.match((await endWorktree(home, own, { safeIn: own.base }))?.why ?? '', /is locked/);
      assert.equal(isThere(), true);
    });
  });
});
