import assert from 'node:assert/strict';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Checkpoints } from '../../../../src/store/checkpoint/checkpoints.ts';
import type { Ledger } from '../../../../src/store/ledger.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import type { ReadOptions } from '../../../../src/store/log/scheduleLog.ts';
import { ids, LATELY, read, row, TEXT } from '../../../support/checkpointSample.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';

/** Has a reader look while closed entries come, 50 at a time, up to 2001 entries; `before` runs before each look. */
async function growBeside(before: (folder: string, home: string) => Promise<unknown>): Promise<Ledger> {
  const [folder, home] = [await folderWith(`${row('01OPEN', 'pending')}\n`), await emptyFolder()];
  const reader = await read(folder, home);
  const most: number[] = [];
  for (let part = 0; part < 40; part += 1) {
    const closed = Array.from({ length: 50 }, (_, index) => row(`01D${part * 50 + index + 1000}`, 'done'));
    await appendFile(scheduleOf(folder), `${closed.join('\n')}\n`);
    await before(folder, home);
    await reader.lookAtOpen();
    assert.equal(reader.schedule.get('01OPEN')?.isOpen, true);
    most.push(ids(reader).length);
  }
  // A checkpoint is made each time that the file has grown by a tenth.
  assert.ok(Math.max(...most) < 700, `it held ${Math.max(...most)} of 2001 entries`);
  return reader;
}

test('a reader that stays open leaves closed entries out once a new checkpoint has them', async () => {
  const reader = await growBeside(() => Promise.resolve());
  assert.equal(await reader.mayLack('01D1000'), true);
  assert.deepEqual(reader.problems(0), []);
  await reader.look();
  assert.equal(ids(reader).length, 2001);
});

test('a reader that stays open leaves out what the checkpoint of another has', async () => {
  // The other looks before the reader does, and makes every checkpoint.
  const reader = await growBeside(read);
  await reader.look();
  assert.equal(ids(reader).length, 2001);
});

test('a reader whose checkpoint was replaced begins with the new one', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const reader = await read(folder, home);
  const more = Array.from({ length: 200 }, (_, index) => row(`01D${1000 + index}`, 'done'));
  await appendFile(scheduleOf(folder), `${more.join('\n')}\n`);
  await read(folder, home);
  await appendFile(scheduleOf(folder), `${row('01E', 'done')}\n`);
  await reader.lookAtOpen();
  assert.equal(await reader.mayLack('01C0007'), true);
  assert.equal(await reader.mayLack('01D1000'), true);
  assert.equal(reader.schedule.get('01E')?.isOpen, false);
});

test('what was read of a checkpoint is verified without reading all of it', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const reader = await read(folder, home);
  await appendFile(scheduleOf(folder), `${row('01E', 'pending')}\n`);
  await reader.lookAtOpen({ verify: true });
  assert.deepEqual(ids(reader), [...LATELY, '01OPEN', '01E']);
  await reader.lookAtOpen({ verify: true });
  assert.deepEqual(ids(reader), [...LATELY, '01OPEN', '01E']);
});

test('what was rewritten without another trace is found where that is verified', async () => {
  // Before the checkpoint, and after it.
  for (const id of ['01C0007', '01E']) {
    const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
    await read(folder, home);
    const reader = await read(folder, home);
    await appendFile(scheduleOf(folder), ['01E', '01F', '01G', '01H'].map(each => `${row(each, 'done')}\n`).join(''));
    await reader.lookAtOpen();
    const text = await readFile(scheduleOf(folder), 'utf8');
    await writeFile(scheduleOf(folder), text.replace(row(id, 'done'), row(id, 'open')));
    await appendFile(scheduleOf(folder), `${row('01I', 'done')}\n`);
    await reader.lookAtOpen();
    assert.notEqual(reader.schedule.get(id)?.isOpen, true, id);
    await reader.lookAtOpen({ verify: true });
    assert.equal(reader.schedule.get(id)?.isOpen, true, id);
  }
});

test('a reader lets go of the closed entries that one look at everything read', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const reader = await read(folder, home);
  await reader.look();
  assert.equal(ids(reader).length, 201);
  for (let look = 0; look < 12; look += 1) {
    await appendFile(scheduleOf(folder), `${row('01E', 'pending')}\n`);
    await reader.lookAtOpen();
  }
  assert.deepEqual(ids(reader), [...LATELY, '01OPEN', '01E']);
  assert.equal((await reader.look()).get('01C0007')?.isOpen, false);
});

test('a reader that cannot use the checkpoint reads everything ever less often', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const log = new FileLog(folder, new Checkpoints(folder, home, 1));
  let whole = 0;
  const look = async (options: ReadOptions): Promise<void> => {
    for await (const part of log.read(options)) whole += Number(part.fresh && part.leftOut === undefined);
  };
  await look({ open: true });
  await look({});
  await rm(join(home, 'checkpoints'), { recursive: true });
  for (let count = 0; count < 200; count += 1) {
    await appendFile(scheduleOf(folder), '\n');
    await look({ open: true });
  }
  assert.ok(whole > 2 && whole < 7, `${whole} times`);
});
