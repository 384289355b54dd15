import assert from 'node:assert/strict';
import { appendFile, chmod, mkdir, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant } from '../../../../src/core/basics/time.ts';
import { makeCheckpoint } from '../../../../src/store/checkpoint/makeCheckpoint.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { CLOSED, ids, LATELY, read, row, TEXT } from '../../../support/checkpointSample.ts';
import { checkpointSteps, liveWithCheckpoint } from '../../../support/checkpointHistory.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';
import { holds } from '../../../support/property.ts';

const isWindows = process.platform === 'win32';

test('whatever happens to the file and to its checkpoint, what is open is what a full read shows', async t => {
  let used = 0;
  await holds(
    t,
    fc.asyncProperty(checkpointSteps, async steps => {
      used += await liveWithCheckpoint(steps);
    }),
    1000,
  );
  assert.ok(used > 50, `a checkpoint was used ${used} times`);
});

test('the second reader reads what is open, and all once that is asked for', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  assert.equal(ids(await read(folder, home)).length, 201);
  const second = await read(folder, home);
  assert.deepEqual(ids(second), [...LATELY, '01OPEN']);
  assert.equal(second.leftOutUpTo, 180);
  assert.deepEqual(
    [await second.mayLack('01C0179'), await second.mayLack('01C'), await second.mayLack('01D')],
    [true, true, false],
  );
  assert.deepEqual(await second.missingBeside(['01C0100x', '01OPEN']), ['01C0100', '01C0101', '01C0179']);
  await second.look();
  assert.equal(ids(second).length, 201);
  assert.equal(await second.mayLack('01C0179'), false);
  assert.equal(second.leftOutUpTo, 0);
});

test('a line belongs to the id that counts, however it is written', async () => {
  for (const line of [
    '{"id":"01C0001","status":"pending","id":"01OPEN","note":"last"}',
    '{"id":"01C0001","status":"pending","\\u0069d":"01OPEN","note":"last"}',
    '{ "id": "01OPEN", "status": "pending", "note": "last" }',
  ]) {
    const [folder, home] = [await folderWith(`${TEXT}${line}\n`), await emptyFolder()];
    await read(folder, home);
    const second = await read(folder, home);
    assert.deepEqual(ids(second), [...LATELY, '01OPEN'], line);
    assert.equal(second.schedule.get('01OPEN')?.fields()['note'], 'last', line);
  }
});

test('a line that was cut off leaves nothing out', async () => {
  const [folder, home] = [
    await folderWith(`${TEXT}{"schemaVersion":1,"id":"01CUT","status":"do\n`),
    await emptyFolder(),
  ];
  await read(folder, home);
  const second = await read(folder, home);
  assert.deepEqual([second.leftOutUpTo, await second.mayLack('01CUT')], [180, false]);
});

test('an entry whose row has an id that is too long is left out by no reader', async () => {
  for (const head of ['', '"schemaVersion":1,']) {
    const line = `{${head}"id":"${'x'.repeat(129)}","due_at":"2026-11-28T10:00:00Z"}`;
    const [folder, home] = [await folderWith(`${TEXT}${line}\n`), await emptyFolder()];
    const first = await read(folder, home);
    const second = await read(folder, home);
    assert.equal(await second.mayLack('01C0007'), true);
    assert.deepEqual(
      second.schedule.open.map(({ id }) => id),
      first.schedule.open.map(({ id }) => id),
    );
    assert.equal(second.schedule.open.length, 2);
  }
});

test('what is wrong with a closed entry is told by every reader', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  const line = row('01C0003', 'pending');
  const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked);
  await appendFile(scheduleOf(folder), `${line}\n`);
  await ledger.act('01C0003', instant(0), () => ({ set: { status: 'done' } }));
  await appendFile(scheduleOf(folder), `${line}\n`);
  await read(folder, home);
  const second = await read(folder, home);
  const classes = second.problems(0).map(problem => problem.class);
  assert.deepEqual([classes, await second.mayLack('01C0004')], [['already answered'], true]);
});

test('an act on an entry that was left out sees it', async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const second = await read(folder, home);
  const after = await second.act('01C0007', instant(0), state => {
    assert.equal(state?.status, 'done');
    return { set: { status: 'pending' } };
  });
  assert.ok('status' in after && after.status === 'pending');
  assert.equal(ids(second).length, 201);
});

test('it is kept in the home, for this user alone', { skip: isWindows }, async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const kept = join(home, 'checkpoints');
  for (const name of await readdir(kept)) {
    assert.equal((await stat(join(kept, name))).mode & 0o777, 0o600);
  }
  assert.equal((await stat(kept)).mode & 0o777, 0o700);
  assert.deepEqual(await readdir(join(folder, '.sf')), ['schedule.jsonl']);
});

test('one that others can write, or that is a link, is not believed', { skip: isWindows }, async () => {
  const [folder, home] = [await folderWith(TEXT), await emptyFolder()];
  await read(folder, home);
  const kept = join(home, 'checkpoints');
  const file = join(kept, (await readdir(kept)).find(name => name.endsWith('.checkpoint')) ?? '');
  await chmod(file, 0o666);
  assert.equal(ids(await read(folder, home)).length, 201);
  const elsewhere = join(await emptyFolder(), 'x');
  await writeFile(elsewhere, await readFile(file), { mode: 0o600 });
  const linked = await emptyFolder();
  await mkdir(join(linked, 'checkpoints'), { mode: 0o700 });
  for (const name of await readdir(kept)) {
    await (name.endsWith('.seen')
      ? writeFile(join(linked, 'checkpoints', name), await readFile(join(kept, name)), { mode: 0o600 })
      : symlink(elsewhere, join(linked, 'checkpoints', name)));
  }
  assert.equal(ids(await read(folder, linked)).length, 201);
});

test('of a file with very many entries there is none', async () => {
  const folder = await folderWith(TEXT);
  const handle = await open(scheduleOf(folder));
  try {
    const end = Buffer.alloc(0);
    const mark = { offset: TEXT.length, lines: 201, end, problems: [] };
    const keeps = new Set(['01OPEN']);
    const needed = CLOSED.length * '01C0000'.length + row('01OPEN', 'pending').length;
    const made = await makeCheckpoint(handle, mark, keeps, needed);
    assert.equal([...(made?.closed ?? [])].length, 200);
    assert.equal(await makeCheckpoint(handle, mark, keeps, needed - 1), undefined);
  } finally {
    await handle.close();
  }
});

test('where most is open there is none, and that is not tried again for every reader', async () => {
  const [folder, home] = [
    await folderWith(`${row('a', 'pending')}\n${row('b', 'done')}\n`.repeat(1)),
    await emptyFolder(),
  ];
  await writeFile(
    scheduleOf(folder),
    `${Array.from({ length: 50 }, (_, index) => row(`o${index}`, 'pending')).join('\n')}\n`,
  );
  await read(folder, home);
  const names = await readdir(join(home, 'checkpoints'));
  assert.deepEqual(
    names.map(name => name.replace(/^.*\./, '')),
    ['seen'],
  );
});
