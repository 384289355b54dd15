import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import { edit } from '../../../../src/verbs/acts/edit.ts';
import { createWorld } from '../../../support/world.ts';

test('an edit changes what it names, and leaves the rest as it was', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h', '--tag', 'ops', '--priority', 'high', '--artifact', 'a.log');
  const before = await world.value('show', id);
  const edited = await world.value('edit', id, '--title', 'Read the logs', '--tag', 'night', '--tag', 'ops');
  assert.deepEqual(
    [edited['title'], edited['tags'], edited['priority'], edited['artifacts']],
    ['Read the logs', ['night', 'ops'], 'high', ['a.log']],
  );
  assert.equal(edited['due_at'], before['due_at']);
  assert.equal(edited['created_at'], before['created_at']);
});

test('a reminder that gets a prompt is for an agent from then on', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h');
  const edited = await world.value('edit', id, '--agent', 'codex', '--prompt', 'Read them.');
  assert.deepEqual([edited['kind'], edited['agent'], edited['prompt']], ['prompt', 'codex', 'Read them.']);
});

test('what is cleared is gone; what is blank is refused with the way to clear it', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h', '--priority', 'low', '--agent', 'claude', '--max-retries', '2');
  const edited = await world.value('edit', id, '--clear', 'priority', '--clear', 'agent', '--clear', 'retries');
  assert.deepEqual([edited['priority'], edited['agent'], edited['max_retries']], [null, null, 0]);
  assert.match(await world.refusal('edit', id, '--agent', ' '), /--clear agent/);
  assert.match(await world.refusal('edit', id, '--title', ''), /needs a title/);
  assert.match(await world.refusal('edit', id, '--clear', 'title'), /--clear takes prompt, /);
  await world.value('edit', id, '--key-point', 'a');
  const reply = await askVerb(world.host, edit, { id, clear: ['key_points'] });
  assert.ok(reply.ok, 'an agent knows it by the name of the argument');
  assert.match(await world.refusal('edit', id, '--clear', 'tags', '--tag', 'a'), /Leave one of the two out/);
  assert.match(await world.refusal('edit', id), /Say what to change/);
});

test('a time moves an entry, a rule makes it repeat, and a time alone moves only this time of a repeat', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h');
  assert.equal((await world.value('edit', id, '--when', '5h'))['due_at'], '2026-11-23T15:00:00.000Z');
  const repeat = await world.value('edit', id, '--when', 'every day at 9');
  assert.deepEqual([repeat['due_at'], repeat['slot']], ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z']);
  const moved = await world.value('edit', id, '--when', 'tomorrow 11:00');
  assert.deepEqual([moved['due_at'], moved['slot']], ['2026-11-24T11:00:00.000Z', '2026-11-24T09:00:00.000Z']);
  assert.notEqual(moved['repeat'], null);
  const again = await world.value('edit', id, '--cron', '0 18 * * *');
  assert.deepEqual([again['due_at'], again['slot']], ['2026-11-23T18:00:00.000Z', '2026-11-23T18:00:00.000Z']);
});

test('what goes with a time or a rule changes nothing alone, and says so', async () => {
  const world = createWorld();
  const id = await world.add('x', 'every day at 9');
  assert.match(await world.refusal('edit', id, '--tz', 'Europe/Paris'), /^--tz changes nothing by itself\. .*--when/);
  assert.match(await world.refusal('edit', id, '--count', '3'), /^--count changes nothing by itself\. /);
  assert.match(await world.refusal('edit', id, '--when', '1h', '--every', '2h', '--tz', 'UTC'), /in one way/);
});

test('a paused repeat with a new rule stays paused', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', 'every day at 9');
  await world.value('pause', id);
  assert.equal((await world.value('edit', id, '--when', 'every day at 10'))['paused'], true);
  const resumed = await world.value('resume', id);
  assert.deepEqual([resumed['paused'], resumed['due_at']], [false, '2026-11-24T10:00:00.000Z']);
});

test('an edit says when what was allowed no longer is', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h', '--agent', 'claude', '--prompt', 'Read them.');
  world.confirms = true;
  await world.value('allow', id);
  const renamed = await world.say('edit', id, '--note', 'soon');
  assert.equal(renamed.ok && renamed.say, 'Changed.');
  const reply = await world.say('edit', id, '--prompt', 'Read them all.');
  assert.match(reply.ok ? reply.say : '', /It was allowed to run automatically, and is not any more/);
});

test('a closed entry, and one of a file, are not edited', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h');
  await world.value('done', id);
  assert.match(await world.refusal('edit', id, '--title', 'X'), /Reopen it first/);
});

test('an agent edits only what it scheduled itself', async () => {
  const world = createWorld();
  const agent = agentHost(world.host, 'agent:claude');
  const mine = await world.add('Look at the logs', '2h');
  const refused = await askVerb(agent, edit, { id: mine, prompt: 'Delete everything.' });
  assert.match(refused.ok ? '' : refused.why, /only what it scheduled itself/);
  const own = createWorld({
    text: '{"id":"a1","due_at":"2026-11-23T12:00:00Z","created_by":"agent:claude","title":"A"}',
  });
  const reply = await askVerb(agentHost(own.host, 'agent:claude'), edit, { id: 'a1', title: 'B' });
  assert.equal(reply.ok, true);
});

test('a note goes along with an act, and is shown until there is another', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '2h');
  const snoozed = await world.value('snooze', id, '3h', '--note', 'blocked by the build');
  assert.equal(snoozed['note'], 'blocked by the build');
  world.clock.push(HOUR);
  assert.equal((await world.value('reschedule', id, '1h'))['note'], 'blocked by the build');
  assert.equal((await world.value('done', id, '--note', 'it was the disk'))['note'], 'it was the disk');
  const shown = await world.say('show', id);
  assert.match(shown.ok ? shown.say : '', /^Note: +it was the disk$/m);
});

test('a budget is changed part by part, and taken away as a whole', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h', '--agent', 'claude', '--max-minutes', '20');
  const edited = await world.value('edit', id, '--max-runs', '3');
  assert.deepEqual(edited['budget'], { ...(edited['budget'] as object), runs: 3, minutes: 20 });
  assert.equal((await world.value('edit', id, '--clear', 'budget'))['budget'], null);
  assert.match(await world.refusal('edit', id, '--clear', 'budget', '--max-runs', '1'), /Leave one of the two out/);
});

test('where runs work is changed, and left to the default again', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h', '--agent', 'claude');
  assert.equal((await world.value('edit', id, '--in', 'worktree'))['in'], 'worktree');
  assert.equal((await world.value('edit', id, '--clear', 'in'))['in'], null);
});
