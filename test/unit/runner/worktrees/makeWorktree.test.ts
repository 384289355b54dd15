import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { freeBranch, makeWorktree, removeMade } from '../../../../src/runner/worktrees/makeWorktree.ts';
import { repositoryOf } from '../../../../src/runner/worktrees/repositoryOf.ts';
import { branchStem, isWorktreePath, worktreePath } from '../../../../src/runner/worktrees/worktreePlace.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { Repository } from '../../../support/git.ts';
import { emptyHome, worktreeOf } from '../../../support/worktrees.ts';

const TOKEN = '3f2a91'.padEnd(32, '0');

describe('a worktree for a run', () => {
  let repository: Repository;
  let folder: string;
  let home: string;
  const git = (...args: readonly string[]): Promise<string> => repository.git(...args);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const commit = async (): Promise<string> => {
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message=x');
    return (await git('rev-parse', 'HEAD')).trim();
  };
  /** The parts of the repository that a worktree must leave as they are. */
  const stateOf = async (): Promise<readonly string[]> => [
    await git('status', '--porcelain', '--ignored'),
    await git('symbolic-ref', 'HEAD'),
    readFileSync(join(folder, '.git', 'index'), 'hex'),
    readFileSync(join(folder, '.git', 'config'), 'utf8'),
  ];
  beforeEach(async () => {
    repository = await Repository.make();
    folder = realpathSync(repository.folder);
    home = await emptyHome();
    write('a.txt', 'one\n');
    mkdirSync(join(folder, 'inner'));
    write(join('inner', 'b.txt'), 'two\n');
    await commit();
  });

  it('has the files of the commit, on a branch of its own, and leaves the checkout as it is', async () => {
    write('a.txt', 'changed by the person\n');
    write('new.txt', 'by the person\n');
    const before = await stateOf();
    const { worktree, branch, base } = await worktreeOf(home, folder);
    assert.equal(readFileSync(join(worktree, 'a.txt'), 'utf8'), 'one\n');
    assert.equal(existsSync(join(worktree, 'new.txt')), false);
    assert.equal((await git('-C', worktree, 'symbolic-ref', 'HEAD')).trim(), `refs/heads/${branch}`);
    assert.equal((await git('-C', worktree, 'rev-parse', 'HEAD')).trim(), base);
    assert.equal(await git('-C', worktree, 'status', '--porcelain'), '');
    assert.deepEqual(await stateOf(), before);
    assert.equal(lstatSync(join(worktree, '..')).mode & 0o077, 0);
    assert.equal(await isWorktreePath(home, worktree), true);
  });

  it('starts nothing of the repository, whatever its configuration, attributes and hooks say', async () => {
    const away = await emptyFolder();
    const [canary, program] = [join(away, 'canary'), join(away, 'program')];
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    write('.gitattributes', '*.txt filter=evil diff=evil merge=evil\ninner/* filter=later\n');
    write('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tupdate = !touch canary\n');
    await git('init', '--quiet', join(folder, 'sub'));
    await git('-C', join(folder, 'sub'), 'commit', '--quiet', '--allow-empty', '--message=x');
    await commit();
    const keys = {
      ...{ 'filter.evil.clean': program, 'filter.evil.smudge': program, 'filter.evil.process': program },
      ...{ 'filter.evil.required': 'true', 'core.fsmonitor': program, 'core.hooksPath': join(away, 'hooks') },
      ...{ 'alias.worktree': `!${program}`, 'alias.reset': `!${program}`, 'core.pager': program },
      ...{ 'submodule.recurse': 'true', 'submodule.sub.update': `!${program}`, 'submodule.sub.active': 'true' },
      ...{ 'diff.external': program, 'merge.evil.driver': program, 'core.sshCommand': program },
      ...{ 'core.alternateRefsCommand': program, 'gpg.program': program, 'commit.gpgsign': 'true' },
      ...{ 'worktree.guessRemote': 'true', 'checkout.workers': '4', 'core.editor': program },
    };
    for (const [key, value] of Object.entries(keys)) {
      await git('config', key, value);
    }
    // Filters that are configured for the new branch, or for the folder of the worktree, alone.
    for (const [index, condition] of ['onbranch:defer/**', `gitdir:${home}/**`, 'gitdir:**/worktrees/**'].entries()) {
      const file = join(away, `part${index}`);
      writeFileSync(file, `[filter "later"]\nsmudge = ${program}\nprocess = ${program}\nrequired = true\n`);
      appendFileSync(join(folder, '.git', 'config'), `[includeIf "${condition}"]\npath = ${file}\n`);
    }
    const hooks = ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman'];
    for (const where of [join(away, 'hooks'), join(folder, '.git', 'hooks')]) {
      mkdirSync(where, { recursive: true });
      hooks.forEach(hook => {
        rmSync(join(where, hook), { force: true });
        symlinkSync(program, join(where, hook));
      });
    }
    rmSync(canary, { force: true });
    const own = await worktreeOf(home, folder);
    assert.equal(readFileSync(join(own.worktree, 'inner', 'b.txt'), 'utf8'), 'two\n');
    await removeMade({ ...own, path: own.worktree });
    assert.equal(existsSync(canary) ? readFileSync(canary, 'utf8') : '', '');
  });

  it('keeps pointers of large files as they are', async () => {
    write('.gitattributes', '*.bin filter=lfs\n');
    write('x.bin', 'version https://git-lfs.github.com/spec/v1\n');
    await commit();
    await git('config', 'filter.lfs.smudge', 'false');
    await git('config', 'filter.lfs.required', 'true');
    const { worktree } = await worktreeOf(home, folder);
    assert.match(readFileSync(join(worktree, 'x.bin'), 'utf8'), /^version https/);
  });

  it('is made of a checkout that is detached, sparse, a worktree itself, or has line breaks in its name', async () => {
    const odd = join(await emptyFolder(), 'a b\nc');
    await git('worktree', 'add', '--quiet', '--detach', odd);
    const own = await worktreeOf(home, odd);
    assert.equal(own.repository, join(folder, '.git'));
    assert.equal(readFileSync(join(own.worktree, 'a.txt'), 'utf8'), 'one\n');
    await git('sparse-checkout', 'set', 'inner');
    const sparse = await worktreeOf(home, join(folder, 'inner'), 'b'.repeat(32));
    assert.equal(readFileSync(join(sparse.worktree, 'inner', 'b.txt'), 'utf8'), 'two\n');
    assert.equal(await git('-C', sparse.worktree, 'status', '--porcelain'), '');
    const broken = join(await emptyFolder(), 'x\ny');
    await git('clone', '--quiet', folder, broken);
    assert.ok((await worktreeOf(home, broken, 'c'.repeat(32))).worktree);
  });

  it('is not made outside a repository, before the first commit, or where core.worktree leads elsewhere', async () => {
    assert.equal(await repositoryOf(await emptyFolder()), undefined);
    assert.equal(await repositoryOf((await Repository.make()).folder), undefined);
    assert.equal((await repositoryOf(join(folder, 'inner')))?.prefix, 'inner');
    const found = await repositoryOf(folder);
    assert.equal(found?.branch, 'main');
    await git('update-ref', 'refs/heads/HEAD', 'HEAD');
    const { branch: _, ...others } = found;
    assert.deepEqual(await repositoryOf(folder), others, 'a branch is called HEAD');
    await git('update-ref', '-d', 'refs/heads/HEAD');
    await git('config', 'core.worktree', join(folder, 'inner'));
    assert.equal(await repositoryOf(folder), undefined);
  });

  it('is not made by a git that would not hear which filters are off', async () => {
    const many = Array.from({ length: 18 }, (_, index) => `[filter "${index}${'x'.repeat(1_000_000)}"]\na = b\n`);
    appendFileSync(join(folder, '.git', 'config'), many.join(''));
    assert.equal(await repositoryOf(folder), undefined);
  });

  it('is not made by a git that does not read configuration from its environment', async () => {
    const bin = await emptyFolder();
    const old = join(bin, 'git');
    writeFileSync(old, '#!/bin/sh\nunset GIT_CONFIG_COUNT\nexec /usr/bin/git "$@"\n');
    chmodSync(old, 0o755);
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = `${bin}:/usr/bin:/bin`;
      assert.equal(await repositoryOf(folder), undefined);
    } finally {
      process.env['PATH'] = path;
    }
    assert.ok(await repositoryOf(folder));
  });

  it('says why it cannot be made, and leaves nothing behind', async () => {
    const found = await repositoryOf(folder);
    assert.ok(found);
    const { top: checkout, common, head: base } = found;
    const path = await worktreePath(home, common, 'd'.repeat(32));
    const made = { checkout, repository: common, path, branch: 'defer/x-dddddd', base };
    const refused = await makeWorktree({ ...made, base: 'f'.repeat(40) });
    assert.match(refused?.why ?? '', /not a valid branch point/);
    await removeMade(made);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'x'), 'in the way');
    assert.match((await makeWorktree(made))?.why ?? '', /already exists/);
    await removeMade(made);
    assert.equal(existsSync(path), false);
    assert.equal((await git('worktree', 'list')).trim().split('\n').length, 1);
    assert.equal(await git('for-each-ref', 'refs/heads/defer'), '');
  });

  it('is cleaned up where it was cut off while it was made', async () => {
    const own = await worktreeOf(home, folder);
    const note = join(own.repository, 'worktrees', 'a'.repeat(32));
    writeFileSync(join(note, 'locked'), 'initializing');
    rmSync(join(note, 'gitdir'));
    await removeMade({ ...own, path: own.worktree });
    assert.equal(existsSync(note), false);
    assert.equal(existsSync(own.worktree), false);
  });

  it('has a branch named after the title and the token, and a longer one where that is taken', async () => {
    assert.equal(branchStem('Überprüfe: the $(deploy) `now`! 🚀'), 'defer/u-berpru-fe-the-deploy-now-');
    assert.equal(branchStem('../..//.lock'), 'defer/lock-');
    assert.equal(branchStem('部署'), 'defer/run-');
    assert.equal(await freeBranch(folder, 'Look', TOKEN), 'defer/look-3f2a91');
    await git('branch', 'defer/look-3f2a91');
    assert.equal(await freeBranch(folder, 'Look', TOKEN), 'defer/look-3f2a91000000');
    await git('branch', '--delete', '--force', 'defer/look-3f2a91');
    await git('branch', 'defer');
    const refused = await freeBranch(folder, 'Look', TOKEN);
    assert.ok(typeof refused !== 'string' && isRefusal(refused));
  });
});
