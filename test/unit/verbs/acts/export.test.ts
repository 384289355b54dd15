import assert from 'node:assert/strict';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportVerb } from '../../../../src/verbs/acts/export.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';

type Raw = Readonly<Record<string, unknown>>;

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(item => typeof item === 'string');
const oneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(String(value));
const isTime = (value: unknown): boolean => typeof value === 'string' && UTC.test(value);

/** The record of agent-defer as docs/compatibility.md, "Records" has it: each member, and what it may be. */
const SHAPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: value => typeof value === 'string' && /^[A-Za-z0-9_][\w.-]*$/.test(value),
  created_at: isTime,
  run_at: isTime,
  type: oneOf('deferred_task'),
  intent: oneOf('resume_task', 'notify', 'execute_action'),
  'context.summary': isText,
  'context.key_points': isTexts,
  'context.artifacts': isTexts,
  'context.constraints': isTexts,
  'execution.mode': oneOf('fresh', 'callback'),
  'execution.prompt_template': isText,
  'execution.aura_level': oneOf('low', 'medium', 'high'),
  status: oneOf('scheduled', 'completed', 'failed', 'cancelled'),
  attempts: Number.isSafeInteger,
  max_retries: Number.isSafeInteger,
  reorient_requested: value => typeof value === 'boolean',
  'reorient.requested': value => typeof value === 'boolean',
  'reorient.project': value => value === null || isText(value),
  'reorient.explicit_context_file': value => value === null || isText(value),
};

/** What may be there as well: `reoriented_from`, and what a status brings. */
const MORE = [
  'context.reoriented_from',
  'completed_at',
  'failed_at',
  'cancelled_at',
  'cancel_reason',
  'last_error',
  'error',
];

function faultsOf(record: Raw): readonly string[] {
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(record)) {
    if (['context', 'execution', 'reorient'].includes(name)) {
      Object.entries(value as Raw).forEach(([inner, one]) => members.set(`${name}.${inner}`, one));
    } else {
      members.set(name, value);
    }
  }
  const wrong = Object.entries(SHAPE).flatMap(([name, fits]) => (fits(members.get(name)) ? [] : [name]));
  const odd = [...members.keys()].filter(name => !Object.hasOwn(SHAPE, name) && !MORE.includes(name));
  return [...wrong, ...odd];
}

interface Exported {
  readonly records: readonly Raw[];
  readonly left_out: readonly { readonly id: string; readonly why: string }[];
  readonly behind: readonly { readonly id: string; readonly fields: readonly string[] }[];
}

async function full(): Promise<World> {
  const world = createWorld();
  const said = ['--summary', 'Half way', '--key-point', 'One', '--artifact', 'a.md', '--constraint', 'Offline'];
  await world.add(
    'Resume',
    '1h',
    '--prompt',
    'Go on.\nThen stop.',
    '--mode',
    'callback',
    '--max-retries',
    '2',
    ...said,
  );
  await world.add('Tell them', '2h');
  await world.add('Tagged', '3h', '--tag', 'a', '--agent', 'claude');
  return world;
}

test('every record has the shape that agent-defer reads, whatever the entry holds', async () => {
  const world = await full();
  const odd = {
    id: '../../etc/passwd',
    due_at: '2026-12-01T10:00:00.987Z',
    kind: 'review',
    intent: 'make_coffee',
    execution: { aura_level: 'blinding' },
    payload: { message: 'x', key_points: ['a', 1], artifacts: 'no' },
    context: { reoriented_from: 7 },
    max_retries: -1,
  };
  await world.project.log.append([JSON.stringify(odd)]);
  const { records, left_out: left } = await world.value<Exported>('export', 'agent-defer');
  assert.deepEqual([records.length, left], [4, []]);
  for (const record of records) {
    assert.deepEqual(faultsOf(record), [], JSON.stringify(record));
  }
  assert.match(String(records.at(-1)?.['id']), /^task_[0-9a-f]{16}$/);
  assert.equal(records.at(-1)?.['run_at'], '2026-12-01T10:00:00Z');
});

test('it prints one record a line, and what stays behind is said beside it', async () => {
  const world = await full();
  const reply = await world.say('export', 'agent-defer');
  assert.ok(reply.ok);
  const records = reply.say.split('\n').map(line => JSON.parse(line) as Raw);
  assert.deepEqual(records, (reply.value as Exported).records);
  assert.match(reply.report ?? '', /^01ENTRY\S+ was exported without agent, tags\.$/m);
});

test('what its runner cannot do is left out, and why is said', async () => {
  const world = createWorld({ folder: await emptyFolder() });
  const repeating = await world.add('Daily', 'every day at 9');
  const after = (await world.value('add', 'Then', '--after', repeating)).id;
  const expiring = await world.add('Soon', '1h', '--expires', '2h');
  await world.project.log.append([
    '{"id":"never","title":"No time","created_at":"2026-11-01T00:00:00Z"}',
    '{"id":"maybe","status":"proposed","due_at":"2026-12-01T00:00:00Z"}',
    '{"id":"odd","status":"executing","due_at":"2026-12-01T00:00:00Z"}',
    '{"id":"new","schemaVersion":9,"due_at":"2026-12-01T00:00:00Z"}',
    '{"id":"shell","kind":"command","payload":{"command":["ls"]},"due_at":"2026-12-01T00:00:00Z"}',
  ]);
  const { records, left_out: left } = await world.value<Exported>('export', 'agent-defer');
  assert.deepEqual(records, []);
  const why = new Map(left.map(one => [one.id, one.why]));
  assert.deepEqual(
    [repeating, after, expiring, 'never', 'maybe', 'odd', 'new', 'shell'].map(id => why.get(id)),
    [
      'it repeats',
      'it waits for an event',
      'it expires',
      'it has no due time',
      'it is only proposed',
      'its status is unknown',
      'a newer version of Defer wrote it',
      'it is a command',
    ],
  );
});

test('what was exported and is imported into an empty folder is the same', async () => {
  const world = await full();
  await world.say('cancel', (await world.value<Answer[]>('list'))[1]?.id ?? '', '--reason', 'Enough');
  const folder = await emptyFolder();
  const reply = await world.say('export', 'agent-defer', '--all', '--out', join(folder, 'deferred.jsonl'));
  assert.ok(reply.ok);
  assert.match(reply.say, /^3 entries were exported\./);
  const other = createWorld();
  await other.value('import', folder);
  const names = ['id', 'title', 'kind', 'status', 'due_at', 'prompt', 'artifacts', 'constraints', 'mode'];
  const more = ['max_retries', 'attempts', 'created_at', 'reason'];
  const entriesOf = async (one: World): Promise<readonly unknown[]> =>
    (await one.value<Answer[]>('list', '--all')).map(entry => [...names, ...more].map(name => entry[name]));
  assert.deepEqual(await entriesOf(other), await entriesOf(world));
  // agent-defer has one text for the title and the summary: the second goes along as a point.
  const [entry] = await other.value<Answer[]>('list');
  assert.deepEqual(entry?.['key_points'], ['Half way', 'One']);
});

test('records of agent-defer itself come out as they went in', async () => {
  const world = createWorld();
  const source = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import', 'agent-defer', 'archive');
  const lines = (await readFile(join(source, 'deferred_202610.jsonl'), 'utf8')).trim().split('\n');
  await world.value('import', 'agent-defer', join(source, 'deferred_202610.jsonl'));
  const { records } = await world.value<Exported>('export', 'agent-defer', '--all');
  const withoutRun = lines.map(line => {
    const { started_at: _, result: _result, ...record } = JSON.parse(line) as Raw;
    return record;
  });
  const byId = (a: Raw, b: Raw): number => (String(a['id']) < String(b['id']) ? -1 : 1);
  assert.deepEqual([...records].sort(byId), withoutRun.sort(byId));
});

test('a file is written once, replaced only with --force, and never through a link', async () => {
  const world = await full();
  const folder = await emptyFolder();
  const path = join(folder, 'deferred.jsonl');
  await world.value('export', 'agent-defer', '--out', path);
  const text = await readFile(path, 'utf8');
  assert.match(text, /^(?:\{.*\}\n){3}$/);
  assert.match(await world.refusal('export', 'agent-defer', '--out', path), /--force/);
  const nowhere = join(folder, 'nowhere');
  const why = await world.refusal('export', 'agent-defer', '--out', join(nowhere, 'deferred.jsonl'));
  assert.equal(why, `There is no folder ${nowhere}. Create it first.`);
  await writeFile(path, 'old');
  await world.value('export', 'agent-defer', '--out', path, '--force');
  assert.equal(await readFile(path, 'utf8'), text);
  assert.deepEqual(await readdir(folder), ['deferred.jsonl'], 'nothing is left beside it');
  if (process.platform !== 'win32') {
    await mkdir(join(folder, 'else'));
    await symlink(join(folder, 'else', 'target'), join(folder, 'link'));
    assert.match(await world.refusal('export', 'agent-defer', '--out', join(folder, 'link')), /of that name/);
    await world.value('export', 'agent-defer', '--out', join(folder, 'link'), '--force');
    assert.deepEqual([await readdir(join(folder, 'else')), (await lstat(join(folder, 'link'))).isFile()], [[], true]);
  }
});

test('no agent writes a file this way', async () => {
  const { host } = await full();
  const out = join(await emptyFolder(), 'deferred.jsonl');
  for (const asking of [{ underAgent: true }, { author: 'agent:claude' }]) {
    const reply = await askVerb({ ...host, ...asking }, exportVerb, { system: 'agent-defer', out });
    assert.ok(!reply.ok && /Only a person/.test(reply.why));
    assert.ok((await askVerb({ ...host, ...asking }, exportVerb, { system: 'agent-defer' })).ok);
  }
  await assert.rejects(lstat(out));
});

test('what its record cannot hold of context and execution is named, and so is what would be changed', async () => {
  const entry = {
    ...{ schemaVersion: 1, id: 'task_1', kind: 'prompt', status: 'pending', due_at: '2026-11-23T12:00:00Z' },
    ...{ intent: 'play_music', payload: { message: 'Go on', prompt: 'Go on.' } },
    context: { summary: 'Go on', extra: 1 },
    execution: { mode: 'fresh', model: 'large', aura_level: 'glowing' },
  };
  const world = createWorld({ text: `${JSON.stringify(entry)}\n` });
  const { behind } = await world.value<{ behind: readonly { fields: readonly string[] }[] }>('export', 'agent-defer');
  assert.deepEqual([...(behind[0]?.fields ?? [])].sort(), [
    'context.extra',
    'execution.aura_level',
    'execution.model',
    'intent',
  ]);
});

test('what may be going on is left out: its runner would start it a second time', async () => {
  const world = createWorld();
  const id = await world.add('Go on', '1h', '--agent', 'claude', '--prompt', 'Go on.');
  await world.record(id, { token: 'a'.repeat(32), event: 'started', host: 'elsewhere' });
  const { records, left_out: left } = await world.value<{ records: unknown[]; left_out: { why: string }[] }>(
    'export',
    'agent-defer',
  );
  assert.deepEqual(records, []);
  assert.match(left[0]?.why ?? '', /is going on, or its end is unknown/);
});
