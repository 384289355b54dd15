import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { watchChanges, type SeenChanges } from '../../../../src/runner/changes/watchChanges.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { Repository } from '../../../support/git.ts';

describe('what a run changed in a hostile checkout', () => {
  let repository: Repository;
  let folder: string;
  let canary: string;
  let program: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const seenOf = async (job: () => unknown = () => write('a.txt', 'other\n')): Promise<SeenChanges | undefined> => {
    const watch = await watchChanges(folder);
    await job();
    return watch?.end();
  };
  const commit = async (): Promise<void> => {
    await repository.git('add', '--all');
    await repository.git('commit', '--quiet', '--message=x');
  };
  /** Another repository in this one, whose filter is a program of its own. */
  const innerRepository = async (name: string): Promise<void> => {
    const inner = (...args: readonly string[]): Promise<string> => repository.git('-C', join(folder, name), ...args);
    mkdirSync(join(folder, name));
    await inner('init', '--quiet');
    write(join(name, 'x'), 'x');
    await inner('add', '--all');
    await inner('commit', '--quiet', '--message=x');
    await inner('config', 'filter.evil.clean', program);
    write(join(name, '.gitattributes'), '* filter=evil\n');
    write(join(name, 'x'), 'y');
  };
  beforeEach(async () => {
    repository = await Repository.make();
    ({ folder } = repository);
    const away = await emptyFolder();
    [canary, program] = [join(away, 'canary'), join(away, 'program')];
    writeFileSync(program, `#!/bin/sh\ntouch ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    write('a.txt', 'one\n');
    await commit();
  });

  it('starts no filter of a repository that the configuration names as the checkout', async () => {
    await innerRepository('inner');
    await repository.git('config', 'core.worktree', join(folder, 'inner'));
    await seenOf(() => write(join('inner', 'new'), 'z'));
    assert.equal(existsSync(canary), false);
  });

  it('starts no filter of a submodule, whatever .gitmodules says of it', async () => {
    await innerRepository('sub');
    const modules = ['[submodule "sub"]', 'path = sub', 'url = ./sub', 'ignore = none'];
    write('.gitmodules', `${modules.join('\n')}\n`);
    await commit();
    write(join('sub', 'x'), 'z');
    rmSync(canary, { force: true });
    assert.equal((await seenOf())?.changes.files, 1);
    assert.equal(existsSync(canary), false);
  });

  it('starts no filter that is configured while the run goes on', async () => {
    write('.gitattributes', '* filter=evil\n');
    const seen = await seenOf(async () => {
      await repository.git('config', 'filter.evil.clean', program);
      write('a.txt', 'other\n');
    });
    assert.equal(seen?.changes.files, 1);
    assert.equal(existsSync(canary), false);
  });

  it('looks at no file where git does not tell which filters there are', async () => {
    const many = Array.from({ length: 18 }, (_, index) => `[filter "${index}${'x'.repeat(1_000_000)}"]\na = b\n`);
    appendFileSync(join(folder, '.git', 'config'), `[filter "evil"]\nclean = ${program}\n${many.join('')}`);
    write('.gitattributes', '* filter=evil\n');
    assert.equal((await seenOf())?.changes.files, undefined);
    assert.equal(existsSync(canary), false);
  });

  it('writes no part of an index to a repository that splits it', async () => {
    await repository.git('config', 'core.splitIndex', 'true');
    const before = readdirSync(join(folder, '.git'));
    assert.equal((await seenOf())?.changes.files, 1);
    assert.deepEqual(readdirSync(join(folder, '.git')), before);
  });

  it('does not wait for an index that is a pipe', { skip: process.platform === 'win32' }, async () => {
    rmSync(join(folder, '.git', 'index'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, '.git', 'index')]);
    assert.equal((await seenOf())?.changes.files, undefined);
  });

  it('copies no files that are large together', async () => {
    write('large', '');
    truncateSync(join(folder, 'large'), 300 * 1024 * 1024);
    assert.equal((await seenOf())?.changes.files, undefined);
  });

  it('sees a folder that became a link, a file that became a folder, and nothing behind a link', async () => {
    mkdirSync(join(folder, 'd'));
    write(join('d', 'x'), 'x\n');
    write('f', 'f\n');
    await commit();
    const away = join(await emptyFolder(), 'away');
    const seen = await seenOf(() => {
      renameSync(join(folder, 'd'), away);
      writeFileSync(join(away, 'x'), 'secret\nsecret\n');
      symlinkSync(away, join(folder, 'd'));
      rmSync(join(folder, 'f'));
      mkdirSync(join(folder, 'f'));
      write(join('f', 'y'), 'y\n');
    });
    assert.deepEqual(
      seen?.files.map(({ path }) => path),
      ['d', 'd/x', 'f', 'f/y'],
    );
  });
});
