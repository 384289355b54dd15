import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { at, createWorld, type Answer } from '../../../support/world.ts';

const due = (answer: Answer): number => at(String(answer['due_at']));

test('a snoozed entry comes back later, as late as it truly is', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  world.clock.push(2 * HOUR);
  assert.equal((await world.value('show', id))['late_ms'], 90 * MINUTE);

  const snoozed = await world.value('snooze', id, '1h');
  assert.equal(due(snoozed) - world.clock.now(), HOUR);
  assert.deepEqual([snoozed['status'], snoozed['late_ms'], snoozed['group']], ['snoozed', 0, 'Today']);
  assert.equal(snoozed['original_due_at'], '2026-11-23T10:30:00.000Z');

  world.clock.push(HOUR);
  await world.value('snooze', id, '1h');
  world.clock.push(HOUR);
  const late = await world.value('show', id);
  assert.equal(late['original_due_at'], '2026-11-23T10:30:00.000Z', 'the second snooze keeps the first slot');
  assert.equal(late['late_ms'], 3.5 * HOUR);
});

test('a snooze may also bring an entry forward', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '5h');
  assert.equal(due(await world.value('snooze', id, '10m')) - world.clock.now(), 10 * MINUTE);
  const past = await world.value('snooze', id, '2026-11-23T09:00:00Z');
  assert.equal(past['group'], 'Overdue');
  assert.equal(past['late_ms'], 0, 'it is due, but its slot is still ahead');
});

test('a snooze of a failed entry opens it again; of one without a due time gives it one', async () => {
  const world = createWorld({
    text: [
      '{"id":"failed","status":"failed","due_at":"2026-11-23T09:00:00Z","payload":{"message":"F"}}',
      '{"id":"dateless","status":"pending","payload":{"message":"D"}}',
    ].join('\n'),
  });
  const failed = await world.value('snooze', 'failed', '1h');
  assert.deepEqual([failed['status'], failed['original_due_at']], ['snoozed', '2026-11-23T09:00:00.000Z']);
  const dateless = await world.value('snooze', 'dateless', '1h');
  assert.deepEqual([dateless['status'], dateless['original_due_at']], ['pending', null]);
  assert.equal(due(dateless) - world.clock.now(), HOUR);
});

test('a snoozed proposal is still only proposed', async () => {
  const world = createWorld({ text: '{"id":"p1","status":"proposed","due_at":"2026-11-23T09:00:00Z"}' });
  assert.equal((await world.value('snooze', 'p1', '1h'))['status'], 'proposed');
  world.clock.push(2 * HOUR);
  assert.deepEqual(await world.value('list', '--due'), []);
});

test('a snooze tells other readers by its status, without laying claim to it', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  await world.value('snooze', id, '1h');
  const row = world.rows().at(-1);
  assert.equal(row?.['status'], 'snoozed');
  const { ch } = row?.['defer'] as { ch: string[] };
  assert.deepEqual(ch.sort(), ['due_at', 'original_due_at', 'updated_at']);
});

test('a rescheduled entry is not late any more', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  world.clock.push(2 * HOUR);
  await world.value('snooze', id, '1h');
  const moved = await world.value('reschedule', id, '3h');
  assert.deepEqual([moved['status'], moved['original_due_at'], moved['late_ms']], ['pending', null, 0]);
  assert.equal(world.rows().at(-1)?.['status'], 'pending');
  world.clock.push(3 * HOUR + MINUTE);
  assert.equal((await world.value('show', id))['late_ms'], MINUTE);
});

test('a rescheduled failed entry is pending again', async () => {
  const world = createWorld({ text: '{"id":"failed","status":"failed","due_at":"2026-11-23T09:00:00Z"}' });
  assert.equal((await world.value('reschedule', 'failed', '1h'))['status'], 'pending');
});

test('done and cancelled entries are closed to acts until they are reopened', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  assert.equal((await world.value('done', id))['status'], 'done');
  const acts = [
    ['done', id],
    ['cancel', id],
    ['snooze', id, '1h'],
    ['reschedule', id, '1h'],
    ['run', id],
  ];
  for (const act of acts) {
    assert.match(await world.refusal(...act), /already done.*reopen/i, act.join(' '));
  }
  assert.equal(world.rows().length, 2);
  const again = await world.value('reopen', id);
  assert.deepEqual([again['status'], again['due_at']], ['pending', '2026-11-23T10:30:00.000Z']);
});

test('a reason is kept with a cancelled entry, and goes when it is reopened', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  const cancelled = await world.value('cancel', id, '--reason', '  The logs are gone ');
  assert.deepEqual([cancelled['status'], cancelled['reason']], ['cancelled', 'The logs are gone']);
  assert.equal((await world.value('reopen', id))['reason'], null);
});

test('a failed entry is reopened without its attempts; an open one is not', async () => {
  const world = createWorld({
    text: '{"id":"failed","status":"failed","due_at":"2026-11-23T09:00:00Z","attempts":3,"last_error":"Exit 1"}',
  });
  const open = await world.value('reopen', 'failed');
  assert.deepEqual([open['status'], open['attempts'], open['last_error']], ['pending', 0, null]);
  assert.match(await world.refusal('reopen', 'failed'), /already open/);
});

test('done on one branch beats a snooze on another that had not seen it, in both orders of the merge', async () => {
  const base = createWorld();
  const id = await base.add('Look at the logs', '30m');
  const text = base.project.log.lines.join('\n');
  const here = createWorld({ text, actor: 'aaaaaa', now: '2026-11-23T11:00:00Z' });
  const there = createWorld({ text, actor: 'bbbbbb', now: '2026-11-23T12:00:00Z' });
  await here.value('done', id);
  await there.value('snooze', id, '5h');
  const [[done], [snoozed]] = [here, there].map(world => world.project.log.lines.slice(1)) as [string[], string[]];
  for (const order of [
    [done, snoozed],
    [snoozed, done],
  ]) {
    const merged = createWorld({ text: [text, ...order].join('\n'), now: '2026-11-24T00:00:00Z' });
    assert.equal((await merged.value('show', id))['status'], 'done');
    assert.deepEqual(await merged.value('list'), []);
  }
});

test('your own act wins over a row of the far future', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  const ahead = createWorld({ text: world.project.log.lines.join('\n'), now: '2099-01-01T00:00:00Z' });
  await ahead.value('reschedule', id, '2099-06-01');
  world.project.log.lines.push(...ahead.project.log.lines.slice(1));
  assert.equal(due(await world.value('reschedule', id, '1h')) - world.clock.now(), HOUR);
});

test('an entry of a newer format is shown and refuses every act', async () => {
  const world = createWorld({
    text: '{"schemaVersion":9,"id":"newer","kind":"prompt","due_at":"2026-11-23T09:00:00Z"}',
  });
  assert.equal((await world.value('show', 'newer'))['newer_format'], true);
  for (const act of [
    ['snooze', 'newer', '1h'],
    ['reschedule', 'newer', '1h'],
    ['done', 'newer'],
    ['cancel', 'newer'],
    ['reopen', 'newer'],
    ['run', 'newer'],
  ]) {
    assert.match(await world.refusal(...act), /newer version.*Update Defer/, act.join(' '));
  }
  assert.equal(world.rows().length, 1);
});

test('what a person is told of an act holds no text of the file', async () => {
  const world = createWorld();
  const id = await world.add('SECRET TITLE', '30m', '--prompt', 'SECRET PROMPT', '--agent', 'claude');
  for (const act of [
    ['snooze', id, '1h'],
    ['reschedule', id, '1h'],
    ['run', id],
    ['reopen', id],
    ['done', id],
    ['reopen', id],
    ['cancel', id],
  ]) {
    const reply = await world.say(...act);
    assert.ok(reply.ok && !reply.say.includes('SECRET') && reply.say !== '', act.join(' '));
  }
});

test('a time that is unsure is refused, and nothing is written', async () => {
  const world = createWorld();
  const id = await world.add('Look at the logs', '30m');
  for (const verb of ['snooze', 'reschedule']) {
    assert.match(await world.refusal(verb, id, 'soonish'), /Try /);
  }
  assert.equal(world.rows().length, 1);
});
