import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, link, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';
import { look } from '../../../support/scheduleLogContract.ts';
import { isWindows, setHome } from '../../../support/systems.ts';

const ROW = '{"id":"a","status":"pending"}';
const home = process.env['HOME'];

before(async () => {
  setHome(await emptyFolder());
});

after(() => {
  setHome(home);
});

/** Both reading and writing must be refused, in words without a path of the machine. */
async function isRefused(folder: string, why: RegExp): Promise<void> {
  const log = new FileLog(folder);
  const inWords = { name: 'StoreFault', message: why };
  await assert.rejects(look(log), inWords);
  await assert.rejects(log.append([ROW]), inWords);
}

test('the first row makes the folder, with what git should know about it', async () => {
  const folder = await emptyFolder();
  await new FileLog(folder).append([ROW]);
  assert.deepEqual((await readdir(join(folder, '.sf'))).sort(), ['.gitattributes', '.gitignore', 'schedule.jsonl']);
  assert.equal(
    await readFile(join(folder, '.sf', '.gitattributes'), 'utf8'),
    'schedule.jsonl text eol=lf merge=union\n',
  );
  assert.equal(await readFile(join(folder, '.sf', '.gitignore'), 'utf8'), 'heartbeat-state.json\n*.tmp\n');
});

test('a folder that has a schedule is left as it is', async () => {
  const folder = await folderWith('');
  await new FileLog(folder).append([ROW]);
  assert.deepEqual(await readdir(join(folder, '.sf')), ['schedule.jsonl']);
});

test('what git was told already stays', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, '.sf'));
  await writeFile(join(folder, '.sf', '.gitignore'), '*\n');
  await new FileLog(folder).append([ROW]);
  assert.equal(await readFile(join(folder, '.sf', '.gitignore'), 'utf8'), '*\n');
});

test('a symbolic link in place of the schedule is refused', { skip: isWindows }, async () => {
  const folder = await folderWith('');
  const elsewhere = join(await emptyFolder(), 'target');
  await writeFile(elsewhere, '');
  await rm(scheduleOf(folder));
  await symlink(elsewhere, scheduleOf(folder));
  await isRefused(folder, /links are not followed/);
  assert.equal(await readFile(elsewhere, 'utf8'), '');
});

test('a symbolic link to nothing makes no file there', { skip: isWindows }, async () => {
  const folder = await folderWith('');
  const elsewhere = await emptyFolder();
  await rm(scheduleOf(folder));
  await symlink(join(elsewhere, 'target'), scheduleOf(folder));
  await isRefused(folder, /links are not followed/);
  assert.deepEqual(await readdir(elsewhere), []);
});

test('a schedule with a second name is refused', { skip: isWindows }, async () => {
  const folder = await folderWith(`${ROW}\n`);
  await link(scheduleOf(folder), join(await emptyFolder(), 'second'));
  await isRefused(folder, /hard link/);
  assert.equal(await readFile(scheduleOf(folder), 'utf8'), `${ROW}\n`);
});

test(
  'a pipe in place of the schedule is refused, and nobody waits for its other end',
  { skip: isWindows },
  async () => {
    const folder = await folderWith('');
    await rm(scheduleOf(folder));
    assert.equal(spawnSync('sh', ['-c', 'mkfifo "$0"', scheduleOf(folder)]).status, 0);
    await isRefused(folder, /not a regular file/);
  },
);

test('a folder in place of the schedule, and a file in place of the folder, are refused', async () => {
  const folder = await folderWith('');
  await rm(scheduleOf(folder));
  await mkdir(scheduleOf(folder));
  await isRefused(folder, /folder is where a file should be|not a regular file/);
  const other = await emptyFolder();
  await writeFile(join(other, '.sf'), '');
  await isRefused(other, /something else is in its place|a file is where a folder should be/);
});

test(
  '.sf may be a link to a folder inside, and to one of the home folder’s projects',
  { skip: isWindows },
  async () => {
    const projects = join(process.env['HOME'] ?? '', '.sf', 'projects', 'p1');
    const folder = await emptyFolder();
    await mkdir(join(folder, 'inside'));
    await mkdir(projects, { recursive: true });
    for (const target of [join(folder, 'inside'), projects]) {
      await rm(join(folder, '.sf'), { force: true });
      await symlink(target, join(folder, '.sf'));
      const log = new FileLog(folder);
      await log.append([ROW]);
      assert.deepEqual((await look(log)).texts, [ROW]);
      assert.equal(await readFile(join(target, 'schedule.jsonl'), 'utf8'), `${ROW}\n`);
    }
  },
);

test('.sf may not be a link that leads out, nor one to nowhere', { skip: isWindows }, async () => {
  const folder = await emptyFolder();
  // Its name begins as the folder's does, which must not count as being inside.
  const beside = `${folder}-beside`;
  const outside = await emptyFolder();
  await mkdir(beside);
  for (const target of [outside, beside, join(outside, 'nowhere'), '/']) {
    await rm(join(folder, '.sf'), { force: true });
    await symlink(target, join(folder, '.sf'));
    await isRefused(folder, /leads out of the folder/);
  }
  assert.deepEqual([await readdir(outside), await readdir(beside)], [[], []]);
  await rm(beside, { recursive: true });
});

/** Does something as one who is not the administrator, who may write anything. */
async function asSomebody<Answer>(job: () => Promise<Answer>): Promise<Answer> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    process.seteuid?.(65_534);
  }
  try {
    return await job();
  } finally {
    if (isRoot) {
      process.seteuid?.(0);
    }
  }
}

test('what may not be written says so once, in plain words', { skip: isWindows }, async () => {
  const file = await folderWith(`${ROW}\n`);
  await chmod(file, 0o755);
  await chmod(scheduleOf(file), 0o444);
  const folder = await emptyFolder();
  await chmod(folder, 0o555);
  await asSomebody(async () => {
    const inWords = (doing: RegExp): object => ({ name: 'StoreFault', message: doing });
    const writing = /^Could not write to \.sf.schedule\.jsonl: permission was denied\.$/;
    await assert.rejects(new FileLog(file).append([ROW]), inWords(writing));
    assert.deepEqual((await look(new FileLog(file))).texts, [ROW]);
    const making = /^Could not make the folder \.sf: permission was denied\.$/;
    await assert.rejects(new FileLog(folder).append([ROW]), inWords(making));
  });
  await chmod(folder, 0o755);
});
