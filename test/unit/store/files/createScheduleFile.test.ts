import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { createScheduleFile } from '../../../../src/store/files/createScheduleFile.ts';
import { emptyFolder } from '../../../support/folder.ts';

const TEXT = '---\ncron: 0 9 * * *\n---\n';
const isWindows = process.platform === 'win32';

const why = async (made: Promise<string | object>): Promise<string> => {
  const answer = await made;
  return typeof answer === 'object' && isRefusal(answer) ? answer.why : `made ${String(answer)}`;
};

test('a schedule file is made with the folders it needs, and never over another', async () => {
  const folder = await emptyFolder();
  const path = await createScheduleFile(folder, '.sf/schedules', 'nightly', TEXT);
  assert.equal(path, join(folder, '.sf', 'schedules', 'nightly.md'));
  assert.equal(await readFile(join(folder, '.sf', 'schedules', 'nightly.md'), 'utf8'), TEXT);
  assert.match(await why(createScheduleFile(folder, '.sf/schedules', 'nightly', 'other')), /of that name already/);
  assert.equal(await readFile(join(folder, '.sf', 'schedules', 'nightly.md'), 'utf8'), TEXT);
});

test('nothing is written over a link that a repository brought along', { skip: isWindows }, async () => {
  const [folder, outside] = [await emptyFolder(), await emptyFolder()];
  await mkdir(join(folder, '.sf'));
  await symlink(outside, join(folder, '.sf', 'schedules'));
  assert.match(await why(createScheduleFile(folder, '.sf/schedules', 'nightly', TEXT)), /is a link/);
  assert.match(await why(createScheduleFile(folder, '.sf/schedules/deeper', 'nightly', TEXT)), /is a link/);
  await symlink(outside, join(folder, 'plans'));
  assert.match(await why(createScheduleFile(folder, 'plans', 'nightly', TEXT)), /is a link/);
  assert.deepEqual(await readdir(outside), []);
});

test('a link in place of the file is not followed', { skip: isWindows }, async () => {
  const [folder, outside] = [await emptyFolder(), await emptyFolder()];
  await mkdir(join(folder, 'plans'));
  await symlink(join(outside, 'planted'), join(folder, 'plans', 'nightly.md'));
  assert.match(await why(createScheduleFile(folder, 'plans', 'nightly', TEXT)), /of that name already/);
  assert.deepEqual(await readdir(outside), []);
});

test('.sf that leads out of the folder, and a setting that does, are refused', { skip: isWindows }, async () => {
  const [folder, outside] = [await emptyFolder(), await emptyFolder()];
  await symlink(outside, join(folder, '.sf'));
  await assert.rejects(createScheduleFile(folder, '.sf/schedules', 'nightly', TEXT), { name: 'StoreFault' });
  const plain = await emptyFolder();
  for (const schedules of ['../elsewhere', 'plans/../../elsewhere', '/absolute']) {
    assert.match(await why(createScheduleFile(plain, schedules, 'nightly', TEXT)), /leads out/);
  }
  assert.deepEqual(await readdir(outside), []);
});
