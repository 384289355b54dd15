import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, place } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

const DAILY =
  '---\nversion: 1\nid: triage\nname: Triage\nschedule:\n  kind: cron\n  expression: "0 9 * * *"\n  timeZone: local\n---\nLook.\n';
const WORKFLOW =
  'on: { schedule: [] }\njobs:\n  run:\n    steps:\n      - run: defer run --due --claim-remote origin\n';
const ROW = {
  ...{ id: 'mine', kind: 'prompt', status: 'pending', due_at: '2026-11-23T09:00:00Z' },
  payload: { message: 'Mine', prompt: 'Do it.', agent: 'claude' },
};

async function worldIn(files: Readonly<Record<string, string>>, text = ''): Promise<World> {
  const folder = await emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return createWorld({ folder, text });
}

const rows = (...all: readonly unknown[]): string => all.map(row => `${JSON.stringify(row)}\n`).join('');

async function said(world: World, ...words: readonly string[]): Promise<string> {
  const reply = await world.say(...words);
  assert.ok(reply.ok, reply.ok ? '' : reply.why);
  return reply.say;
}

test("an entry of a file of VS Code's Automations says that VS Code may run it too", async () => {
  const world = await worldIn({ 'automations/a.automation.md': DAILY });
  const [entry] = await world.value<Answer[]>('list');
  assert.deepEqual(entry?.['elsewhere'], [{ scheduler: 'vscode', where: 'automations/a.automation.md' }]);
  assert.match(
    await said(world, 'show', 'automation:triage'),
    /^Elsewhere: {3}VS Code's own Automations, if automations\/a\.automation\.md was imported there and turned on$/m,
  );
});

test('one that was imported or exported says where it is as well, until it is closed', async () => {
  const world = await worldIn(
    {},
    rows(
      { ...ROW, id: 'from-vscode', imported: { from: 'vscode', file: 'a.automation.md' } },
      { ...ROW, id: 'from-agent-defer', imported: { from: 'agent-defer', file: 'deferred.jsonl' } },
      { ...ROW, id: 'from-sf', imported: { from: 'sf', file: 'schedule.jsonl' } },
      { ...ROW, id: 'to-vscode', exported: { to: 'vscode', file: 'mine.automation.md' } },
      { ...ROW, id: 'odd', imported: { from: '__proto__' }, exported: ['vscode'] },
    ),
  );
  const found = async (id: string): Promise<unknown> => (await world.value('show', id))['elsewhere'];
  assert.deepEqual(await found('from-vscode'), [{ scheduler: 'vscode', where: 'a.automation.md' }]);
  assert.deepEqual(await found('from-agent-defer'), [{ scheduler: 'agent-defer', where: 'deferred.jsonl' }]);
  assert.deepEqual(await found('to-vscode'), [{ scheduler: 'vscode', where: 'mine.automation.md' }]);
  assert.deepEqual([await found('from-sf'), await found('odd')], [[], []], 'SF starts nothing');
  await world.value('cancel', 'from-vscode');
  assert.deepEqual(await found('from-vscode'), []);
});

test('texts of the file are cleaned where they are shown', async () => {
  const file = 'a\u202E\u001B[31m\nb.automation.md';
  const world = await worldIn({}, rows({ ...ROW, imported: { from: 'vscode', file } }));
  const text = await said(world, 'show', 'mine');
  assert.match(text, /^Elsewhere: .*if a.*b\.automation\.md was imported/m);
  assert.ok(!text.includes('\u202E') && !text.includes('\u001B'), text);
});

test('whoever allows automatic runs of it reads there who else may start it', async () => {
  const world = await worldIn(
    { '.git/HEAD': '', '.github/workflows/deferred.yml': WORKFLOW },
    rows({ ...ROW, due_at: '2026-11-24T09:00:00Z', exported: { to: 'vscode', file: 'mine.automation.md' } }),
  );
  const page = await said(world, 'allow', 'mine', '--dry-run');
  assert.match(page, /^Mine\nIt may also be started by:\n {2}VS Code's own Automations, if mine\.automation\.md was/);
  assert.match(
    page,
    /^ {2}GitHub Actions \(\.github\/workflows\/deferred\.yml\), on a machine of its own: the same time may run twice$/m,
  );
});

test('who is called without a person is said of what may run so, and of nothing else', async () => {
  const world = await worldIn(
    { '.git/HEAD': '', '.github/workflows/deferred.yml': WORKFLOW },
    rows({ ...ROW, due_at: '2026-11-24T09:00:00Z' }),
  );
  assert.deepEqual((await world.value('show', 'mine'))['elsewhere'], []);
  world.confirms = true;
  await world.value('allow', 'mine');
  const github = { scheduler: 'github', where: '.github/workflows/deferred.yml' };
  assert.deepEqual((await world.value('show', 'mine'))['elsewhere'], [github]);
});

test('doctor names them all', async () => {
  const world = await worldIn(
    { '.git/HEAD': '', '.github/workflows/deferred.yml': WORKFLOW, 'automations/a.automation.md': DAILY },
    rows({ ...ROW, imported: { from: 'duragent', file: 'schedules/one.yaml' } }),
  );
  const text = await said(world, 'doctor');
  assert.match(text, /^Due entries that are allowed are also started by:\n {2}\S+: GitHub Actions/m);
  assert.match(
    text,
    /^Other schedulers may start these entries too:\n(?: {2}.*\n)* {2}mine: duragent, if it is still on there \(imported from schedules\/one\.yaml\)/m,
  );
  assert.match(text, /^ {2}automation:triage: VS Code's own Automations/m);
  const { handoffs, elsewhere } = await world.value<Record<'handoffs' | 'elsewhere', Answer[]>>('doctor');
  assert.deepEqual(
    [handoffs.map(one => one['scheduler']), elsewhere.map(({ id, scheduler }) => [id, scheduler]).sort()],
    [
      ['github'],
      [
        ['automation:triage', 'vscode'],
        ['mine', 'duragent'],
      ],
    ],
  );
  const quiet = createWorld({ folder: await place({}) });
  assert.doesNotMatch(await said(quiet, 'doctor'), /schedulers|started by/);
});
