import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { tallyOf } from '../../../../src/render/view/tally.ts';
import { at, createWorld, type Answer, type World } from '../../../support/world.ts';

const MONDAY = '2026-11-23T07:00:00Z';

const until = (world: World, moment: string): void => world.clock.push(at(moment) - world.clock.now());

/** A world on Thursday evening with one entry, every day at 08:00 UTC, that passes over what it missed. */
async function skipping(...more: readonly string[]): Promise<readonly [World, string]> {
  const world = createWorld({ now: '2026-11-19T20:00:00Z' });
  const entry = await world.value('add', 'Digest', '--cron', '0 8 * * *', '--catchup', 'skip', ...more);
  return [world, entry.id];
}

const said = async (world: World, ...words: readonly string[]): Promise<string> => {
  const reply = await world.say(...words);
  assert.ok(reply.ok);
  return reply.say;
};

const tally = async (world: World) => tallyOf([await world.project.ledger.look()], world.clock.now(), () => false);

const skippedIn = (answer: Answer): readonly unknown[] =>
  (answer['runs'] as Readonly<Record<string, unknown>>[])
    .filter(run => run['outcome'] === 'skipped')
    .map(({ occ, slots }) => [occ, slots]);

test('catchup skip shows the next slot, is not due, and tells what was skipped', async () => {
  const [world, id] = await skipping();
  until(world, MONDAY);
  const entry = await world.value('show', id);
  assert.deepEqual(
    [entry['group'], entry['due_at'], entry['late_ms'], entry['missed']],
    ['Today', '2026-11-23T08:00:00.000Z', 0, { count: 3, since: '2026-11-20T08:00:00.000Z', skipped: true }],
  );
  assert.deepEqual(entry['next'], ['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z', '2026-11-25T08:00:00.000Z']);
  assert.match(await said(world, 'list'), /\(in 1 h\) · 3 skipped since Fri · At 08:00, every day$/);
  const query = await world.value<{ due: Answer[]; upcoming: Answer[] }>('query');
  assert.deepEqual([query.due.length, query.upcoming.map(one => one.id)], [0, [id]]);
  assert.deepEqual(await tally(world), { overdue: 0, oldest: undefined, next: at('2026-11-23T08:00:00Z') });
  assert.equal(world.rows().length, 1, 'a look never writes');
});

test('a slot is due for a quarter of an hour, or half the way to the next where that is shorter', async () => {
  const isDue = async (every: string, after: number): Promise<boolean> => {
    const world = createWorld({ now: '2026-11-23T08:00:00Z' });
    await world.value('add', 'x', '--every', every, '--catchup', 'skip');
    world.clock.push(after);
    return (await world.value<Answer[]>('list', '--due')).length === 1;
  };
  assert.deepEqual(
    [await isDue('1h', HOUR - 1), await isDue('1h', HOUR), await isDue('1h', HOUR + 15 * MINUTE)],
    [false, true, true],
  );
  assert.equal(await isDue('1h', HOUR + 15 * MINUTE + 1), false);
  assert.deepEqual([await isDue('10m', 15 * MINUTE), await isDue('10m', 15 * MINUTE + 1)], [true, false]);
  assert.equal(await isDue('1h', 5 * HOUR + MINUTE), true, 'the latest slot counts, not the first that was missed');
});

test('one that has just come is due, and late by itself alone', async () => {
  const [world, id] = await skipping();
  until(world, '2026-11-23T08:05:00Z');
  const entry = await world.value('show', id);
  assert.deepEqual(
    [entry['group'], entry['due_at'], entry['late_ms'], entry['missed']],
    ['Overdue', '2026-11-23T08:00:00.000Z', 5 * MINUTE, { count: 4, since: '2026-11-20T08:00:00.000Z', skipped: true }],
  );
  assert.match(await said(world, 'list'), /3 skipped since Fri/);
  assert.equal((await tally(world)).oldest, at('2026-11-23T08:00:00Z'));
  const done = await world.value('done', id);
  assert.equal(done['due_at'], '2026-11-24T08:00:00.000Z');
  assert.deepEqual(skippedIn(done), [['2026-11-20T08:00:00.000Z', 3]]);
});

test('the next act records what was skipped, whatever it is', async () => {
  const SINCE = '2026-11-20T08:00:00.000Z';
  const acts: readonly (readonly [readonly string[], number, string | null])[] = [
    [['done'], 3, '2026-11-24T08:00:00.000Z'],
    [['skip'], 4, '2026-11-24T08:00:00.000Z'],
    [['snooze', '3h'], 3, '2026-11-23T10:00:00.000Z'],
    [['reschedule', '3h'], 3, '2026-11-23T10:00:00.000Z'],
    [['pause'], 3, null],
  ];
  for (const [[verb = '', ...more], slots, due] of acts) {
    const [world, id] = await skipping();
    until(world, MONDAY);
    const after = await world.value(verb, id, ...more);
    assert.deepEqual(skippedIn(after), [[SINCE, slots]], verb);
    assert.equal(after['due_at'], due, verb);
  }
});

test('a snooze of one that skips keeps the slot that was shown', async () => {
  const [world, id] = await skipping();
  until(world, MONDAY);
  const snoozed = await world.value('snooze', id, '3h');
  assert.equal(snoozed['original_due_at'], '2026-11-23T08:00:00.000Z');
  world.clock.push(3 * HOUR + MINUTE);
  const back = await world.value('show', id);
  assert.deepEqual([back['group'], back['late_ms']], ['Overdue', 2 * HOUR + MINUTE]);
});

test('a run of one that skips is an extra one until its next slot has come', async () => {
  const [world, id] = await skipping('--agent', 'claude', '--prompt', 'x');
  until(world, MONDAY);
  await world.value('run', id);
  until(world, '2026-11-23T08:01:00Z');
  await world.value('run', id);
  const occurrences = world.starts.map(({ occ }) => occ);
  assert.deepEqual(occurrences, ['extra:2026-11-23T08:00:00.000Z', '2026-11-20T08:00:00.000Z']);
  const after = await world.value('show', id);
  assert.equal(after['due_at'], '2026-11-24T08:00:00.000Z');
});

test('the last slot of one that skips stays, and so does one that failed', async () => {
  const [world, id] = await skipping('--count', '2');
  until(world, MONDAY);
  assert.equal((await world.value('show', id))['group'], 'Overdue', 'nothing follows it');
  const text =
    '{"id":"f","status":"failed","due_at":"2026-11-20T08:00:00Z","repeat":{"cron":"0 8 * * *","catchup":"skip"}}';
  const failed = await createWorld({ text, now: MONDAY }).value('show', 'f');
  assert.deepEqual([failed['group'], failed['due_at']], ['Overdue', '2026-11-20T08:00:00.000Z']);
});

test('what asks first is due like any other, and never one for an agent alone', async () => {
  const world = createWorld({ now: '2026-11-19T20:00:00Z' });
  const more = ['--agent', 'claude', '--prompt', 'x', '--cron', '0 8 * * *'];
  await world.value('add', 'Asks', ...more, '--catchup', 'ask');
  until(world, MONDAY);
  assert.equal((await world.value<Answer[]>('list', '--due')).length, 1);
  assert.match(await said(world, 'list'), /3 missed since Fri.*asks first/);
  const { id } = await world.value('add', 'Does not', ...more);
  for (const one of await world.value<Answer[]>('list')) {
    world.confirms = true;
    await world.value('allow', one.id);
  }
  until(world, '2026-11-24T09:00:00Z');
  const turns = await world.value<Answer[]>('run', '--due');
  assert.deepEqual(
    turns.map(turn => turn['result']),
    ['skipped', 'ran'],
  );
  assert.match(String(turns[0]?.['why']), /asks first/);
  assert.deepEqual(
    world.starts.map(({ entryId }) => entryId),
    [id],
  );
});

test('past its expiry an entry is too late: in a group of its own, not due, and counted nowhere', async () => {
  const world = createWorld();
  const id = await world.add('Deploy', '1h', '--expires', '2h', '--agent', 'claude', '--prompt', 'x');
  world.clock.push(HOUR);
  assert.equal((await world.value('show', id))['group'], 'Overdue');
  world.clock.push(HOUR);
  const late = await world.value('show', id);
  assert.deepEqual([late['group'], late['late_ms'], late['status']], ['Too Late', 0, 'pending']);
  for (const which of ['--due', '--upcoming']) {
    assert.deepEqual(await world.value('list', which), [], which);
  }
  assert.deepEqual(await tally(world), { overdue: 0, oldest: undefined, next: undefined });
  assert.match(await said(world, 'list'), /^Too Late\n.*Deploy.*\(1 h ago\) · claude · too late$/);
  assert.equal(await said(world, 'run', '--due'), 'Nothing is due for an agent.');
});

test('what is too late is revived by a new time, which takes the expiry away, or run by hand', async () => {
  for (const verb of ['snooze', 'reschedule']) {
    const world = createWorld();
    const id = await world.add('Deploy', '1h', '--expires', '2h');
    world.clock.push(3 * HOUR);
    const revived = await world.value(verb, id, '1h');
    assert.deepEqual([revived['group'], revived['expires_at']], ['Today', null], verb);
    world.clock.push(HOUR);
    assert.equal((await world.value('show', id))['group'], 'Overdue', verb);
  }
  const world = createWorld();
  const id = await world.add('Deploy', '1h', '--expires', '2h', '--agent', 'claude', '--prompt', 'x');
  world.clock.push(3 * HOUR);
  await world.value('run', id);
  assert.equal((await world.value('show', id))['status'], 'done');
});

test('a new time before the expiry leaves that as it is', async () => {
  for (const verb of ['snooze', 'reschedule']) {
    const world = createWorld();
    const id = await world.add('Deploy', '1h', '--expires', '5h');
    assert.equal((await world.value(verb, id, '2h'))['expires_at'], '2026-11-23T15:00:00.000Z', verb);
  }
});

test('a repeat of the file with an expiry goes on without it', async () => {
  const text =
    '{"id":"r","due_at":"2026-11-20T08:00:00Z","expires_at":"2026-11-20T12:00:00Z","repeat":{"cron":"0 8 * * *"}}';
  const world = createWorld({ text, now: MONDAY });
  assert.equal((await world.value('show', 'r'))['group'], 'Too Late');
  const moved = await world.value('skip', 'r');
  assert.deepEqual([moved['group'], moved['due_at'], moved['expires_at']], ['Today', '2026-11-23T08:00:00.000Z', null]);
});

test('slots are told since a time of today, a day of the last week, or a date', async () => {
  const since = async (made: string): Promise<string | undefined> => {
    const world = createWorld({ now: made });
    await world.value('add', 'x', '--every', '12h');
    until(world, '2026-11-23T20:30:00Z');
    return /since (.*?) · /.exec(await said(world, 'list'))?.[1];
  };
  assert.equal(await since('2026-11-22T20:00:00Z'), '08:00');
  assert.equal(await since('2026-11-16T20:00:00Z'), 'Tue');
  assert.equal(await since('2026-11-16T00:00:00Z'), '16 Nov');
  assert.equal(await since('2025-11-16T00:00:00Z'), '16 Nov 2025');
});

test('a thousand repeats that missed a year are counted at once', async () => {
  const text = Array.from(
    { length: 1000 },
    (_, index) =>
      `{"id":"r${index}","due_at":"2025-11-20T08:00:00Z","repeat":{"cron":"${index % 60} * * * *","tz":"Europe/Paris"}}`,
  ).join('\n');
  const world = createWorld({ text, now: MONDAY });
  const listed = await world.value<Answer[]>('list');
  assert.equal(listed.length, 1000);
  for (const entry of listed) {
    const { count } = entry['missed'] as { count: number };
    assert.ok(count > 366 * 24 && count < 369 * 24, String(count));
  }
  world.clock.push(DAY);
  assert.equal((await tally(world)).overdue, 1000);
});
