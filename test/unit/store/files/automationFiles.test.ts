import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { FolderFiles } from '../../../../src/store/files/folderFiles.ts';
import { machineZone } from '../../../../src/store/processes/machineZone.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { at, createWorld, type Answer, type World } from '../../../support/world.ts';
import { withLinks } from '../../../support/systems.ts';

const DAILY = [
  ...['---', 'version: 1', 'id: triage', 'name: "Triage issues"', 'description: "New ones"', 'schedule:'],
  ...['  kind: cron', '  expression: "30 9 * * *"', '  timeZone: local', '---', '', 'Look at the new issues.', ''],
].join('\n');
const named = (id: string, rule = '  kind: manual'): string =>
  `---\nversion: 1\nid: ${id}\nname: Task ${id}\nschedule:\n${rule}\n---\nDo it.\n`;

/** A folder with these files, last changed long ago. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
    await utimes(join(folder, name), at('2025-11-23T10:00:00Z') / 1000, at('2025-11-23T10:00:00Z') / 1000);
  }
  return folder;
}

const look = async (folder: string): Promise<readonly string[]> => {
  const { definitions, problems } = await new FolderFiles(folder).look();
  return [
    ...definitions.map(({ id, file }) => `${id} ${file}`),
    ...problems.map(({ file, text }) => `${file}: ${text}`),
  ];
};

const entryOf = (world: World): Promise<Answer> => world.value('show', 'automation:triage');

test('a template of an agent plugin is an entry that is only proposed, with its words and its rule in the zone of the machine', async () => {
  const folder = await folderOf({ 'automations/triage.automation.md': DAILY });
  const world = createWorld({ folder });
  const [entry] = await world.value<Answer[]>('list');
  assert.deepEqual(
    ['id', 'title', 'summary', 'prompt', 'kind', 'status', 'group', 'file', 'created_by', 'repeat'].map(
      name => entry?.[name],
    ),
    [
      ...[
        'automation:triage',
        'Triage issues',
        'New ones',
        'Look at the new issues.',
        'prompt',
        'proposed',
        'Proposed',
      ],
      ...['automations/triage.automation.md', 'file:automations/triage.automation.md'],
      { cron: '30 9 * * *', tz: machineZone() },
    ],
  );
  assert.deepEqual([entry?.['due_at'], entry?.['late_ms']], [null, 0], 'it has no time before it is accepted');
  const reply = await world.say('run', 'automation:triage');
  assert.match(reply.ok ? '' : reply.why, /proposed|accept/i);
  assert.deepEqual(world.rows(), [], 'a look writes nothing');
});

test('accepted it is due at its next time from then on, however old the file is; its file stays as it is', async () => {
  const folder = await folderOf({ 'automations/triage.automation.md': DAILY });
  const world = createWorld({ folder });
  await world.value('accept', 'automation:triage');
  const entry = await entryOf(world);
  assert.equal(entry['status'], 'pending');
  const due = Date.parse(String(entry['due_at']));
  assert.ok(due > world.clock.now() && due <= world.clock.now() + 24 * HOUR, String(entry['due_at']));
  assert.equal(entry['slot'], entry['due_at']);
  assert.equal(await readFile(join(folder, 'automations/triage.automation.md'), 'utf8'), DAILY);
});

test('it is paused and resumed in rows, for its file has no word for that', async () => {
  const folder = await folderOf({ 'automations/triage.automation.md': DAILY });
  const world = createWorld({ folder });
  await world.value('accept', 'automation:triage');
  await world.value('pause', 'automation:triage');
  assert.deepEqual([(await entryOf(world))['paused'], (await entryOf(world))['due_at']], [true, null]);
  await world.value('resume', 'automation:triage');
  assert.deepEqual([(await entryOf(world))['paused'], (await entryOf(world))['status']], [false, 'pending']);
  assert.equal(await readFile(join(folder, 'automations/triage.automation.md'), 'utf8'), DAILY);
});

test('rejected it stays so while the file says the same, and a file that says something else proposes again', async () => {
  const folder = await folderOf({ 'automations/triage.automation.md': DAILY });
  const world = createWorld({ folder });
  await world.value('reject', 'automation:triage');
  assert.deepEqual(await world.value('list'), []);
  await writeFile(join(folder, 'automations/triage.automation.md'), DAILY.replace('30 9', '45 9'));
  assert.equal((await entryOf(world))['status'], 'proposed');
});

test('one that comes by hand only has no time, also once it was accepted', async () => {
  const folder = await folderOf({ 'automations/a.automation.md': named('a') });
  const world = createWorld({ folder });
  assert.equal((await world.value('show', 'automation:a'))['status'], 'proposed');
  await world.value('accept', 'automation:a');
  const entry = await world.value('show', 'automation:a');
  assert.deepEqual([entry['status'], entry['due_at'], entry['repeat']], ['pending', null, null]);
  assert.equal((await world.say('run', 'automation:a')).ok, true);
});

test('an hourly one keeps to the full hour', async () => {
  const folder = await folderOf({ 'automations/a.automation.md': named('a', '  kind: hourly') });
  const world = createWorld({ folder, now: '2026-11-23T10:20:00Z' });
  await world.value('accept', 'automation:a');
  assert.equal((await world.value('show', 'automation:a'))['due_at'], '2026-11-23T11:00:00.000Z');
});

test('they are read in the folder of schedule files too, beside those of other names', async () => {
  const folder = await folderOf({
    '.sf/schedules/triage.automation.md': DAILY,
    '.sf/schedules/triage.md': '---\ncron: 0 9 * * *\n---\nWrite it.\n',
    '.sf/schedules/Z.AUTOMATION.MD': named('z'),
    'automations/b.Automation.md': named('b'),
    'automations/note.md': '---\ncron: 0 9 * * *\n---\nNot read there.\n',
    'automations/other.automation.md': '# Somebody else calls their notes so\n',
    'automations/deep/c.automation.md': named('c'),
  });
  assert.deepEqual(await look(folder), [
    'automation:z .sf/schedules/Z.AUTOMATION.MD',
    'automation:triage .sf/schedules/triage.automation.md',
    'schedule:triage .sf/schedules/triage.md',
    'automation:b automations/b.Automation.md',
  ]);
  const home = await new FolderFiles(folder, { isPlugin: false }).look();
  assert.equal(home.definitions.length, 3);
});

test('what cannot be read is a problem that names the file; two of one id are a problem for both', async () => {
  const folder = await folderOf({
    'automations/a.automation.md': named('a', '  kind: monthly'),
    'automations/b.automation.md': named('b').replace('name:', 'enabled: true\nname:'),
    'automations/c.automation.md': named('c'),
    '.sf/schedules/c.automation.md': named('c'),
    '.sf/schedules/d.automation.md': 'No front matter, in a folder of Defer itself.',
    'automations/long.automation.md': named('long') + 'x'.repeat(300 * 1024),
  });
  assert.deepEqual(
    (await look(folder)).map(one => one.replace(/(?<=: .{30}).*$/, '…')),
    [
      '.sf/schedules/d.automation.md: The file must begin with front…',
      'automations/a.automation.md: The kind of schedule must be o…',
      'automations/b.automation.md: This format has no field "enab…',
      'automations/long.automation.md: The file is longer than 256 Ki…',
      '.sf/schedules/c.automation.md: The name "c" is also used by a…',
      'automations/c.automation.md: The name "c" is also used by .…',
    ],
  );
});

test('a folder or a file that leads out is not read', withLinks, async () => {
  const outside = await folderOf({ 'automations/a.automation.md': named('a') });
  const folder = await folderOf({ 'automations/b.automation.md': named('b') });
  await symlink(join(outside, 'automations/a.automation.md'), join(folder, 'automations/a.automation.md'));
  const [b, problem] = await look(folder);
  assert.match(
    `${b} ${problem}`,
    /^automation:b .* a\.automation\.md: The file is a link|^automation:b .*link that leads out/,
  );
  await rm(join(folder, 'automations'), { recursive: true });
  await symlink(join(outside, 'automations'), join(folder, 'automations'));
  assert.match((await look(folder)).join(), /^automations: .*leads out of the workspace folder/);
  await rm(join(folder, 'automations'));
  await writeFile(join(folder, 'automations'), 'A file of that name is nobody’s business.');
  assert.deepEqual(await look(folder), []);
});

test('a file that is put there, changed or taken away is seen at the next look', async () => {
  const folder = await emptyFolder();
  const files = new FolderFiles(folder);
  assert.deepEqual((await files.look()).definitions, []);
  await mkdir(join(folder, 'automations'));
  await writeFile(join(folder, 'automations/a.automation.md'), named('a'));
  const first = await files.look();
  assert.equal(first.definitions.length, 1);
  assert.equal(await files.look(), first);
  await writeFile(join(folder, 'automations/a.automation.md'), named('aa'));
  assert.equal((await files.look()).definitions[0]?.id, 'automation:aa');
  await rm(join(folder, 'automations/a.automation.md'));
  assert.deepEqual((await files.look()).definitions, []);
});
