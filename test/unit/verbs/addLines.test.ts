import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Answer } from '../../support/world.ts';

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

test('a line that repeats does, and a rehearsal writes nothing', async () => {
  const world = createWorld();
  const [entry] = await world.value<Answer[]>('add', '--parse', '--dry-run', '::defer every weekday at 9 Sweep');
  assert.deepEqual([entry?.['title'], entry?.['repeats']], ['Sweep', 'At 09:00, Monday through Friday']);
  assert.deepEqual(world.rows(), []);
});

test('a line with a mistake leaves nothing half done, and is named', async () => {
  const world = createWorld();
  const good = '::defer 30m Check the build';
  assert.match(await world.refusal('add', '--parse', `${good}\n\n::defer one of these days Look`), /^Line 3 begins/);
  assert.match(await world.refusal('add', '--parse', `\n${good}`, '--kind', 'command'), /^Line 2: A command/);
  assert.match(await world.refusal('add', '--parse', 'Check the build in 30m'), /no line such as/);
  assert.match(await world.refusal('add', '--parse', Array(21).fill(good).join('\n')), /at most 20/);
  assert.deepEqual(world.rows(), []);
});
