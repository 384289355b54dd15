import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../../src/core/basics/time.ts';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { add } from '../../../../src/verbs/acts/add.ts';
import { duplicate } from '../../../../src/verbs/acts/duplicate.ts';
import { snooze } from '../../../../src/verbs/acts/snooze.ts';
import { undo } from '../../../../src/verbs/acts/undo.ts';
import { canUndo } from '../../../../src/verbs/undo/undoable.ts';
import { createWorld, type World } from '../../../support/world.ts';

/** An entry without what says when it was written, and by which row. */
async function pictureOf(world: World, id: string): Promise<Record<string, unknown>> {
  const { updated_at: _, line: __, ...picture } = await world.value('show', id);
  return picture;
}

const ACTS: readonly (readonly [name: string, ...words: readonly string[]])[] = [
  ['snooze', '4h'],
  ['reschedule', '4h'],
  ['edit', '--title', 'Other', '--note', 'why', '--clear', 'priority'],
  ['done'],
  ['cancel', '--reason', 'No need'],
];

for (const [name, ...words] of ACTS) {
  test(`undo takes back ${name}`, async () => {
    const world = createWorld();
    const id = await world.add('Read the logs', '2h', '--priority', 'high');
    const before = await pictureOf(world, id);
    await world.value(name, id, ...words);
    assert.notDeepEqual(await pictureOf(world, id), before);
    await world.value('undo');
    assert.deepEqual(await pictureOf(world, id), before);
  });
}

for (const name of ['done', 'skip', 'pause', 'snooze'] as const) {
  test(`undo takes back ${name} of a repeat, with what it recorded`, async () => {
    const world = createWorld();
    const id = await world.add('Read the logs', 'every day at 9');
    world.clock.push(50 * HOUR);
    const before = await pictureOf(world, id);
    await world.value(name, id, ...(name === 'snooze' ? ['4h'] : []));
    await world.value('undo');
    assert.deepEqual(await pictureOf(world, id), before);
    assert.deepEqual(await world.value('history', id), [], 'nothing counts as skipped');
  });
}

test('what is done once more after an undo counts, and can be undone once more', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', 'every day at 9');
  world.clock.push(50 * HOUR);
  const before = await pictureOf(world, id);
  for (let time = 0; time < 3; time += 1) {
    await world.value('done', id);
    const [skipped] = await world.value<readonly Record<string, unknown>[]>('history', id);
    assert.equal(skipped?.['outcome'], 'skipped');
    await world.value('undo');
    assert.deepEqual(await world.value('history', id), []);
  }
  assert.deepEqual(await pictureOf(world, id), before);
});

test('acts are undone one by one, the last one first; what was scheduled is cancelled at last', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', '2h');
  const before = await pictureOf(world, id);
  await world.value('snooze', id, '4h');
  const snoozed = await pictureOf(world, id);
  await world.value('done', id);
  await world.value('undo');
  assert.deepEqual(await pictureOf(world, id), snoozed);
  await world.value('undo');
  assert.deepEqual(await pictureOf(world, id), before);
  assert.equal((await world.value('undo'))['status'], 'cancelled');
  assert.match(await world.refusal('undo'), /nothing to undo/);
});

test('nothing is undone that somebody changed since; the next undo goes on with the act before', async () => {
  const world = createWorld();
  const other = await world.add('Water the plants', '1h');
  const id = await world.add('Read the logs', '2h');
  await world.value('snooze', id, '4h');
  const agent = agentHost(world.host, 'agent:claude');
  assert.equal((await askVerb(agent, snooze, { id, when: '6h' })).ok, true);
  const now = await pictureOf(world, id);
  assert.match(await world.refusal('undo'), /^"Read the logs" was changed since, so nothing was undone\. "defer show /);
  assert.deepEqual(await pictureOf(world, id), now);
  assert.match(await world.refusal('undo'), /was changed since/, 'it was scheduled for another time');
  assert.equal((await world.value('undo')).id, other, 'what cannot be undone is passed over');
});

test('acts of an agent are not undone by a person, nor does an agent undo', async () => {
  const world = createWorld({ text: '{"id":"a","due_at":"2026-11-23T12:00:00Z","title":"A"}' });
  const agent = agentHost(world.host, 'agent:claude');
  assert.equal((await askVerb(agent, snooze, { id: 'a', when: '6h' })).ok, true);
  assert.match(await world.refusal('undo'), /nothing to undo/);
});

test('what was done at once is undone at once', async () => {
  const world = createWorld();
  const ids = [await world.add('One', '2h'), await world.add('Two', '2h')];
  const host = { ...world.host, batch: 'all of them' };
  for (const id of ids) {
    assert.equal((await askVerb(host, snooze, { id, when: '6h' })).ok, true);
  }
  const undone = await world.value<readonly Record<string, unknown>[]>('undo');
  assert.deepEqual(
    undone.map(({ due_at: due }) => due),
    Array(2).fill('2026-11-23T12:00:00.000Z'),
  );
});

test('of what was done at once nothing is left, however much it was, and in whichever schedule', async () => {
  const world = createWorld({ global: '' });
  const host = { ...world.host, batch: 'all of them' };
  const [, global] = host.ledgers;
  assert.ok(global);
  const due = '2026-11-23T12:00:00.000Z';
  const ids: string[] = [];
  for (let count = 0; count < 60; count += 1) {
    ids.push(await world.add(`Number ${count}`, '2h'));
  }
  const there = await askVerb({ ...world.host, ledgers: [global], newId: () => '01OTHER' }, add, {
    message: 'There',
    when: '2h',
  });
  assert.ok(there.ok);
  for (const id of [...ids, '01OTHER']) {
    assert.equal((await askVerb(host, snooze, { id, when: '6h' })).ok, true, id);
  }
  const undone = await askVerb(host, undo, {});
  assert.ok(undone.ok);
  assert.equal(undone.say, 'Undone for 61 entries.');
  for (const id of ids) {
    assert.equal((await world.value('show', id))['due_at'], due);
  }
  assert.equal((await world.value('show', '01OTHER'))['due_at'], due);
});

test('an undo names the entry that it reached', async () => {
  const world = createWorld();
  await world.add('Water the plants', '1h');
  const id = await world.add('Read the logs', '2h');
  await world.value('done', id);
  const said = async (): Promise<string> => {
    const reply = await world.say('undo');
    return reply.ok ? reply.say : reply.why;
  };
  assert.match(await said(), /^Undone\. "Read the logs" is due /);
  assert.equal(await said(), 'Undone. "Read the logs" is cancelled.');
  assert.equal(await said(), 'Undone. "Water the plants" is cancelled.');
});

for (const [verb, input] of [
  [snooze, { id: 'a', when: '6h' }],
  [add, { message: 'B', when: '2h' }],
  [duplicate, { id: 'a', when: '2h' }],
] as const) {
  test(`undo takes back ${verb.name} also where that is still being noted`, async () => {
    const world = createWorld({ text: '{"id":"a","due_at":"2026-11-23T12:00:00Z","title":"A"}' });
    const journal = world.host.undo;
    assert.ok(journal);
    let begin = (): void => undefined;
    const isNoting = new Promise<void>(resolve => (begin = resolve));
    const slow = {
      ...journal,
      note: async (...noted: Parameters<typeof journal.note>): Promise<void> => {
        begin();
        await new Promise(resolve => setTimeout(resolve, 20));
        await journal.note(...noted);
      },
    };
    const host = { ...world.host, undo: slow };
    const acting = askVerb(host, verb, input);
    await isNoting;
    const undone = await askVerb(host, undo, {});
    assert.ok((await acting).ok);
    assert.equal(undone.ok, true, JSON.stringify(undone));
  });
}

test('an act on an entry that is gone from the file is refused, and no editor offers to undo it', async () => {
  const world = createWorld();
  const { ledgers, undo: journal } = world.host;
  assert.ok(journal);
  const id = await world.add('Read the logs', '2h');
  await world.value('snooze', id, '4h');
  assert.equal(await canUndo({ ledgers, undo: journal }), true);
  const change = { kind: 'change', id: '01GONE', at: world.clock.now(), after: {}, carried: {}, events: [] } as const;
  await journal.note(world.host.ledgers[0]?.folder ?? '', change);
  assert.equal(await canUndo({ ledgers, undo: journal }), false);
  assert.match(await world.refusal('undo'), /gone from the file/);
  assert.equal((await world.value('undo')).id, id);
});

test('undo names the time at which the entry comes up, not one that it skips', async () => {
  const world = createWorld();
  const id = await world.add('Read the logs', 'every friday at 9', '--catchup', 'skip');
  world.clock.push(6 * 24 * HOUR);
  await world.value('edit', id, '--note', 'why');
  const reply = await world.say('undo');
  assert.ok(reply.ok);
  assert.equal((reply.value as { readonly due_at: string }).due_at, '2026-12-04T09:00:00.000Z');
  assert.equal(reply.say, 'Undone. "Read the logs" is due Fri 4 Dec, 09:00 UTC (in 4 d 23 h).');
});
