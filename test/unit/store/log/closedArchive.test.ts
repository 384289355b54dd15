import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { encodeChange } from '../../../../src/core/rows/encode.ts';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { moveOver, type MoveSystem } from '../../../../src/store/disk/replaceFile.ts';
import { appendRows } from '../../../../src/store/log/append.ts';
import { archiveEntries } from '../../../../src/store/log/archiveEntries.ts';
import { lockPath } from '../../../../src/store/log/archiveLock.ts';
import { markOf } from '../../../../src/store/processes/processMark.ts';
import { folderWith, scheduleOf } from '../../../support/folder.ts';

const writer = { now: instant(Date.UTC(2026, 10, 23, 10)), actor: 'abc123', digest };
const due = { due_at: '2026-01-01T00:00:00.000Z', n: 1 };
const row = (id: string, status: string): string => encodeChange(id, undefined, { set: { status, ...due } }, writer);
const REQUEST = { ids: new Set(['a']), closedBy: END_OF_TIME };
const held = (): Error => Object.assign(new Error('held'), { code: 'EBUSY' });

/** The files in a folder that this process has open, where the system lists them. */
const openIn = (folder: string): readonly string[] =>
  process.platform !== 'linux'
    ? []
    : readdirSync('/proc/self/fd').flatMap(fd => {
        try {
          const path = readlinkSync(`/proc/self/fd/${fd}`);
          return path.startsWith(`${folder}/`) ? [path] : [];
        } catch {
          return [];
        }
      });

/** Moves files as Windows does: not while this process has them open. `step` runs before each try. */
const windows = (folder: string, step: (attempt: number) => Promise<void>): MoveSystem => {
  let attempt = 0;
  return {
    platform: 'win32',
    pause: async () => undefined,
    rename: async (from, to) => {
      assert.deepEqual(openIn(folder), [], 'nothing is open');
      attempt += 1;
      await step(attempt);
      await rename(from, to);
    },
  };
};

test('on Windows both files are closed before the new one replaces the old one', async () => {
  const folder = await folderWith(`${row('a', 'done')}\n${row('b', 'pending')}\n`);
  const archived = await archiveEntries(
    folder,
    REQUEST,
    writer,
    windows(folder, async () => undefined),
  );
  assert.ok(!isRefusal(archived));
  assert.deepEqual(archived.ids, ['a']);
  const text = await readFile(scheduleOf(folder), 'utf8');
  assert.ok(text.includes(`${row('b', 'pending')}\n`) && !text.includes(`${row('a', 'done')}\n`));
});

test('on Windows rows that others add while they hold the file are in the new one after any number of tries', async () => {
  const folder = await folderWith(`${row('a', 'done')}\n${row('b', 'pending')}\n`);
  const moves = windows(folder, async attempt => {
    if (attempt <= 3) {
      await appendFile(scheduleOf(folder), `${row(`later-${attempt}`, 'pending')}\n`);
      throw held();
    }
  });
  assert.ok(!isRefusal(await archiveEntries(folder, REQUEST, writer, moves)));
  const text = await readFile(scheduleOf(folder), 'utf8');
  for (const id of ['b', 'later-1', 'later-2', 'later-3']) {
    assert.equal(text.split(`${row(id, 'pending')}\n`).length, 2, id);
  }
});

test('on Windows another file that was put there meanwhile stays as it is', async () => {
  const folder = await folderWith(`${row('a', 'done')}\n`);
  const moves = windows(folder, async () => {
    // The new file is made beside the old one first, because a deleted file's number may be reused.
    await writeFile(`${scheduleOf(folder)}.other`, 'another\n');
    await rename(`${scheduleOf(folder)}.other`, scheduleOf(folder));
    throw held();
  });
  const refused = await archiveEntries(folder, REQUEST, writer, moves);
  assert.ok(isRefusal(refused));
  assert.match(refused.why, /was replaced while/);
  assert.equal(await readFile(scheduleOf(folder), 'utf8'), 'another\n');
  assert.deepEqual(
    readdirSync(join(folder, '.sf')).filter(name => name.endsWith('.tmp')),
    [],
  );
});

test('on Windows a file that others never close stays as it is, with an error', async () => {
  const text = `${row('a', 'done')}\n`;
  const folder = await folderWith(text);
  const moves = windows(folder, async () => Promise.reject(held()));
  await assert.rejects(archiveEntries(folder, REQUEST, writer, moves), /Could not archive entries of/);
  assert.equal(await readFile(scheduleOf(folder), 'utf8'), text);
});

test('on Windows a writer holds nothing open while it waits for an archive, and writes again into the new file', async () => {
  const folder = await folderWith(`${row('a', 'pending')}\n`);
  const path = scheduleOf(folder);
  const swap = `${await lockPath(path)}.swap`;
  const { pid, born } = await markOf(process.pid);
  await mkdir(dirname(swap), { recursive: true });
  await writeFile(swap, `${pid}\n${born ?? ''}`);
  const written = appendRows(folder, [row('b', 'pending')], undefined, 'win32');
  while ((await readFile(path, 'utf8')).split('\n').length < 3 || openIn(folder).length > 0) {
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  await writeFile(`${path}.tmp`, `${row('a', 'pending')}\n`);
  await moveOver(`${path}.tmp`, path);
  await rm(swap);
  await written;
  assert.equal(await readFile(path, 'utf8'), `${row('a', 'pending')}\n${row('b', 'pending')}\n`);
});
