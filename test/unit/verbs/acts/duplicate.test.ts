import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld } from '../../../support/world.ts';

test('a copy says what the entry says, and has nothing of what became of it', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h', '--agent', 'claude', '--prompt', 'Read them.', '--tag', 'ops');
  world.confirms = true;
  await world.value('allow', id);
  await world.value('snooze', id, '4h', '--note', 'later');
  const copy = await world.value('duplicate', id);
  assert.notEqual(copy.id, id);
  assert.deepEqual(
    [copy['title'], copy['agent'], copy['prompt'], copy['tags'], copy['note'], copy['runs']],
    ['Read the logs', 'claude', 'Read them.', ['ops'], null, []],
  );
  assert.deepEqual([copy['due_at'], copy['original_due_at']], ['2026-11-23T14:00:00.000Z', null]);
});

test('a closed entry whose time has passed is copied to a new one', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '1h');
  world.clock.push(2 * HOUR);
  await world.value('done', id);
  assert.match(await world.refusal('duplicate', id), /Say when the copy is due/);
  const copy = await world.value('duplicate', id, '--when', '1h');
  assert.deepEqual([copy['status'], copy['due_at']], ['pending', '2026-11-23T13:00:00.000Z']);
});

test('the copy of a repeat comes up at its next time, paused or not, and counts from its own beginning', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', 'every day at 9', '--count', '3');
  world.clock.push(24 * HOUR);
  await world.value('done', id);
  await world.value('pause', id);
  const copy = await world.value('duplicate', id);
  assert.deepEqual([copy['due_at'], copy['paused']], ['2026-11-25T09:00:00.000Z', false]);
  assert.equal((copy['next'] as readonly string[]).length, 3, 'three more, not what was left of the first three');
});

test('what continues a conversation is copied to a conversation of its own', async () => {
  const world = createWorld({
    text: '{"id":"b","due_at":"2026-11-23T12:00:00Z","kind":"prompt","payload":{"message":"B","agent":"claude","mode":"callback","session":"conversation:0123456789abcdef","prompt":"Go on."}}',
  });
  const reply = await world.say('duplicate', 'b');
  assert.match(reply.ok ? reply.say : '', /starts a conversation of its own/);
  const value = (reply.ok ? reply.value : {}) as Record<string, unknown>;
  assert.deepEqual([value['session'], value['mode'], value['prompt']], [null, 'fresh', 'Go on.']);
});

test('a command is not copied, nor is what waits for an event', async () => {
  const world = createWorld({
    text: [
      '{"id":"c","due_at":"2026-11-23T12:00:00Z","kind":"command","payload":{"message":"C","command":["ls"]}}',
      '{"id":"w","payload":{"message":"W"},"waits_for":{"after":"c"}}',
    ].join('\n'),
  });
  assert.match(await world.refusal('duplicate', 'c'), /A command is not copied/);
  assert.match(await world.refusal('duplicate', 'w', '--when', '1h'), /waits for an event/);
});

test('the copy of an interval with a count stays on its grid, and comes as often as the count says', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--every', '2h', '--count', '3');
  world.clock.push(HOUR / 2);
  const copy = await world.value('duplicate', id);
  assert.deepEqual(copy['next'], ['2026-11-23T12:00:00.000Z', '2026-11-23T14:00:00.000Z', '2026-11-23T16:00:00.000Z']);
  const moved = await world.value('duplicate', id, '--when', '2026-11-25T09:15');
  assert.deepEqual(moved['next'], ['2026-11-25T09:15:00.000Z', '2026-11-25T11:15:00.000Z', '2026-11-25T13:15:00.000Z']);
});

test('the copy of a rule with a count that begins later counts from there', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--when', 'every day at 9', '--count', '3');
  const copy = await world.value('duplicate', id, '--when', '2026-12-10T09:00');
  assert.deepEqual(copy['next'], ['2026-12-10T09:00:00.000Z', '2026-12-11T09:00:00.000Z', '2026-12-12T09:00:00.000Z']);
});

test('a copy with a count that is due beside its rule comes no more often than the count says', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--when', 'every day at 9', '--count', '3');
  const copy = await world.value('duplicate', id, '--when', '2026-12-10T15:00');
  assert.deepEqual(copy['next'], ['2026-12-10T15:00:00.000Z', '2026-12-11T09:00:00.000Z', '2026-12-12T09:00:00.000Z']);
  world.clock.push(17 * 24 * HOUR + 6 * HOUR);
  const next = await world.value('done', copy.id);
  assert.deepEqual(next['next'], ['2026-12-11T09:00:00.000Z', '2026-12-12T09:00:00.000Z']);
});
