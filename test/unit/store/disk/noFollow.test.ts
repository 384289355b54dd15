import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openNoFollow } from '../../../../src/store/disk/noFollow.ts';
import { emptyFolder } from '../../../support/folder.ts';

// Links and pipes are not opened this way on Windows.
const onPosix = { skip: process.platform === 'win32' };
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

test('a link is not followed, to read or to write', onPosix, async () => {
  const folder = await emptyFolder();
  const [target, link] = [join(folder, 'target'), join(folder, 'link')];
  await writeFile(target, 'kept');
  await symlink(target, link);
  await assert.rejects(openNoFollow(link), { code: 'ELOOP' });
  await assert.rejects(openNoFollow(link, APPEND), { code: 'ELOOP' });
  assert.equal(await readFile(target, 'utf8'), 'kept');
});

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
