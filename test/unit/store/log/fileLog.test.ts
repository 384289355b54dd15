import assert from 'node:assert/strict';
import { appendFile, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MAX_LINE_BYTES } from '../../../../src/core/rows/row.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';
import { keepsTheContract, look, NOTHING_NEW } from '../../../support/scheduleLogContract.ts';

const row = (id: string, more = ''): string => `{"id":"${id}","status":"pending"${more}}`;

keepsTheContract('FileLog', async text => new FileLog(await folderWith(text)));

test('a schedule that is not there is an empty one, and one that goes away is empty from then on', async () => {
  const log = new FileLog(await emptyFolder());
  assert.deepEqual(await look(log), NOTHING_NEW);
  await log.append([row('a')]);
  assert.deepEqual((await look(log)).texts, [row('a')]);
  await rm(log.path);
  assert.deepEqual(await look(log), { ...NOTHING_NEW, fresh: true });
  assert.deepEqual(await look(log), NOTHING_NEW);
  await log.append([row('b')]);
  assert.deepEqual(await look(log), { fresh: true, texts: [row('b')], lines: [1], problems: [] });
});

test('a torn tail waits for its end, and counts once it has one', async () => {
  const log = new FileLog(await folderWith(`${row('a')}\n{"id":"b","sta`));
  assert.deepEqual(await look(log), { fresh: true, texts: [row('a')], lines: [1], problems: [] });
  assert.deepEqual([log.tail?.problem.class, log.tail?.problem.line], ['torn tail', 2]);
  assert.equal(log.tail?.writtenAt, Math.floor((await stat(log.path)).mtimeMs));
  await appendFile(log.path, 'tus":"pending"}');
  assert.deepEqual(await look(log), { fresh: false, texts: [row('b')], lines: [2], problems: [] });
  assert.equal(log.tail, undefined);
  await appendFile(log.path, `\n${row('c')}\n`);
  assert.deepEqual(await look(log), { fresh: false, texts: [row('c')], lines: [3], problems: [] });
});

test('a file of nothing but short lines that are none is read, and each of them is a problem', async () => {
  const count = 140_000;
  const log = new FileLog(await folderWith('x\n'.repeat(count)));
  let problems = 0;
  for await (const part of log.read()) {
    problems += part.problems.length;
  }
  assert.equal(problems, count);
});

test('an append after a torn tail leaves the tail as a line of its own', async () => {
  const log = new FileLog(await folderWith('{"id":"torn'));
  await look(log);
  await log.append([row('a')]);
  assert.deepEqual(await look(log), { fresh: false, texts: [row('a')], lines: [2], problems: ['1 bad JSON'] });
  assert.equal(await readFile(log.path, 'utf8'), `{"id":"torn\n${row('a')}\n`);
});

test('a last row without a line end counts, with what is wrong with it, and only once when its line end comes', async () => {
  const last = '{"id":"a","due_at":"2026-11-23T09:00"}';
  const log = new FileLog(await folderWith(last));
  assert.deepEqual(await look(log), { fresh: true, texts: [last], lines: [1], problems: ['1 time without offset'] });
  await appendFile(log.path, '\r\n');
  assert.deepEqual(await look(log), NOTHING_NEW);
  await appendFile(log.path, row('b'));
  assert.deepEqual(await look(log), { fresh: false, texts: [row('b')], lines: [2], problems: [] });
});

test('a last row without a line end that turns out to have been the beginning of another one counts no more', async () => {
  for (const rest of [' x', ' x\n', ` x\n${row('b')}\n`]) {
    const log = new FileLog(await folderWith(`${row('z')}\n${row('a')}`));
    await look(log);
    await appendFile(log.path, rest);
    const { fresh, texts } = await look(log);
    assert.deepEqual([fresh, texts.slice(0, 2)], [true, rest.includes('"b"') ? [row('z'), row('b')] : [row('z')]]);
  }
});

test('a file that took the place of another is read from its beginning', async () => {
  const log = new FileLog(await folderWith(`${row('a')}\n`));
  await look(log);
  await writeFile(`${log.path}.new`, `${row('a')}\n${row('b')}\n`);
  await rename(`${log.path}.new`, log.path);
  assert.deepEqual(await look(log), { fresh: true, texts: [row('a'), row('b')], lines: [1, 2], problems: [] });
});

test('a file that was cut is read from its beginning', async () => {
  const log = new FileLog(await folderWith(`${row('a')}\n${row('b')}\n`));
  await look(log);
  await truncate(log.path, row('a').length + 1);
  assert.deepEqual(await look(log), { fresh: true, texts: [row('a')], lines: [1], problems: [] });
});

test('a file that was written again, no longer than before, is read from its beginning', async () => {
  const last = row('z', `,"x":"${'x'.repeat(80)}"`);
  const log = new FileLog(await folderWith(`${row('a')}\n${last}\n`));
  await look(log);
  await writeFile(log.path, `${row('c')}\n${last}\n`);
  await utimes(log.path, new Date(), new Date(Date.now() + 5000));
  assert.deepEqual((await look(log)).texts, [row('c'), last]);
});

test('a file that was written again and grew is found out by its last lines, or when it is verified', async () => {
  const tail = row('t', `,"x":"${'x'.repeat(80)}"`);
  const log = new FileLog(await folderWith(`${row('a')}\n${tail}\n`));
  await look(log);
  await writeFile(log.path, `${row('b')}\n${row('q', `,"x":"${'x'.repeat(80)}"`)}\n${row('n')}\n`);
  assert.equal((await look(log)).fresh, false, 'the last 64 bytes are the same');
  assert.deepEqual((await look(log, { verify: true })).texts.at(0), row('b'));

  const other = new FileLog(await folderWith(`${row('a')}\n${row('t')}\n`));
  await look(other);
  await writeFile(other.path, `${row('a')}\n${row('u')}\n${row('n')}\n`);
  assert.deepEqual((await look(other)).texts, [row('a'), row('u'), row('n')]);
});

test('a reading that stopped half way starts over at the next', async () => {
  const log = new FileLog(await folderWith(`${row('a')}\n`.repeat(30_000)));
  for await (const { rows } of log.read()) {
    assert.ok(rows.length > 0);
    break;
  }
  const again = await look(log);
  assert.deepEqual([again.fresh, again.texts.length], [true, 30_000]);
});

test('a reading that stopped half way before the file went away leaves nothing', async () => {
  const log = new FileLog(await folderWith(`${row('a')}\n`.repeat(30_000)));
  for await (const { rows } of log.read()) {
    assert.ok(rows.length > 0);
    break;
  }
  await rm(log.path);
  assert.deepEqual(await look(log), { ...NOTHING_NEW, fresh: true });
});

test('carriage returns, a byte order mark and characters of several bytes come through however the pieces fall', async () => {
  const texts = Array.from({ length: 9000 }, (_, index) =>
    row(`${index}`, `,"x":"${'ü🙂'.repeat(index % 13)}${'y'.repeat(index % 7)}"`),
  );
  const log = new FileLog(await folderWith(`\uFEFF${texts.join('\r\n')}\r\n`));
  const { texts: found, problems, lines } = await look(log);
  assert.deepEqual(problems, []);
  assert.deepEqual(found, texts);
  assert.equal(lines.at(-1), 9000);
});

test('a line over the limit is counted and passed over, and its neighbours are read', async () => {
  const long = row('l', `,"x":"${'x'.repeat(MAX_LINE_BYTES)}"`);
  const full = row('f', `,"x":"${'x'.repeat(MAX_LINE_BYTES - row('f', ',"x":""').length)}"`);
  const log = new FileLog(await folderWith(`\uFEFF${full}\r\n${long}\n${row('b')}\n${long}`));
  const { texts, problems } = await look(log);
  assert.deepEqual(texts, [full, row('b')]);
  assert.deepEqual(problems, ['2 too long']);
  assert.equal(log.tail?.problem.class, 'too long');
});

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

test('an endless line costs no memory', async () => {
  const folder = await folderWith(`${row('a')}\n`);
  const piece = 'x'.repeat(1_000_000);
  for (let count = 0; count < 50; count += 1) {
    await appendFile(scheduleOf(folder), piece);
  }
  await appendFile(scheduleOf(folder), `\n${row('b')}\n`);
  const log = new FileLog(folder);
  // What the writing left behind would hide what the reading keeps.
  collectGarbage();
  let [least, most, over] = [Number.POSITIVE_INFINITY, 0, false];
  const watching = (async () => {
    while (!over) {
      const { arrayBuffers } = process.memoryUsage();
      least = Math.min(least, arrayBuffers);
      most = Math.max(most, arrayBuffers - least);
      await new Promise(resolve => setImmediate(resolve));
    }
  })();
  const { texts, problems } = await look(log);
  over = true;
  await watching;
  assert.deepEqual([texts, problems], [[row('a'), row('b')], ['2 too long']]);
  assert.ok(most > 0 && most < 10_000_000, `${most} bytes`);
});
