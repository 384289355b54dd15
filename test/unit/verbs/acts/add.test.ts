import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import { createWorld, type Answer } from '../../../support/world.ts';

test('an entry is due exactly as long from now as was said', async () => {
  const world = createWorld();
  const entry = await world.value('add', '  Resume the review ', '--when', '30m');
  const { title, status, kind, due_at: due, late_ms: late, created_by: by, scope, folder } = entry;
  assert.deepEqual(
    { title, status, kind, due, late, by, scope, folder },
    {
      title: 'Resume the review',
      status: 'pending',
      kind: 'reminder',
      due: '2026-11-23T10:30:00.000Z',
      late: 0,
      by: 'cli',
      scope: 'project',
      folder: '/home/me/project',
    },
  );
  world.clock.push(31 * MINUTE);
  assert.equal((await world.value('show', entry.id))['late_ms'], MINUTE);
});

test('everything that is said of an entry is kept', async () => {
  const world = createWorld();
  const said = [
    ['--prompt', 'Go on.'],
    ['--agent', 'claude'],
    ['--mode', 'callback'],
    ['--session', 'review'],
    ['--summary', 'Half way'],
    ['--key-point', 'One'],
    ['--key-point', 'Two'],
    ['--artifact', 'docs/notes.md'],
    ['--constraint', 'No network'],
    ['--tag', 'a'],
    ['--tag', 'b'],
    ['--priority', 'high'],
    ['--expires', '2h'],
    ['--max-retries', '3'],
  ].flat();
  const id = await world.add('Resume', '1h', ...said);
  const entry = await world.value('show', id);
  const names = ['prompt', 'agent', 'mode', 'session', 'summary', 'key_points', 'artifacts', 'constraints', 'tags'];
  assert.deepEqual(
    [...names, 'priority', 'expires_at', 'max_retries'].map(name => entry[name]),
    [
      'Go on.',
      'claude',
      'callback',
      'review',
      'Half way',
      ['One', 'Two'],
      ['docs/notes.md'],
      ['No network'],
      ['a', 'b'],
      'high',
      '2026-11-23T12:00:00.000Z',
      3,
    ],
  );
  const payload = world.rows()[0]?.['payload'] as Record<string, unknown>;
  assert.equal(payload['message'], 'Resume');
});

test('a prompt or an agent makes it a prompt, unless a kind is named', async () => {
  const world = createWorld();
  const kindOf = async (...more: readonly string[]): Promise<unknown> =>
    (await world.value('add', 'x', '--when', '1h', ...more))['kind'];
  assert.equal(await kindOf(), 'reminder');
  assert.equal(await kindOf('--prompt', 'Go on.'), 'prompt');
  assert.equal(await kindOf('--agent', 'claude'), 'prompt');
  assert.equal(await kindOf('--prompt', 'Go on.', '--kind', 'reminder'), 'reminder');
  assert.equal(await kindOf('--kind', 'audit'), 'audit');
  assert.match(await world.refusal('add', 'x', '--when', '1h', '--kind', 'command'), /prompt.*reminder/);
});

test('a kind that would never be run is not scheduled', async () => {
  const world = createWorld();
  const why = await world.refusal('add', 'x', '--when', '1h', '--kind', 'promt');
  assert.equal(why, '--kind takes reminder, prompt, review, audit, milestone_check, not "promt".');
  assert.deepEqual(world.rows(), []);
});

test('an agent that nobody knows here is said to be none, at once', async () => {
  const world = createWorld();
  const said = async (...words: readonly string[]): Promise<string> => {
    const reply = await world.say(...words);
    assert.ok(reply.ok);
    return reply.say;
  };
  const unknown = /\. No agent "codez" is known here\. "defer doctor" shows those that are\.$/;
  assert.match(await said('add', 'x', '--when', '1h', '--agent', 'codez'), unknown);
  const id = await world.add('y', '1h');
  assert.match(await said('edit', id, '--agent', 'codez'), unknown);
  // The built-in ones are known where their programs are not.
  for (const agent of ['claude', 'codex']) {
    assert.doesNotMatch(await said('edit', id, '--agent', agent), /known/);
    assert.doesNotMatch(await said('add', 'x', '--when', '1h', '--agent', agent), /known/);
  }
});

test('values that look like flags of Defer are kept as they are', async () => {
  const world = createWorld();
  for (const prompt of ['-V', '--json', '--dir=x', '-h', '--dangerously-skip-permissions', '@file', '--']) {
    const id = await world.add('x', '1h', '--prompt', prompt);
    assert.equal((await world.value('show', id))['prompt'], prompt);
  }
});

test('a rehearsal shows the entry and writes nothing', async () => {
  const world = createWorld();
  const reply = await world.say('add', 'x', '--when', '30m', '--dry-run');
  assert.ok(reply.ok);
  assert.equal((reply.value as Answer)['due_at'], '2026-11-23T10:30:00.000Z');
  assert.match(reply.say, /^Would be scheduled for Mon 23 Nov, 10:30 UTC/);
  assert.deepEqual(world.rows(), []);
  assert.deepEqual(await world.value('list', '--all'), []);
});

test('a rehearsal shows the very entry that is then added', async () => {
  const ways: readonly (readonly string[])[] = [
    ['--when', 'tomorrow 9am', '--prompt', 'Go on.', '--agent', 'claude', '--tag', 'a', '--max-retries', '2'],
    ['--when', 'every weekday at 9', '--tz', 'Europe/Paris', '--count', '3', '--catchup', 'skip'],
    ['--every', '30m', '--overlap', 'queue'],
    ['--when-file', 'out/*.log'],
  ];
  for (const way of ways) {
    const [rehearsed, added] = await Promise.all(
      [['--dry-run'], []].map(more => createWorld({ watches: true }).value('add', 'x', ...way, ...more)),
    );
    assert.deepEqual(rehearsed, added, way.join(' '));
  }
});

test('what cannot be scheduled is refused, and nothing is written', async () => {
  const world = createWorld();
  const refused = async (...words: readonly string[]): Promise<string> => world.refusal('add', ...words);
  assert.match(await refused('  ', '--when', '1h'), /message/);
  assert.match(await refused('x', '--when', 'some day'), /Type 30m/);
  assert.match(await refused('x', '--when', '1h', '--expires', 'some day'), /^--expires: .*Type 30m/);
  assert.match(await refused('x', '--when', '2h', '--expires', '1h'), /later time after --expires/);
  assert.match(await refused('x', '--when', '2h', '--expires', '2h'), /later time after --expires/);
  assert.deepEqual(world.rows(), []);
});

test('an entry over 256 KiB is refused with what to do instead, in a rehearsal too', async () => {
  const world = createWorld();
  const long = 'x'.repeat(256 * 1024);
  const words = ['add', 'x', '--when', '1h', '--prompt', long];
  assert.match(await world.refusal(...words), /256 KiB.*artifact/);
  assert.match(await world.refusal(...words, '--dry-run'), /256 KiB.*artifact/);
  assert.deepEqual(world.rows(), []);
});

test('with no schedule to write to, add says so', async () => {
  const world = createWorld();
  const { verbs } = await import('../../../../src/verbs/index.ts');
  const add = verbs.find(verb => verb.name === 'add');
  const reply = await add?.run({ ...world.host, ledgers: [] }, { message: 'x', when: '1h' });
  assert.ok(reply && !reply.ok && /folder/.test(reply.why));
});

test('a due time is said in the zone of the person', async () => {
  const world = createWorld({ zone: 'Europe/Paris' });
  const reply = await world.say('add', 'x', '--when', 'tomorrow 9am');
  assert.ok(reply.ok);
  assert.match(reply.say, /^Scheduled for Tue 24 Nov, 09:00 CET \(in 22 h\)/);
  assert.equal((reply.value as Answer)['due_at'], '2026-11-24T08:00:00.000Z');
});
