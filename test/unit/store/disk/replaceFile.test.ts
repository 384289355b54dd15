import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import { instant, SECOND } from '../../../../src/core/basics/time.ts';
import { replaceOwn } from '../../../../src/runner/home/homeFiles.ts';
import { recordHeartbeat } from '../../../../src/store/files/heartbeatFile.ts';
import { moveOver, replaceFile } from '../../../../src/store/disk/replaceFile.ts';
import { writeOut } from '../../../../src/store/disk/writeOut.ts';
import { emptyFolder } from '../../../support/folder.ts';

const PAIRS = 100;

/** Every way in which Defer puts a text in the place of another. */
const ways: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  'in the home': folder => replaceOwn(join(folder, 'file'), 'text\n'),
  'that a person named': folder => writeOut(join(folder, 'file'), 'text\n', true),
  'of a heartbeat': async folder => {
    await writeFile(join(folder, 'HEARTBEAT.md'), '- [ ] check\n');
    await mkdir(join(folder, '.sf'), { recursive: true });
    await recordHeartbeat(folder, instant(1e12));
  },
};

for (const [what, replace] of Object.entries(ways)) {
  test(`two replacements at once of a file ${what} both succeed, and leave nothing beside it`, async () => {
    const folder = await emptyFolder();
    for (let pair = 0; pair < PAIRS; pair += 1) {
      await Promise.all([replace(folder), replace(folder)]);
    }
    const names = await readdir(folder, { recursive: true });
    assert.deepEqual(
      names.filter(name => name.endsWith('.tmp')),
      [],
    );
  });
}

test('a file is replaced whole, with the mode that is asked for, and stays where the last look refuses', async () => {
  const folder = await emptyFolder();
  const path = join(folder, 'file');
  await writeFile(path, 'old');
  await replaceFile(path, 'new', { mode: 0o640 });
  assert.equal(await readFile(path, 'utf8'), 'new');
  if (process.platform !== 'win32') {
    assert.equal((await stat(path)).mode & 0o777, 0o640, 'whatever the umask says');
  }
  const seen: string[] = [];
  const before = async (): Promise<void> => {
    seen.push(await readFile(path, 'utf8'));
    throw new Error('it was changed');
  };
  await assert.rejects(replaceFile(path, 'newer', { before }), /it was changed/);
  assert.deepEqual([seen, await readdir(folder)], [['new'], ['file']]);
});

test('nothing is left beside a file that cannot be replaced', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'file'));
  await writeFile(join(folder, 'file', 'inside'), '');
  await assert.rejects(replaceFile(join(folder, 'file'), 'x'), /EISDIR|ENOTEMPTY|EPERM/);
  assert.deepEqual(await readdir(folder), ['file']);
  await assert.rejects(replaceFile(join(folder, 'no', 'file'), 'x'), /ENOENT/);
});

describe('a file that others have open', () => {
  const refusing = (platform: NodeJS.Platform, times: number, code: string) => {
    const system = {
      platform,
      calls: 0,
      waited: 0,
      async pause(ms: number) {
        system.waited += ms;
      },
      async rename() {
        system.calls += 1;
        if (system.calls <= times) {
          throw Object.assign(new Error(code), { code });
        }
      },
    };
    return system;
  };

  it('is tried again on Windows, which refuses meanwhile', async () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      const system = refusing('win32', 3, code);
      await moveOver('a', 'b', system);
      assert.equal(system.calls, 4);
    }
  });

  it('is given up after some seconds, and at once for any other reason', async () => {
    const held = refusing('win32', Infinity, 'EBUSY');
    await assert.rejects(moveOver('a', 'b', held), /EBUSY/);
    assert.ok(held.waited >= 2 * SECOND && held.waited <= 5 * SECOND, `${held.waited}`);
    for (const system of [refusing('win32', Infinity, 'ENOSPC'), refusing('linux', Infinity, 'EACCES')]) {
      await assert.rejects(moveOver('a', 'b', system), /ENOSPC|EACCES/);
      assert.equal(system.calls, 1);
    }
  });
});
