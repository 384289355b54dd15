import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import type { ImportReport } from '../../../../src/render/review/importText.ts';
import { importVerb } from '../../../../src/verbs/acts/import.ts';
import { emptyFolder, folderWith, place } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import');
const isWindows = process.platform === 'win32';

const take = (world: World, ...words: readonly string[]): Promise<ImportReport> => world.value('import', ...words);

const task = (more: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ id: 'task_1', run_at: '2026-11-25T09:00:00Z', context: { summary: 'Look' }, status: 'scheduled', ...more })}\n`;

test('a rehearsal says what would be imported, and writes nothing anywhere', async () => {
  for (const system of ['agent-defer', 'duragent', 'a3s', 'sf', 'vscode']) {
    const folder = await emptyFolder();
    const world = createWorld({ folder });
    const source = join(FIXTURES, system);
    const rehearsal = await take(world, system, source, '--dry-run');
    assert.deepEqual([world.rows(), await readdir(folder)], [[], []], system);
    const done = await take(world, system, source);
    assert.deepEqual({ ...rehearsal, dry_run: false }, done);
  }
});

test('what a person sees is how much, in words without text of the source, and a report with all of it', async () => {
  const world = createWorld();
  const reply = await world.say('import', join(FIXTURES, 'agent-defer'));
  assert.ok(reply.ok);
  assert.equal(
    reply.say,
    'Imported from agent-defer: 9 entries; 2 problems. agent-defer still has this work too: turn its cron job off, or both systems will run it.',
  );
  assert.match(reply.report ?? '', /deferred\.jsonl line 5: The line is not JSON/);
  assert.match(reply.report ?? '', /Resume the migration {2}pending {2}2026-11-25T09:00:00\.000Z/);
});

test('what was imported is pending work like any other, by whom is said, and none of it was started', async () => {
  const world = createWorld();
  await take(world, join(FIXTURES, 'agent-defer'));
  const all = await world.value<Answer[]>('list', '--all');
  assert.deepEqual([...new Set(all.map(one => one['created_by']))], ['import:agent-defer']);
  assert.deepEqual(world.starts, []);
  const [review] = all.filter(one => one['title'] === 'Resume the migration');
  assert.deepEqual(
    ['prompt', 'key_points', 'artifacts', 'constraints', 'mode', 'max_retries', 'kind'].map(name => review?.[name]),
    [
      'Go on with step 3.\nStop before the deploy.',
      ['Schema is frozen', 'Open question: who owns the rollback'],
      ['docs/plan.md'],
      ['Avoid: touching the queue'],
      'callback',
      2,
      'prompt',
    ],
  );
});

test('a task that was being executed is open, and the end of its run is not known', async () => {
  const world = createWorld();
  await take(world, join(FIXTURES, 'agent-defer'));
  const entry = await world.value('show', 'task_20261122_100500_4712');
  const [run] = entry['runs'] as readonly Record<string, unknown>[];
  assert.deepEqual(
    [entry['status'], entry['group'], run?.['outcome'], run?.['started_at'], run?.['occ']],
    ['pending', 'Overdue', 'unknown', '2026-11-22T11:00:01.000Z', entry['due_at']],
  );
  const swept = await world.value('show', 'task_20261003_080000_112');
  assert.deepEqual(
    (swept['runs'] as readonly Record<string, unknown>[]).map(one => [one['outcome'], one['ended_at']]),
    [['ok', '2026-10-03T08:31:40.000Z']],
  );
});

test('what was changed at the source since is said, and what is here stays as it is', async () => {
  const world = createWorld();
  const folder = await place({ 'deferred.jsonl': task({}) });
  await take(world, 'agent-defer', folder);
  await world.say('snooze', 'task_1', '2h');
  await writeFile(join(folder, 'deferred.jsonl'), task({ status: 'completed', completed_at: '2026-11-25T09:01:00Z' }));
  const rows = world.rows().length;
  const again = await take(world, 'agent-defer', folder);
  assert.deepEqual([again.added, again.already, again.changed.map(({ id }) => id)], [[], [], ['task_1']]);
  assert.equal(world.rows().length, rows);
  assert.equal((await world.value('show', 'task_1'))['status'], 'snoozed');
});

test('an entry of that id that was not imported is left alone', async () => {
  const world = createWorld({ text: '{"id":"task_1","due_at":"2026-12-01T00:00:00Z","title":"Mine"}\n' });
  const source = await place({ 'deferred.jsonl': task({}) });
  const report = await take(world, 'agent-defer', source);
  assert.deepEqual([report.added, report.problems.map(({ id }) => id)], [[], ['task_1']]);
  const again = await world.say('import', 'agent-defer', source);
  assert.ok(again.ok && !/still in/.test(again.say), 'nothing is in both');
  assert.equal((await world.value('show', 'task_1'))['title'], 'Mine');
});

test('one that was imported and archived since does not come back', async () => {
  const world = createWorld({ text: '{"id":"task_1","status":"done","due_at":"2026-11-25T09:00:00Z"}\n' });
  const report = await take(world, 'agent-defer', await place({ 'deferred.jsonl': task({}) }));
  assert.deepEqual([report.added, report.already, report.problems], [[], ['task_1'], []]);
});

test('ids that two tasks share: the earlier keeps it, and the next import knows both', async () => {
  const world = createWorld();
  const old = task({ created_at: '2026-11-01T00:00:00Z' });
  const young = task({ created_at: '2026-11-02T00:00:00Z', context: { summary: 'Another' } });
  const folder = await place({ 'deferred.jsonl': `${young}${old}` });
  const first = await take(world, 'agent-defer', folder);
  assert.equal(first.added.find(({ id }) => id === 'task_1')?.title, 'Look');
  // The other is over by now, and stands in an archive.
  await place({});
  await mkdir(join(folder, 'archive'));
  await writeFile(join(folder, 'archive', 'deferred_202611.jsonl'), young.replace('"scheduled"', '"completed"'));
  await writeFile(join(folder, 'deferred.jsonl'), old);
  const again = await take(world, 'agent-defer', folder);
  assert.deepEqual([again.added, again.already, again.changed.length], [[], ['task_1'], 1]);
});

test('of two states of one task the one that is over holds, and the other is named', async () => {
  const world = createWorld();
  const text = `${task({ status: 'completed' })}${task({})}`;
  const report = await take(world, 'agent-defer', await place({ 'deferred.jsonl': text }));
  assert.deepEqual(
    report.added.map(({ status }) => status),
    ['done'],
  );
  assert.match(report.problems[0]?.text ?? '', /Another version of it was left out: deferred\.jsonl line 2/);
});

test('no agent imports anything, under whatever name it asks', async () => {
  const { host, rows } = createWorld();
  for (const asking of [{ underAgent: true }, { author: 'agent:claude' }]) {
    const reply = await askVerb({ ...host, ...asking }, importVerb, { source: join(FIXTURES, 'agent-defer') });
    assert.ok(!reply.ok && /Only a person/.test(reply.why));
  }
  assert.deepEqual([rows(), importVerb.effect], [[], 'owner']);
});

describe('what cannot be imported is refused with what to do', () => {
  const refused = async (...words: readonly string[]): Promise<string> => createWorld().refusal('import', ...words);
  it('a system that there is not, a path that there is not', async () => {
    assert.match(await refused('cron', '/tmp'), /no system "cron".*agent-defer, duragent, a3s, sf/);
    assert.match(await refused('agent-defer', '/no/such/place'), /no file or folder/);
    assert.match(await refused('/no/such/place'), /no file or folder/);
  });
  it('a folder of nothing, and one of several systems', async () => {
    assert.match(await refused(await place({ 'readme.md': 'Hello' })), /Name the system before the path/);
    const both = await place({
      'deferred.jsonl': task({}),
      'schedules/a.md': '---\ncron: 0 9 * * *\n---\n',
    });
    assert.match(await refused(both), /Several systems.*agent-defer, a3s/);
    assert.equal((await take(createWorld(), 'agent-defer', both)).added.length, 1);
  });
  it('the schedule itself', async () => {
    const folder = await folderWith('{"id":"a","due_at":"2026-12-01T00:00:00Z"}\n');
    const world = createWorld({ folder });
    assert.match(await world.refusal('import', 'sf', folder), /this schedule itself/);
    assert.match(await world.refusal('import', join(folder, '.sf', 'schedule.jsonl')), /this schedule itself/);
  });
});

test('a path alone says of which system it is', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['agent-defer/deferred.jsonl', 'agent-defer'],
    ['duragent/schedules/guide.yaml', 'duragent'],
    ['duragent/schedules', 'duragent'],
    ['a3s/schedules/friday.md', 'a3s'],
    ['a3s/.a3s/cron/jobs.json', 'a3s'],
    ['sf/.sf/schedule.jsonl', 'sf'],
    ['sf/.sf/milestones/M003.yaml', 'sf'],
  ];
  for (const [path, system] of cases) {
    const world = createWorld({ folder: await emptyFolder() });
    const report = await take(world, join(FIXTURES, path));
    assert.equal(report.system, system, path);
    assert.ok(report.added.length + report.files.length > 0, path);
  }
});

describe('a source that means harm', () => {
  it('changes no prototype, names no path, and brings no command along', async () => {
    const world = createWorld();
    await take(world, join(FIXTURES, 'agent-defer'));
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    const evil = world.rows().find(row => JSON.stringify(row['imported']).includes('cron.d'));
    assert.match(String(evil?.['id']), /^agent-defer-[0-9a-f]{16}$/);
    assert.deepEqual([evil?.['kind'], (evil?.['payload'] as Answer)['command']], ['prompt', undefined]);
    const proto = await take(world, 'agent-defer', await place({ 'deferred.jsonl': task({ id: '__proto__' }) }));
    assert.deepEqual(
      proto.added.map(({ id }) => id),
      ['__proto__'],
    );
    assert.equal((await world.value('show', '__proto__'))['title'], 'Look');
    for (const id of ['a/b', 'a\\b', '-rf', '.hidden', 'a\nb', '\u202Eabc', 'x'.repeat(129)]) {
      const one = await take(createWorld(), 'agent-defer', await place({ 'deferred.jsonl': task({ id }) }));
      assert.match(one.added[0]?.id ?? '', /^agent-defer-[0-9a-f]{16}$/, id);
    }
  });
  it('is no schedule file of this folder', async () => {
    const world = createWorld({
      folder: await place({ '.sf/schedules/audit.md': '---\ncron: 0 9 * * *\n---\nOurs.\n' }),
    });
    const row =
      '{"id":"schedule:audit","created_by":"user","due_at":"2026-11-01T00:00:00Z","payload":{"prompt":"Theirs."}}\n';
    const own = '{"id":"schedule:other","created_by":"file:x.md","due_at":"2026-11-01T00:00:00Z"}\n';
    const report = await take(world, await place({ 'schedule.jsonl': `${row}${own}` }));
    assert.match(report.added[0]?.id ?? '', /^sf-[0-9a-f]{16}$/);
    assert.match(report.problems[0]?.text ?? '', /A file defines it/);
    assert.equal((await world.value('show', 'schedule:audit'))['prompt'], 'Ours.');
  });
  it('that repeats itself without end, or is too deep or too long, is named and takes nothing else along', async () => {
    const good = 'schedule:\n  at: {at: "2026-12-01T00:00:00Z"}\npayload:\n  message: {message: Good}\n';
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\n${good}more: *i\n`;
    const deep = `${good}more: ${'['.repeat(40)}${']'.repeat(40)}\n`;
    const long = `${good}more: ${'x'.repeat(256 * 1024 - 200)}\n`;
    const huge = `${good}more: ${'x'.repeat(300 * 1024)}\n`;
    const files = { bomb, deep, long, huge, good, tagged: `${good}more: !!js/function 'function(){}'\n` };
    const folder = await place(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`schedules/${name}.yaml`, text])),
    );
    const report = await take(createWorld(), 'duragent', folder);
    assert.deepEqual(
      report.added.map(({ file }) => file),
      ['schedules/good.yaml', 'schedules/tagged.yaml'],
    );
    assert.deepEqual(
      report.problems.map(({ file }) => file).sort(),
      ['bomb', 'deep', 'huge', 'long'].map(name => `schedules/${name}.yaml`),
    );
  });
  it('has links that lead elsewhere, which are not followed', { skip: isWindows }, async () => {
    const outside = await place({ 'secret.yaml': 'schedule:\n  at: {at: "2026-12-01T00:00:00Z"}\npayload: {}\n' });
    const folder = await place({ 'schedules/in.yaml': 'schedule:\n  at: {at: "2026-12-01T00:00:00Z"}\n' });
    await symlink(join(outside, 'secret.yaml'), join(folder, 'schedules', 'out.yaml'));
    await symlink('in.yaml', join(folder, 'schedules', 'within.yaml'));
    await symlink(outside, join(folder, 'runs'));
    const report = await take(createWorld(), 'duragent', folder);
    assert.deepEqual(report.added.map(({ file }) => file).sort(), ['schedules/in.yaml', 'schedules/within.yaml']);
    const why = report.problems.filter(({ text }) => /link/.test(text)).map(({ file }) => file);
    assert.deepEqual(why.sort(), ['runs', 'schedules/out.yaml']);
  });
});

describe('schedule files of A3S', () => {
  const file = '---\nname: report\ncron: 0 9 * * 1-5\n---\nReport.\n';
  it('become files of this folder, come up by the same clock, and are never written over', async () => {
    const source = await place({ 'schedules/report.md': file });
    const folder = await place({});
    const world = createWorld({ folder });
    await take(world, 'a3s', source);
    const entry = await world.value('show', 'schedule:report');
    assert.deepEqual(
      [String(entry['due_at']).slice(10), entry['repeats'], entry['prompt']],
      ['T09:00:00.000Z', 'At 09:00, Sunday through Thursday', 'Report.'],
    );
    const made = join(folder, '.sf', 'schedules', 'report.md');
    await writeFile(made, (await readFile(made, 'utf8')).replace('Report.', 'Report it.'));
    await writeFile(join(source, 'schedules', 'report.md'), file.replace('9', '10'));
    const again = await take(world, 'a3s', source);
    assert.deepEqual([again.files, again.changed.length], [[], 1]);
    assert.match(await readFile(made, 'utf8'), /Report it\./);
  });
  it('leave another file of the name alone', async () => {
    const folder = await place({ '.sf/schedules/report.md': '---\ncron: 0 1 * * *\n---\nOurs.\n' });
    const report = await take(createWorld({ folder }), 'a3s', await place({ 'schedules/report.md': file }));
    assert.match(report.problems[0]?.text ?? '', /another \.sf\/schedules\/report\.md here/);
    assert.match(await readFile(join(folder, '.sf', 'schedules', 'report.md'), 'utf8'), /Ours/);
  });
  it('are paused where one of their name is on, here or there', async () => {
    const folder = await place({ '.sf/schedules/mine.md': '---\nname: report\ncron: 0 1 * * *\n---\nOurs.\n' });
    const world = createWorld({ folder });
    const report = await take(world, 'a3s', await place({ 'schedules/report.md': file }));
    assert.deepEqual(
      report.files.map(({ paused }) => paused),
      [true],
    );
    assert.equal((await world.value('show', 'schedule:report'))['prompt'], 'Ours.');
    assert.deepEqual(await world.value<{ problems: unknown[] }>('doctor').then(({ problems }) => problems), []);
  });
});
