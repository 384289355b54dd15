import assert from 'node:assert/strict';
import { appendFile, open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { appendRows } from '../../../../src/store/log/append.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';
import { appendAtOnce, idsOfWriters } from '../../../support/processes.ts';
import { look } from '../../../support/scheduleLogContract.ts';
import { onPosix } from '../../../support/systems.ts';

const row = (id: string): string => `{"id":"${id}","status":"pending"}`;

test('rows are added at the end, one line each, and what was there stays byte for byte', async () => {
  const before = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0x0d, 0x0a, 0x0a, 0x7b]);
  const folder = await folderWith(before);
  await appendRows(folder, [row('a'), row('b')]);
  assert.deepEqual(
    await readFile(scheduleOf(folder)),
    Buffer.concat([before, Buffer.from(`\n${row('a')}\n${row('b')}\n`)]),
  );
});

/** Lets something happen right before, or instead of, the next write to any file. */
async function atNextWrite(
  t: TestContext,
  folder: string,
  happen: (handle: FileHandle, text: Buffer) => Promise<'write' | 'written'>,
): Promise<void> {
  const handle = await open(scheduleOf(folder), 'r');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const write = prototype.write as (this: FileHandle, text: Buffer, from: number, length: number) => Promise<unknown>;
  let times = 0;
  t.mock.method(prototype, 'write', async function (this: FileHandle, text: Buffer, from: number, length: number) {
    times += 1;
    const goOn = times > 1 || (await happen(this, text)) === 'write';
    return goOn ? write.call(this, text, from, length) : { bytesWritten: length };
  });
}

// Windows cannot move or remove a file that a writer has open. closedArchive.test.ts tests what happens there.
test('a row is written again when the file was replaced just before it was written', onPosix, async t => {
  const folder = await folderWith(`${row('a')}\n`);
  await atNextWrite(t, folder, async () => {
    await writeFile(`${scheduleOf(folder)}.tmp`, `${row('b')}\n`);
    await rename(`${scheduleOf(folder)}.tmp`, scheduleOf(folder));
    return 'write';
  });
  await appendRows(folder, [row('z')]);
  assert.equal(await readFile(scheduleOf(folder), 'utf8'), `${row('b')}\n${row('z')}\n`);
});

test('a row is written again when the file was removed just before it was written', onPosix, async t => {
  const folder = await folderWith(`${row('a')}\n`);
  await atNextWrite(t, folder, async () => {
    await rm(scheduleOf(folder));
    return 'write';
  });
  await appendRows(folder, [row('z')]);
  assert.equal(await readFile(scheduleOf(folder), 'utf8'), `${row('z')}\n`);
});

test('a row is written again when another writer died in the middle of a row just before it', async t => {
  const folder = await folderWith(`${row('a')}\n`);
  await atNextWrite(t, folder, async () => {
    await appendFile(scheduleOf(folder), '{"id":"torn');
    return 'write';
  });
  await appendRows(folder, [row('z')]);
  const { texts, problems } = await look(new FileLog(folder));
  assert.deepEqual([texts, problems], [[row('a'), row('z')], ['2 bad JSON']]);
});

test('a row of which the disk took only a part is written again, whole', async t => {
  const folder = await folderWith(`${row('a')}\n`);
  await atNextWrite(t, folder, async (_handle, text) => {
    await appendFile(scheduleOf(folder), text.subarray(0, 9));
    return 'written';
  });
  await appendRows(folder, [row('z')]);
  const { texts, problems } = await look(new FileLog(folder));
  assert.deepEqual([texts, problems], [[row('a'), row('z')], ['2 bad JSON']]);
});

test('a disk that is full gives one clear error, and the next act works once there is room', async t => {
  const folder = await folderWith(`${row('a')}\n`);
  await atNextWrite(t, folder, async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  });
  await assert.rejects(appendRows(folder, [row('y')]), {
    name: 'StoreFault',
    message: /^Could not .*: the disk is full\.$/,
  });
  await appendRows(folder, [row('z')]);
  assert.deepEqual((await look(new FileLog(folder))).texts, [row('a'), row('z')]);
});

test('many appends of one process at once are each a line of their own', async () => {
  const folder = await emptyFolder();
  const log = new FileLog(folder);
  const ids = Array.from({ length: 60 }, (_, index) => `n${index}`);
  await Promise.all(ids.map(id => log.append([row(id)])));
  assert.deepEqual((await look(log)).texts.toSorted(), ids.map(row).sort());
});

test('eight processes that append at once lose nothing and mix nothing', async () => {
  const folder = await emptyFolder();
  await appendAtOnce(folder, 8, 12, 3000);
  const { texts, problems } = await look(new FileLog(folder));
  assert.deepEqual(problems, []);
  assert.deepEqual(texts.map(text => (JSON.parse(text) as { id: string }).id).sort(), idsOfWriters(8, 12).sort());
});
