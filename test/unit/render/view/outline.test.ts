import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { outline } from '../../../../src/render/view/outline.ts';
import { lacksRecent } from '../../../../src/render/view/recentlyClosed.ts';
import { viewEntry } from '../../../../src/render/view/entryView.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { createWorld, type World } from '../../../support/world.ts';

const drawn = (world: World, ...others: readonly World[]): Promise<readonly (readonly [string, string])[]> =>
  drawnAtMost(200, world, ...others);

const drawnAtMost = async (
  most: number,
  ...worlds: readonly [World, ...World[]]
): Promise<readonly (readonly [string, string])[]> => {
  const [world, ...others] = worlds;
  const view = viewAt(world.clock.now(), 'UTC', () => world.alive);
  const schedules = await Promise.all(
    [world, ...others].map(async ({ project }) => ({ schedule: await project.ledger.look(), tag: project })),
  );
  return outline(schedules, view, most).flatMap(({ group, members }) =>
    members.map(({ state }) => [group, state.id] as const),
  );
};

const row = (id: string, due: string, more = ''): string => `{"id":"${id}","title":"${id}","due_at":"${due}"${more}}`;
const everything = [
  row('later', '2026-12-24T09:00:00Z'),
  row('week', '2026-11-27T09:00:00Z'),
  row('tomorrow', '2026-11-24T09:00:00Z'),
  row('today', '2026-11-23T11:00:00Z'),
  row('overdue', '2026-11-23T09:00:00Z'),
  row('failed', '2026-11-22T09:00:00Z', ',"status":"failed"'),
  row('proposed', '2026-11-23T09:00:00Z', ',"status":"proposed"'),
  row('done', '2026-11-23T09:00:00Z', ',"status":"done"'),
  '{"id":"dateless"}',
].join('\n');

test('every entry stands in its group, groups in order, soonest first', async () => {
  assert.deepEqual(await drawn(createWorld({ text: everything })), [
    ['Overdue', 'failed'],
    ['Overdue', 'overdue'],
    ['Proposed', 'proposed'],
    ['Today', 'today'],
    ['Tomorrow', 'tomorrow'],
    ['This Week', 'week'],
    ['Later', 'later'],
    ['Later', 'dateless'],
    ['Closed', 'done'],
  ]);
});

test('the tree and a single look agree on the group of every entry', async () => {
  const world = createWorld({ text: everything });
  world.alive = true;
  await world.record('overdue', { token: 't1', event: 'started' });
  await world.record('tomorrow', { token: 't2', event: 'started' });
  await world.value('done', 'tomorrow');
  const view = viewAt(world.clock.now(), 'UTC', () => true);
  const schedule = await world.project.ledger.look();
  const groups = await drawn(world);
  assert.equal(groups.length, [...schedule.all()].length);
  for (const [group, id] of groups) {
    const state = schedule.get(id);
    assert.equal(state && viewEntry(state, view).group, group, id);
  }
  assert.deepEqual(
    groups.filter(([group]) => group === 'Running'),
    [['Running', 'overdue']],
  );
});

test('several schedules make one tree, by due time', async () => {
  const here = createWorld({ text: [row('a', '2026-11-23T08:00:00Z'), row('c', '2026-11-23T09:30:00Z')].join('\n') });
  const there = createWorld({ text: [row('b', '2026-11-23T09:00:00Z'), '{"id":"d"}'].join('\n') });
  assert.deepEqual(await drawn(here, there), [
    ['Overdue', 'a'],
    ['Overdue', 'b'],
    ['Overdue', 'c'],
    ['Later', 'd'],
  ]);
});

test('of many closed entries the twenty that were closed last are shown, newest first', async () => {
  const world = createWorld();
  const ids: string[] = [];
  for (let count = 0; count < 130; count += 1) {
    ids.push(await world.add(`Entry ${count}`, '1h'));
  }
  world.clock.push(HOUR);
  for (const id of ids) {
    await world.value('done', id);
  }
  const closed = (await drawn(world)).map(([, id]) => id);
  assert.deepEqual(closed, ids.slice(-20).reverse());
});

test('of very many entries the first of each group are given, over all schedules, and all are counted', async () => {
  const many = (name: string, first: number): string =>
    Array.from({ length: 5 }, (_, index) => row(`${name}${index}`, `2026-11-23T0${first + index}:00:00Z`)).join('\n');
  const [one, other] = [createWorld({ text: many('a', 1) }), createWorld({ text: many('b', 0) })];
  assert.deepEqual(
    (await drawnAtMost(3, one, other)).map(([, id]) => id),
    ['b0', 'a0', 'b1'],
  );
  const schedules = [{ schedule: await one.project.ledger.look(), tag: one }];
  const [overdue] = outline(
    schedules,
    viewAt(one.clock.now(), 'UTC', () => false),
    3,
  );
  assert.equal(overdue?.count, 5);
});

test('what is open in a schedule that stands apart is one group, soonest first; what is closed stands with the rest', async () => {
  const [world, apart] = [
    createWorld({ text: row('mine', '2026-11-23T09:30:00Z') }),
    createWorld({ text: everything }),
  ];
  const view = viewAt(world.clock.now(), 'UTC', () => false);
  const schedules = [
    { schedule: await world.project.ledger.look(), tag: 'project' },
    { schedule: await apart.project.ledger.look(), tag: 'home', apart: true },
  ];
  const seen = outline(schedules, view, 3).map(({ group, count, members }) => [
    group,
    count,
    members.map(({ state, tag }) => `${state.id} ${tag}`),
  ]);
  assert.deepEqual(seen, [
    ['Overdue', 1, ['mine project']],
    ['Global', 8, ['failed home', 'overdue home', 'proposed home']],
    ['Closed', 1, ['done home']],
  ]);
});

test('what was closed lately is missing where one that was left out may be among the last', async () => {
  const text = Array.from({ length: 50 }, (_, index) => `{"id":"e${index}","status":"done"}`).join('\n');
  const schedule = await createWorld({ text }).project.ledger.look();
  // Forty are looked at, and they stand in lines 11 to 50.
  assert.deepEqual(
    [0, 10, 11, 12, 49].map(leftOutUpTo => lacksRecent(schedule, leftOutUpTo)),
    [false, false, false, true, true],
  );
});
