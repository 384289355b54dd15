import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer } from '../../../support/world.ts';

const ids = (answers: readonly Answer[]): readonly string[] => answers.map(({ id }) => id);
const row = (id: string, due: string, more = ''): string => `{"id":"${id}","due_at":"2026-11-23T${due}:00Z"${more}}`;

const mixed = [
  row('later', '15:00'),
  row('done', '08:00', ',"status":"done","title":"Over"'),
  row('latest', '09:30'),
  row('oldest', '08:00'),
  row('failed', '09:00', ',"status":"failed"'),
  row('proposed', '09:00', ',"status":"proposed"'),
  '{"id":"dateless"}',
].join('\n');

test('list shows what is open, due first; --all closed ones too, at the end', async () => {
  const world = createWorld({ text: mixed });
  assert.deepEqual(ids(await world.value('list')), ['oldest', 'failed', 'proposed', 'latest', 'later', 'dateless']);
  assert.deepEqual(ids(await world.value<Answer[]>('list', '--all')).slice(-2), ['dateless', 'done']);
});

test('--due and --upcoming part what is open; a proposal is neither', async () => {
  const world = createWorld({ text: mixed });
  assert.deepEqual(ids(await world.value('list', '--due')), ['oldest', 'failed', 'latest']);
  assert.deepEqual(ids(await world.value('list', '--upcoming')), ['later', 'dateless']);
  const query = await world.value<{ due: Answer[]; upcoming: Answer[] }>('query');
  assert.deepEqual(
    [ids(query.due), ids(query.upcoming)],
    [
      ['oldest', 'failed', 'latest'],
      ['later', 'dateless'],
    ],
  );
  const reply = await world.say('list', '--due', '--all');
  assert.ok(!reply.ok && reply.exitCode === 2);
});

test('an entry is upcoming until its time has come, and due from that moment on', async () => {
  const world = createWorld();
  const id = await world.add('x', '1h');
  world.clock.push(HOUR - 1);
  assert.deepEqual(ids(await world.value('list', '--due')), []);
  world.clock.push(1);
  assert.deepEqual(ids(await world.value('list', '--due')), [id]);
});

test('an entry has what other programs rely on', async () => {
  const world = createWorld();
  const id = await world.add('x', '1h', '--agent', 'claude');
  await world.value('run', id);
  const entry = await world.value('show', id);
  for (const name of ['id', 'title', 'kind', 'status', 'due_at', 'original_due_at', 'late_ms', 'group', 'agent']) {
    assert.ok(name in entry, name);
  }
  assert.deepEqual([entry['scope'], entry['folder']], ['project', '/home/me/project']);
  const [run] = entry['runs'] as Record<string, unknown>[];
  for (const name of ['occ', 'gen', 'outcome', 'started_at', 'ended_at', 'exit_code', 'duration_ms', 'session']) {
    assert.ok(run && name in run, name);
  }
  assert.equal(run?.['outcome'], 'ok');
});

test('entries of both schedules are listed together, each with where it is kept', async () => {
  const world = createWorld({ text: row('mine', '12:00'), global: row('everywhere', '11:00') });
  const listed = await world.value<Answer[]>('list');
  assert.deepEqual(
    listed.map(({ id, scope, folder }) => [id, scope, folder]),
    [
      ['everywhere', 'global', '/home/me'],
      ['mine', 'project', '/home/me/project'],
    ],
  );
  assert.equal((await world.value('done', 'everywhere'))['scope'], 'global');
  assert.equal(world.rows().length, 1, 'the act went to the other schedule');
});

test('the beginning of an id is enough where no other begins so, and a whole id always', async () => {
  const world = createWorld({ text: ['abc', 'abcdef', 'abx'].map(id => row(id, '12:00')).join('\n') });
  const found = async (id: string): Promise<string> => (await world.value('show', id)).id;
  assert.equal(await found('abc'), 'abc');
  assert.equal(await found('abcd'), 'abcdef');
  assert.equal(await found('abx'), 'abx');
  assert.match(await world.refusal('show', 'ab'), /3 ids begin with "ab": abc, abcdef, abx\. Type more characters/);
  assert.match(await world.refusal('show', 'zz'), /no entry "zz".*list --all/);
  assert.match(await world.refusal('show', ''), /no entry/);
  assert.match(await world.refusal('show', 'ABC'), /no entry/);
});

test('an id that Defer made is found in small letters too, where nothing else has that name', async () => {
  const ids = ['01M8M9J1ZZN7FT4P4CBX9ADAWE', '01M8M9KMMF2VXEKQCFEDTGPFMW', '01m8m9kfile'];
  const world = createWorld({ text: ids.map(id => row(id, '12:00')).join('\n') });
  const found = async (id: string): Promise<string> => (await world.value('show', id)).id;
  assert.equal(await found('01m8m9j1'), ids[0]);
  assert.equal(await found('01m8m9kmmf2vxekqcfedtgpfmw'), ids[1]);
  assert.equal(await found('01m8m9k'), ids[2], 'what begins so as it is typed comes first');
  assert.match(await world.refusal('show', '01m8m9x'), /no entry "01m8m9x"/);
});

test('one id in two schedules has to be told apart by its scope', async () => {
  const world = createWorld({ text: row('same', '12:00'), global: row('same', '11:00') });
  assert.match(await world.refusal('done', 'same'), /--scope project or --scope global/);
});

test('ids are listed as far as they name their entries alone, closed ones counted', async () => {
  const text = ['same-start-one', 'same-start-two'].map(id => row(id, '12:00')).join('\n');
  const world = createWorld({ text });
  await world.value('done', 'same-start-two');
  const reply = await world.say('list');
  const id = reply.ok ? /(same-\S+)/.exec(reply.say)?.[1] : undefined;
  assert.equal(id, 'same-start-o');
  assert.equal((await world.value('show', String(id))).id, 'same-start-one');
});

test('what archiving left of an entry is not listed and not found', async () => {
  const text =
    '{"id":"gone","status":"done","due_at":"2026-11-23T09:00:00Z","defer":{"st":[1,0,"abcdef"],"ch":["status"]}}';
  const world = createWorld({ text });
  assert.deepEqual(await world.value('list', '--all'), []);
  assert.match(await world.refusal('reopen', 'gone'), /no entry/);
});

test('doctor names every line that could not be read, the agents and the zone', async () => {
  const world = createWorld({ text: ['{oops \u001B[31m', row('fine', '12:00'), '<<<<<<< HEAD'].join('\n') });
  const { problems, agents, zone } = await world.value<{
    problems: { line: number; class: string; text: string }[];
    agents: unknown[];
    zone: string;
  }>('doctor');
  assert.deepEqual(
    problems.map(problem => [problem.line, problem.class]),
    [
      [1, 'bad JSON'],
      [3, 'conflict marker'],
    ],
  );
  assert.ok(problems.every(({ text }) => !text.includes('\u001B')));
  assert.deepEqual([agents.length, zone], [1, 'UTC']);
});

test('when reads a time and shows how, without a schedule', async () => {
  const world = createWorld({ zone: 'Europe/Paris' });
  assert.deepEqual(await world.value('when', ' tomorrow 9am '), {
    text: 'tomorrow 9am',
    kind: 'instant',
    at: '2026-11-24T08:00:00.000Z',
    zone: 'Europe/Paris',
    reads: 'Tue 24 Nov, 09:00 CET (in 22 h)',
    notes: [],
  });
  assert.match(await world.refusal('when', 'whenever'), /Try |Type /);
});
