import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { constants, promises } from 'node:fs';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { openNoFollow } from '../../../../src/store/disk/noFollow.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { onPosix, withLinks } from '../../../support/systems.ts';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

for (const hasFlag of [true, false]) {
  const how = hasFlag ? '' : ', where the system has no flag for that';
  test(`a link is not followed, to read or to write${how}`, withLinks, async () => {
    const folder = await emptyFolder();
    const [target, link, lost] = [join(folder, 'target'), join(folder, 'link'), join(folder, 'lost')];
    await writeFile(target, 'kept');
    await symlink(target, link);
    await symlink(join(folder, 'new'), lost);
    const opened = (path: string, flags?: number) => openNoFollow(path, flags, undefined, hasFlag);
    for (const path of [link, lost]) {
      await assert.rejects(opened(path), { code: 'ELOOP' });
      await assert.rejects(opened(path, APPEND), { code: 'ELOOP' });
    }
    assert.equal(await readFile(target, 'utf8'), 'kept');
    assert.deepEqual((await readdir(folder)).sort(), ['link', 'lost', 'target'], 'and nothing is made');
  });

  test(`a file is opened, is made where it may be, and is otherwise reported as missing${how}`, async () => {
    const path = join(await emptyFolder(), 'file');
    await assert.rejects(openNoFollow(path, undefined, undefined, hasFlag), { code: 'ENOENT' });
    const made = await openNoFollow(path, APPEND, 0o600, hasFlag);
    await made.write('text');
    await made.close();
    const read = await openNoFollow(path, undefined, undefined, hasFlag);
    assert.equal(await read.readFile('utf8'), 'text');
    await read.close();
  });
}

test(
  'a link that is put there while a file is opened is not followed, where there is no flag for that',
  withLinks,
  async t => {
    const folder = await emptyFolder();
    const [target, path] = [join(folder, 'target'), join(folder, 'file')];
    await writeFile(target, 'secret');
    await writeFile(path, 'own');
    const { open: real } = promises;
    const swapped = t.mock.method(promises, 'open', async (...given: Parameters<typeof real>) => {
      await rm(path);
      await symlink(target, path);
      return real(...given);
    });
    syncBuiltinESMExports();
    try {
      await assert.rejects(openNoFollow(path, undefined, undefined, false), { code: 'ELOOP' });
    } finally {
      swapped.mock.restore();
      syncBuiltinESMExports();
    }
  },
);

test('a pipe that nobody writes to holds nobody up', onPosix, async () => {
  const pipe = join(await emptyFolder(), 'pipe');
  assert.equal(spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]).status, 0);
  const handle = await openNoFollow(pipe);
  assert.ok(!(await handle.stat()).isFile());
  await handle.close();
});

test('a file that is made has the permissions that were asked for', onPosix, async () => {
  const path = join(await emptyFolder(), 'new');
  const handle = await openNoFollow(path, APPEND, 0o600);
  await handle.close();
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});
