import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { automationIdOf, writeAutomation, type Automation } from '../../../../src/core/files/automationText.ts';
import { automationCron } from '../../../../src/core/files/automationSchedule.ts';
import type { ImportReport } from '../../../../src/render/review/importText.ts';
import { machineZone } from '../../../../src/store/processes/machineZone.ts';
import { anyAutomation, handWritten } from '../../../support/automations.ts';
import { emptyFolder, place } from '../../../support/folder.ts';
import { holds } from '../../../support/property.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

const ZONE = machineZone() ?? 'UTC';

const WEEKLY = [
  ...['---', 'version: 1', 'id: weekly-health # by hand', "name: 'Weekly: health'", 'description: Read-only.'],
  ...[
    'schedule: { kind: cron, expression: "0 15 * * 5", timeZone: local }',
    '---',
    'Call the check.',
    '',
    'Report only.',
  ],
].join('\r\n');

/** A world whose only files are these, in the folder of an agent plugin. */
async function worldWith(files: Readonly<Record<string, string>>): Promise<{ world: World; from: string }> {
  const from = await place(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`automations/${name}`, text])),
  );
  return { world: createWorld({ folder: await emptyFolder() }), from };
}

const taken = (world: World, ...words: readonly string[]): Promise<ImportReport> => world.value('import', ...words);

async function refused(world: World, ...words: readonly string[]): Promise<string> {
  const reply = await world.say(...words);
  return reply.ok ? `It was done: ${reply.say}` : reply.why;
}

test('a file becomes an entry of rows, due at its next time, and goes back to its bytes', async () => {
  const { world, from } = await worldWith({ 'health.automation.md': WEEKLY });
  const report = await taken(world, 'vscode', from);
  assert.deepEqual([report.added.length, report.problems], [1, []]);
  const entry = await world.value('show', 'weekly-health');
  assert.deepEqual(
    ['title', 'summary', 'prompt', 'kind', 'status', 'repeat', 'created_by', 'file'].map(name => entry[name]),
    [
      ...['Weekly: health', 'Read-only.', 'Call the check.\r\n\r\nReport only.', 'prompt', 'pending'],
      ...[{ cron: '0 15 * * 5', tz: ZONE }, 'import:vscode', null],
    ],
  );
  assert.ok(Date.parse(String(entry['due_at'])) > world.clock.now());
  const out = await emptyFolder();
  await world.value('export', 'vscode', '--out', out);
  assert.equal(await readFile(join(out, 'weekly-health.automation.md'), 'utf8'), WEEKLY);
});

test('a file alone says by its name what it is, and a second import adds nothing', async () => {
  const { world, from } = await worldWith({ 'a.automation.md': WEEKLY });
  const path = join(from, 'automations/a.automation.md');
  assert.equal((await taken(world, path, '--dry-run')).added.length, 1);
  assert.deepEqual(world.rows(), []);
  await taken(world, path);
  assert.deepEqual((await taken(world, from)).already, ['weekly-health']);
  await writeFile(path, WEEKLY.replace('15', '16'));
  assert.equal((await taken(world, 'vscode', from)).changed.length, 1);
});

test('what VS Code refuses is left where it is, with the line and the reason', async () => {
  const { world, from } = await worldWith({
    'bad.automation.md': WEEKLY.replace('"0 15 * * 5"', '"20 * * * *"'),
    'good.automation.md': WEEKLY,
  });
  await writeFile(join(from, 'automations/bytes.automation.md'), Buffer.from([...Buffer.from(WEEKLY), 0xff]));
  const { added, problems } = await taken(world, 'vscode', from);
  assert.equal(added.length, 1);
  assert.deepEqual(
    problems.map(({ file, line, text }) => [
      file,
      line,
      /^The file is not UTF-8|^VS Code knows one time a day/.exec(text)?.[0],
    ]),
    [
      ['automations/bad.automation.md', 6, 'VS Code knows one time a day'],
      ['automations/bytes.automation.md', 1, 'The file is not UTF-8'],
    ],
  );
});

test('any files, as VS Code or somebody by hand wrote them, come back byte for byte', async t => {
  const several = fc
    .uniqueArray(anyAutomation, { selector: ({ id }) => id, minLength: 1, maxLength: 4 })
    .chain(all =>
      fc
        .tuple(...all.map(one => fc.oneof(fc.constant(writeAutomation(one)), handWritten(one))))
        .map(texts => ({ all, texts })),
    );
  await holds(
    t,
    fc.asyncProperty(several, async ({ all, texts }) => {
      const files = Object.fromEntries(all.map(({ id }, index) => [`${id}.automation.md`, texts[index] ?? '']));
      const { world, from } = await worldWith(files);
      const { added, problems } = await taken(world, 'vscode', from);
      assert.deepEqual([added.length, problems], [all.length, []]);
      const out = await emptyFolder();
      await world.value('export', 'vscode', '--out', out);
      const back = await Promise.all(
        (await readdir(out)).map(async name => [name, await readFile(join(out, name), 'utf8')]),
      );
      assert.deepEqual(Object.fromEntries(back), files);
    }),
    1000,
  );
});

test('any entry that the format can hold comes back from its file as it was', async t => {
  const rowOf = (
    { name, description, schedule, prompt }: Automation,
    index: number,
  ): Readonly<Record<string, unknown>> => {
    const cron = automationCron(schedule);
    const repeat = cron === undefined ? { every: 'PT1H', anchor: '2026-11-23T10:30:00.000Z' } : { cron, tz: ZONE };
    return {
      id: `01ENTRY${index}`,
      kind: 'prompt',
      status: 'pending',
      payload: { message: name, ...(description !== undefined && { summary: description }), prompt },
      ...(schedule.kind !== 'manual' && { repeat, due_at: '2026-11-24T09:00:00.000Z' }),
    };
  };
  const entries = fc.uniqueArray(anyAutomation, {
    selector: ({ name }) => automationIdOf(name),
    minLength: 1,
    maxLength: 4,
  });
  const said = (entry: Answer): unknown => {
    const repeat = entry['repeat'] as Readonly<Record<string, unknown>> | null;
    return [
      entry['title'],
      entry['summary'],
      entry['prompt'],
      entry['kind'],
      repeat?.['cron'] ?? repeat?.['every'],
      repeat?.['tz'],
    ];
  };
  await holds(
    t,
    fc.asyncProperty(entries, async all => {
      const text = all.map((one, index) => `${JSON.stringify(rowOf(one, index))}\n`).join('');
      const here = createWorld({ folder: await emptyFolder(), text });
      const out = await emptyFolder();
      await here.value('export', 'vscode', '--out', out);
      const there = createWorld({ folder: await emptyFolder() });
      assert.deepEqual((await taken(there, 'vscode', out)).problems, []);
      const sorted = async (world: World): Promise<unknown> =>
        (await world.value<Answer[]>('list'))
          .map(said)
          .map(one => JSON.stringify(one))
          .sort();
      assert.deepEqual(await sorted(there), await sorted(here));
    }),
    1000,
  );
});

test('an entry that was edited since is written with its new words, and otherwise as the file stood', async () => {
  const { world, from } = await worldWith({ 'a.automation.md': WEEKLY });
  await taken(world, 'vscode', from);
  await world.value('edit', 'weekly-health', '--prompt', 'Do it all.');
  const [file] = (await world.value<{ files: { text: string }[] }>('export', 'vscode', 'weekly-health')).files;
  assert.equal(file?.text, WEEKLY.replace('Call the check.\r\n\r\nReport only.', 'Do it all.'));
  await world.value('edit', 'weekly-health', '--title', 'Other');
  const [other] = (await world.value<{ files: { text: string }[] }>('export', 'vscode', 'weekly-health')).files;
  assert.equal(other?.text.split('\n')[2], 'id: "weekly-health"');
  assert.match(other?.text ?? '', /name: "Other"\ndescription: "Read-only\."/);
});

describe('what the format cannot hold is refused with what to do', () => {
  const row = (more: Readonly<Record<string, unknown>>): string =>
    `${JSON.stringify({ id: 'mine', kind: 'prompt', status: 'pending', payload: { message: 'Mine', prompt: 'Do it.' }, ...more })}\n`;
  const ruled = (repeat: Readonly<Record<string, unknown>>): string => row({ repeat, due_at: '2026-11-24T09:00:00Z' });
  const cases: readonly (readonly [name: string, text: string, said: RegExp])[] = [
    ['once', row({ due_at: '2026-11-24T09:00:00Z' }), /it comes once, but VS Code knows only: .*change its rule first/],
    ['twice an hour', ruled({ every: 'PT30M', anchor: '2026-11-23T10:00:00Z' }), /its rule is "every PT30M"/],
    ['each month', ruled({ cron: '0 9 1 * *', tz: ZONE }), /its rule is "0 9 1 \* \*"/],
    ['three times', ruled({ cron: '0 9 * * *', tz: ZONE, count: 3, anchor: '2026-11-23T10:00:00Z' }), /its rule ends/],
    ['another zone', ruled({ cron: '0 9 * * *', tz: 'Asia/Tokyo' }), /by the clock of Asia\/Tokyo, .* this machine/],
    ['a reminder', row({ kind: 'reminder' }), /no prompt for an agent/],
    ['a command', row({ kind: 'command', payload: { message: 'Mine', command: ['ls'] } }), /no prompt for an agent/],
    ['an event', row({ waits_for: { entry: 'other' } }), /waits for an event/],
  ];
  for (const [name, text, said] of cases) {
    test(name, async () => {
      const world = createWorld({ folder: await emptyFolder(), text });
      assert.match(await refused(world, 'export', 'vscode', 'mine'), said);
      const { files, left_out: left } = await world.value<{ files: unknown[]; left_out: { why: string }[] }>(
        'export',
        'vscode',
      );
      assert.deepEqual(files, []);
      assert.match(left[0]?.why ?? '', said);
      const why = await refused(world, 'export', 'vscode', '--out', join(await emptyFolder(), 'out.automation.md'));
      assert.match(why, /nothing was written/);
      assert.match(why, said);
    });
  }

  test('several to one file, two of one name, a file that is there', async () => {
    const text = ['one', 'two', 'Two!']
      .map((title, n) => row({ id: `e${n}`, payload: { message: title, prompt: 'Go.' } }))
      .join('');
    const world = createWorld({ folder: await emptyFolder(), text });
    const folder = await emptyFolder();
    assert.match(
      await refused(world, 'export', 'vscode', '--out', join(folder, 'all.md')),
      /These are 2 files\. Name an existing folder/,
    );
    await world.value('export', 'vscode', '--out', folder);
    assert.deepEqual(await readdir(folder), ['one.automation.md', 'two.automation.md']);
    assert.match(await refused(world, 'export', 'vscode', '--out', folder), /already exists/);
    const { left_out: left } = await world.value<{ left_out: { id: string; why: string }[] }>('export', 'vscode');
    assert.deepEqual(
      left.map(({ id, why }) => `${id}: ${why}`),
      ['e2: another entry becomes two.automation.md too; give one of them another title'],
    );
  });
});

test('what has no place in the file is named, and an entry that was written knows it', async () => {
  const payload = { message: 'Mine', prompt: 'Do it.', agent: 'claude', mode: 'callback', tags: ['a'] };
  const repeat = { cron: '0 9 * * MON-FRI', tz: ZONE, enabled: false, catchup: 'skip' };
  const text = `${JSON.stringify({ id: 'mine', kind: 'prompt', status: 'pending', payload, repeat, due_at: '2026-11-24T09:00:00Z' })}\n`;
  const world = createWorld({ folder: await emptyFolder(), text });
  const printed = await world.say('export', 'vscode', 'mine');
  assert.ok(printed.ok);
  assert.match(printed.say, /^---\nversion: 1\nid: "mine"[^]*expression: "0 9 \* \* 1-5"[^]*\n---\n\nDo it\.$/);
  assert.equal(printed.report, 'mine was exported without agent, mode, tags, enabled, catchup.');
  assert.equal(world.rows().length, 1, 'what is only printed changes nothing');
  const folder = await emptyFolder();
  await mkdir(join(folder, 'automations'));
  await world.value('export', 'vscode', 'mine', '--out', join(folder, 'automations'));
  assert.deepEqual(world.rows().at(-1)?.['exported'], { to: 'vscode', file: 'mine.automation.md' });
});

test('an import says where a file of the folder proposes the same', async () => {
  const folder = await place({ 'automations/a.automation.md': WEEKLY });
  const world = createWorld({ folder });
  const { notes } = await taken(world, 'vscode', folder);
  assert.deepEqual(
    notes.map(({ id, text }) => `${id}: ${text}`),
    [
      'weekly-health: The file proposes it here too. Reject automation:weekly-health, or both will run once that is accepted.',
    ],
  );
  await world.value('reject', 'automation:weekly-health');
  assert.deepEqual((await taken(world, 'vscode', folder)).notes, []);
});

test('an export into the folder itself says that the file proposes the entry there', async () => {
  const folder = await place({ 'automations/other.automation.md': WEEKLY });
  const row = { id: 'mine', kind: 'prompt', status: 'pending', payload: { message: 'Mine', prompt: 'Do it.' } };
  const world = createWorld({ folder, text: `${JSON.stringify(row)}\n` });
  const reply = await world.say('export', 'vscode', 'mine', '--out', join(folder, 'automations'));
  assert.ok(reply.ok);
  assert.equal(
    reply.report,
    'The file proposes it here too. Reject automation:mine, or both will run once that is accepted.',
  );
});
