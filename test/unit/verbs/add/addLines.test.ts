import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Answer } from '../../../support/world.ts';

test('every line ::defer of a text is an entry', async () => {
  const world = createWorld();
  const text = 'All tests pass.\n::defer 30m Check the build\n- ::defer tomorrow 9am Look at the logs\nDone.';
  const entries = await world.value<Answer[]>('add', '--parse', text, '--tag', 'ci');
  assert.deepEqual(
    entries.map(({ title, due_at: due, tags }) => [title, due, tags]),
    [
      ['Check the build', '2026-11-23T10:30:00.000Z', ['ci']],
      ['Look at the logs', '2026-11-24T09:00:00.000Z', ['ci']],
    ],
  );
  assert.equal(world.rows().length, 2);
});

test('one undo takes back all entries that one text added', async () => {
  const world = createWorld();
  await world.value('add', '--parse', '::defer 30m one\n::defer 1h two');
  const reply = await world.say('undo');
  assert.equal(reply.ok && reply.say, 'Undone for 2 entries.');
});

test('a line that repeats does, and a rehearsal writes nothing', async () => {
  const world = createWorld();
  const [entry] = await world.value<Answer[]>('add', '--parse', '--dry-run', '::defer every weekday at 9 Sweep');
  assert.deepEqual([entry?.['title'], entry?.['repeats']], ['Sweep', 'At 09:00, Monday through Friday']);
  assert.deepEqual(world.rows(), []);
});

test('a line with a mistake leaves nothing half done, and is named', async () => {
  const world = createWorld();
  const good = '::defer 30m Check the build';
  assert.match(
    await world.refusal('add', '--parse', `${good}\n\n::defer one of these days Look`),
    /^Line 3 does not begin/,
  );
  assert.match(await world.refusal('add', '--parse', `\n${good}`, '--kind', 'command'), /^Line 2: A command/);
  assert.match(await world.refusal('add', '--parse', 'Check the build in 30m'), /no line such as/);
  assert.match(await world.refusal('add', '--parse', Array(21).fill(good).join('\n')), /at most 20/);
  assert.deepEqual(world.rows(), []);
});

test('a line that only looks like one is named beside others, and nothing is written', async () => {
  const world = createWorld();
  const text = '::defer 30m Check\n::defer: 1h Look\n::defer 2h\n::defer 10 minutes ago look';
  const why = await world.refusal('add', '--parse', text);
  assert.match(why, /^Line 2 looks like .* Line 3 has a time but no task\. .* Line 4 continues/);
  assert.deepEqual(world.rows(), []);
});

test('a line in a block of code is not taken, and that is said', async () => {
  const world = createWorld();
  const reply = await world.say('add', '--parse', '```\n::defer 30m Check\n```\n::defer 1h Look');
  assert.deepEqual(
    [reply.ok && reply.say, reply.ok && reply.report],
    ['1 line scheduled.', 'Ignored inside a block of code: line 2.'],
  );
  const both = '```\n::defer 30m Check\n::defer 1h Look\n```';
  assert.match(await world.refusal('add', '--parse', both), /no line such as .* code: lines 2, 3\.$/);
});

test('no other time stands beside the lines; what holds for all of them does', async () => {
  const world = createWorld();
  for (const [flag, value] of [
    ['--when', '5h'],
    ['--cron', '0 9 * * *'],
    ['--every', '1h'],
  ] as const) {
    const why = await world.refusal('add', '--parse', '::defer 1h a', flag, value);
    assert.match(why, new RegExp(`leave out ${flag}\\. With --parse .*--tag`));
  }
  assert.match(await world.refusal('add', '--parse', '::defer 1h a', '--tz', 'Nowhere'), /no time zone "Nowhere"/);
  assert.deepEqual(world.rows(), []);
  const [entry] = await world.value<Answer[]>('add', '--parse', '::defer tomorrow 9am a', '--tz', 'Asia/Tokyo');
  assert.equal(entry?.['due_at'], '2026-11-24T00:00:00.000Z');
});
