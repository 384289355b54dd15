import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { instant } from '../../../src/core/basics/time.ts';
import { openActLog, actLogPath, lastActLines } from '../../../src/store/actLog.ts';
import { writeProblem } from '../../../src/store/disk/writeProblem.ts';
import type { ActLog } from '../../../src/store/actLog.ts';
import { realFolder } from '../../../src/store/disk/realFolder.ts';
import { log } from '../../../src/verbs/acts/log.ts';
import { emptyFolder } from '../../support/folder.ts';
import { createWorld } from '../../support/world.ts';
import { onPosix } from '../../support/systems.ts';

const noted = (id: string) => ({
  folder: '/work',
  now: instant(0),
  done: { id, before: {}, after: { status: 'done' }, change: { set: { status: 'done' } } },
});
const line = (id: string): string => `1970-01-01T00:00:00Z done id=${id} in=/work`;

test('the log is where the person says, else in Defer’s home', () => {
  assert.equal(actLogPath({}, '/h'), join('/h', 'log', 'defer.log'));
  assert.equal(actLogPath({ DEFER_LOG_DIR: '/logs' }, '/h'), join('/logs', 'defer.log'));
  assert.equal(actLogPath({ DEFER_LOG_DIR: '/logs', DEFER_LOG_FILE: '/l' }, '/h'), '/l');
});

test('acts are appended as lines that only the owner can read, and a mebibyte starts a new file', onPosix, async () => {
  const path = join(await emptyFolder(), 'deep', 'defer.log');
  const note = openActLog(path);
  await note(noted('a'));
  await note(noted('b'));
  assert.equal(await readFile(path, 'utf8'), `${line('a')}\n${line('b')}\n`);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await writeFile(path, `${'x'.repeat(1024 * 1024)}\n`);
  await note(noted('c'));
  await note(noted('d'));
  assert.equal(await readFile(path, 'utf8'), `${line('d')}\n`);
  assert.match(await readFile(`${path}.1`, 'utf8'), /x\n1970.* id=c /);
  const last = async (limit: number) => lastActLines(path, limit, one => one.includes(' done '));
  assert.deepEqual([await last(0), await last(1), await last(2)], [[], [line('d')], [line('c'), line('d')]]);
  await rm(path);
  assert.deepEqual(await last(9), [line('c')]);
});

test('a log that cannot be written fails no act, and says why when it is shown', onPosix, async () => {
  const folder = await emptyFolder();
  const taken = join(folder, 'taken');
  await mkdir(taken);
  await openActLog(taken)(noted('a'));
  assert.match((await writeProblem(taken)) ?? '', /regular file/);
  const target = join(folder, 'target');
  await writeFile(target, '');
  await symlink(target, join(folder, 'link'));
  await openActLog(join(folder, 'link'))(noted('a'));
  assert.equal(await readFile(target, 'utf8'), '', 'no link is followed');
  await writeFile(join(folder, 'file'), '');
  await openActLog(join(folder, 'file', 'defer.log'))(noted('a'));
  assert.match((await writeProblem(join(folder, 'file', 'defer.log'))) ?? '', /Could not make its folder/);
  await chmod(folder, 0o500);
  if (process.getuid?.() !== 0) {
    assert.match((await writeProblem(join(folder, 'new', 'defer.log'))) ?? '', /permission/);
  }
  await chmod(folder, 0o700);
  assert.equal(await writeProblem(join(folder, 'new', 'defer.log')), undefined);
  assert.equal(await writeProblem(target), undefined);
});

test('a folder is recorded by its real path', onPosix, async () => {
  const folder = await realpath(await emptyFolder());
  await mkdir(join(folder, 'work'));
  await symlink(join(folder, 'work'), join(folder, 'link'));
  const path = join(folder, 'defer.log');
  for (const name of ['work', 'link', 'gone']) {
    await openActLog(path)({ ...noted('a'), folder: join(folder, name) });
  }
  const places = (await readFile(path, 'utf8')).match(/(?<= in=).*/g);
  assert.deepEqual(
    places,
    ['work', 'work', 'gone'].map(name => join(folder, name)),
  );
  const actLog: ActLog = {
    path,
    nameOf: realFolder,
    lines: (limit, keeps) => lastActLines(path, limit, keeps),
    problem: async () => undefined,
  };
  const { host } = createWorld({ folder: join(folder, 'link') });
  const reply = await log.run({ ...host, actLog }, {});
  assert.equal(reply.ok && reply.say.split('\n').length, 2, 'whoever asks by the other name sees both');
  await rm(path);
  const empty = await log.run({ ...host, actLog }, {});
  assert.equal(empty.ok && empty.say, 'Nothing has been done yet.');
  const unkept = await log.run({ ...host, actLog: { ...actLog, problem: async () => 'It is full.' } }, {});
  assert.equal(unkept.ok && unkept.say, `Log: ${path}. Nothing is written there: It is full.`);
});
