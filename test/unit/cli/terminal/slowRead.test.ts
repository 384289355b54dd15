import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SlowRead } from '../../../../src/cli/terminal/slowRead.ts';
import { folderWith } from '../../../support/folder.ts';
import { keepsTheContract, look } from '../../../support/scheduleLogContract.ts';

const rows = (count: number): string =>
  Array.from({ length: count }, (_, index) => `{"id":"e${index}","status":"pending"}\n`).join('');

keepsTheContract('SlowRead', async text => new SlowRead(await folderWith(text)));

test('a reading that takes longer than that is told of once', async () => {
  let told = 0;
  const log = new SlowRead(await folderWith(rows(40_000)), undefined, () => (told += 1), 1);
  assert.equal((await look(log)).texts.length, 40_000);
  assert.equal(told, 1);
});

test('a quick reading is not told of, neither while it goes on nor later', async () => {
  let told = 0;
  const log = new SlowRead(await folderWith(rows(1)), undefined, () => (told += 1), 200);
  await look(log);
  await new Promise(resolve => setTimeout(resolve, 250));
  assert.equal(told, 0);
});
