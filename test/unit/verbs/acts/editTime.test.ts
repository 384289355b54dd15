import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { createWorld } from '../../../support/world.ts';

test('a new rule keeps the zone, the end, the count and the catch-up of the old one', async () => {
  const world = createWorld();
  const rule = ['--cron', '0 9 * * *', '--tz', 'Asia/Tokyo', '--until', '2027-03-01', '--count', '50'];
  const { id } = await world.value('add', 'deploy check', ...rule, '--catchup', 'skip');
  assert.deepEqual((await world.value('edit', id, '--cron', '0 10 * * *'))['repeat'], {
    ...{ cron: '0 10 * * *', tz: 'Asia/Tokyo', anchor: '2026-11-23T10:00:00.000Z', catchup: 'skip' },
    ...{ until: '2027-03-01T00:00:00.000Z', count: 50 },
  });
  const named = ['--tz', 'Europe/Paris', '--until', '2027-02-01', '--count', '3', '--catchup', 'ask'];
  assert.deepEqual((await world.value('edit', id, '--when', 'every day at 10', ...named))['repeat'], {
    ...{ cron: '0 10 * * *', tz: 'Europe/Paris', anchor: '2026-11-23T10:00:00.000Z', catchup: 'ask' },
    ...{ until: '2027-02-01T08:00:00.000Z', count: 3 },
  });
});

test('a rule in words is read in the zone of the repeat, a time alone in that of the person', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--when', 'every day at 9', '--tz', 'Asia/Tokyo');
  assert.equal((await world.value('edit', id, '--when', 'every day at 10'))['due_at'], '2026-11-24T01:00:00.000Z');
  assert.equal((await world.value('edit', id, '--when', 'tomorrow 11:00'))['due_at'], '2026-11-24T11:00:00.000Z');
});

test('of a count a new rule keeps what is left, from its first time on', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--every', '2h', '--count', '5');
  world.clock.push(2 * HOUR);
  await world.value('done', id);
  const edited = await world.value('edit', id, '--every', '3h');
  assert.equal(edited['due_at'], '2026-11-23T15:00:00.000Z');
  assert.deepEqual(edited['repeat'], { every: 'PT3H', anchor: '2026-11-23T12:00:00.000Z', count: 4 });
  world.clock.push(7 * HOUR);
  // Two were missed, which are one late entry: it moves to the first time of the new rule.
  const late = await world.value('edit', id, '--cron', '0 9 * * *');
  assert.deepEqual(
    [late['due_at'], (late['repeat'] as { readonly count: number }).count],
    ['2026-11-24T09:00:00.000Z', 3],
  );
});

test('an end that a new rule does not reach is refused, and can be taken away', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--when', 'every day at 9', '--until', '2026-11-30', '--count', '9');
  const yearly = ['--cron', '0 9 1 1 *'] as const;
  assert.match(await world.refusal('edit', id, ...yearly), /would end before its first time/);
  assert.match(
    await world.refusal('edit', id, '--clear', 'until', '--until', '2027-01-01'),
    /Leave one of the two out/,
  );
  const edited = await world.value('edit', id, ...yearly, '--clear', 'until', '--clear', 'count');
  assert.equal(edited['due_at'], '2027-01-01T09:00:00.000Z');
  assert.deepEqual(edited['repeat'], { cron: '0 9 1 1 *', tz: 'UTC' });
});

test('the end of a repeat is taken away, and the rest of it stays', async () => {
  const world = createWorld();
  const { id } = await world.value('add', 'x', '--every', '2h', '--until', '2026-11-30', '--catchup', 'ask');
  const before = await world.value('show', id);
  const edited = await world.value('edit', id, '--clear', 'until');
  assert.deepEqual(edited['repeat'], { every: 'PT2H', anchor: '2026-11-23T10:00:00.000Z', catchup: 'ask' });
  assert.equal(edited['due_at'], before['due_at']);
  const plain = await world.add('y', '2h');
  assert.equal((await world.value('edit', plain, '--clear', 'until'))['repeat'], null);
});

test('edit refuses an expiry that add refuses: before the due time, and of a repeat', async () => {
  const world = createWorld();
  const early = /^It would expire before it is due\. Give a later time after --expires\.$/;
  const plain = await world.add('x', '5h');
  assert.match(await world.refusal('edit', plain, '--expires', '2h'), early);
  assert.equal((await world.value('edit', plain, '--expires', '6h'))['expires_at'], '2026-11-23T16:00:00.000Z');
  assert.match(await world.refusal('edit', plain, '--when', '2h', '--expires', '1h'), early);
  assert.equal(
    (await world.value('edit', plain, '--when', '2h', '--expires', '3h'))['expires_at'],
    '2026-11-23T13:00:00.000Z',
  );
  const repeat = await world.add('y', 'every day at 9');
  const stray = /^A repeat ends by --until or --count, not by --expires\.$/;
  assert.match(await world.refusal('edit', repeat, '--expires', 'friday'), stray);
  assert.match(await world.refusal('edit', repeat, '--when', '2h', '--expires', 'friday'), stray);
  assert.match(await world.refusal('edit', plain, '--when', 'every day at 9', '--expires', 'friday'), stray);
});

test('the expiry that goes with a time is read in the zone of the time', async () => {
  const world = createWorld();
  const id = await world.add('x', '2h');
  const edited = await world.value('edit', id, '--when', '20:00', '--tz', 'Asia/Tokyo', '--expires', '21:00');
  assert.deepEqual([edited['due_at'], edited['expires_at']], ['2026-11-23T11:00:00.000Z', '2026-11-23T12:00:00.000Z']);
});
