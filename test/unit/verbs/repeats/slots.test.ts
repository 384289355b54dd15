import assert from 'node:assert/strict';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/core/basics/time.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { at, createWorld, type Answer, type World } from '../../../support/world.ts';

const TODAY = '2026-11-28T13:42:00.000Z';
const TOMORROW = '2026-11-29T13:42:00.000Z';

/** A repeat at 13:42 every day, looked at two hours before; gives its id. */
async function daily(...more: readonly string[]): Promise<readonly [World, string]> {
  const world = createWorld({ now: '2026-11-28T11:42:00Z', watches: true });
  const { id } = await world.value('add', 'daily', '--cron', '42 13 * * *', '--tz', 'UTC', ...more);
  return [world, id];
}

const until = (world: World, moment: string): void => world.clock.push(at(moment) - world.clock.now());

const times = ({ due_at: due, slot }: Answer): readonly unknown[] => [due, slot];

/** The events of an entry's rows: occurrence to the minute, what happened, and of how many slots. */
const events = (world: World): readonly (readonly unknown[])[] =>
  world.rows().flatMap(({ run }) => {
    const event = run as { readonly occ: string; readonly event: string; readonly slots?: number } | undefined;
    return event ? [[event.occ.slice(0, 16), event.event, event.slots ?? 1]] : [];
  });

describe('the slot of a repeat', () => {
  it('stays with an occurrence that is brought forward: done, it does not come again at its own time', async () => {
    const [world, id] = await daily();
    const moved = await world.value('reschedule', id, '5m');
    assert.deepEqual(times(moved), ['2026-11-28T11:47:00.000Z', TODAY]);
    assert.deepEqual((moved['next'] as string[]).slice(0, 2), ['2026-11-28T11:47:00.000Z', TOMORROW]);
    const done = await world.value('done', id);
    assert.deepEqual(times(done), [TOMORROW, TOMORROW]);
    assert.deepEqual(events(world), [['2026-11-28T13:42', 'done', 1]]);
  });

  it('lets an allowed agent run once for one day, brought forward or not', async () => {
    const [world, id] = await daily('--agent', 'claude', '--prompt', 'Look');
    world.confirms = true;
    await world.value('allow', id);
    await world.value('reschedule', id, '5m');
    world.clock.push(6 * MINUTE);
    await world.say('run', '--due');
    until(world, '2026-11-28T13:50:00Z');
    await world.say('run', '--due');
    assert.deepEqual(
      world.starts.map(({ occ }) => occ),
      [TODAY],
    );
    until(world, '2026-11-29T13:50:00Z');
    await world.say('run', '--due');
    assert.equal(world.starts.length, 2);
  });

  it('is late from the time that the occurrence was moved to', async () => {
    const [world, id] = await daily();
    await world.value('reschedule', id, '5m');
    world.clock.push(15 * MINUTE);
    const entry = await world.value('show', id);
    const missed = { count: 1, since: '2026-11-28T11:47:00.000Z', skipped: false };
    assert.deepEqual([entry['group'], entry['late_ms'], entry['missed']], ['Overdue', 10 * MINUTE, missed]);
    assert.deepEqual(times(entry), ['2026-11-28T11:47:00.000Z', TODAY], 'and is the occurrence of its slot');
  });

  it('is one with a later slot that the occurrence is moved to, and those before are recorded as skipped', async () => {
    const [world, id] = await daily();
    const reply = await world.say('reschedule', id, TOMORROW);
    assert.match(reply.ok ? reply.say : reply.why, /The times before it are skipped/);
    assert.deepEqual(times(await world.value('show', id)), [TOMORROW, TOMORROW]);
    assert.deepEqual(events(world), [['2026-11-28T13:42', 'skipped', 1]]);
  });

  it('is kept by a snooze after a reschedule, which keeps from when it is late', async () => {
    const [world, id] = await daily();
    await world.value('reschedule', id, '5m');
    world.clock.push(10 * MINUTE);
    const snoozed = await world.value('snooze', id, '1h');
    assert.deepEqual([snoozed['original_due_at'], snoozed['slot']], ['2026-11-28T11:47:00.000Z', TODAY]);
    world.clock.push(2 * HOUR);
    assert.equal((await world.value('show', id))['late_ms'], 2 * HOUR + 5 * MINUTE);
  });

  it('is recorded as skipped where it passed unlooked-at, whatever the person does first', async () => {
    for (const acts of [
      [['reschedule', '1h'], ['done']],
      [['snooze', '1h'], ['done']],
      [['pause'], ['resume']],
    ]) {
      const world = createWorld({ now: '2026-11-28T11:42:00Z' });
      const { id } = await world.value('add', 'tick', '--every', '2s');
      world.clock.push(7 * SECOND);
      for (const [verb = '', ...more] of acts) {
        await world.value(verb, id, ...more);
      }
      const skipped = events(world).filter(([, event]) => event === 'skipped');
      const count = skipped.reduce((sum, [, , slots]) => sum + Number(slots), 0);
      assert.equal(count, acts[0]?.[0] === 'pause' ? 3 : 2, JSON.stringify(acts));
    }
  });

  it('is not brought back by pause and resume once it was skipped or done', async () => {
    for (const verb of ['skip', 'done']) {
      const [world, id] = await daily();
      assert.deepEqual(times(await world.value(verb, id)), [TOMORROW, TOMORROW]);
      await world.value('pause', id);
      assert.deepEqual(times(await world.value('resume', id)), [TOMORROW, TOMORROW], verb);
    }
  });

  it('stays at the time that it was moved to over a pause, and else comes up at its own', async () => {
    const [world, id] = await daily();
    await world.value('done', id);
    await world.value('reschedule', id, '1h');
    await world.value('pause', id);
    assert.deepEqual(times(await world.value('resume', id)), ['2026-11-28T12:42:00.000Z', TOMORROW]);
    await world.value('pause', id);
    world.clock.push(90 * MINUTE);
    assert.deepEqual(times(await world.value('resume', id)), [TOMORROW, TOMORROW], 'today was done');
  });

  it('is given in the JSON of every entry: of one that does not repeat, when it was first due', async () => {
    const world = createWorld({ now: '2026-11-28T11:42:00Z' });
    const once = await world.add('Once', '1h');
    assert.equal((await world.value('snooze', once, '2h'))['slot'], '2026-11-28T12:42:00.000Z');
    const moved = await world.value('reschedule', once, '3h');
    assert.deepEqual(times(moved), ['2026-11-28T14:42:00.000Z', '2026-11-28T14:42:00.000Z']);
    const undated = createWorld({ text: '{"id":"a","title":"x"}' });
    assert.equal((await undated.value('show', 'a'))['slot'], null);
  });
});

describe('rows of programs that do not know the slot', () => {
  const REPEAT = '"repeat":{"cron":"42 13 * * *","tz":"UTC"}';
  const here = (text: string): World => createWorld({ now: '2026-11-28T11:42:00Z', text });

  it('stand at their due time, or at the one before they were snoozed', async () => {
    const due = here(`{"id":"a","due_at":"${TODAY}",${REPEAT}}`);
    assert.deepEqual(times(await due.value('show', 'a')), [TODAY, TODAY]);
    const snoozed = here(`{"id":"a","due_at":"2026-11-28T18:00:00Z","original_due_at":"${TODAY}",${REPEAT}}`);
    assert.equal((await snoozed.value('show', 'a'))['slot'], TODAY);
  });

  it('move the occurrence where they give a time that is no slot, and it is done once', async () => {
    const [world, id] = await daily();
    await world.project.log.append([`{"id":"${id}","due_at":"2026-11-28T12:00:00Z"}`]);
    assert.deepEqual(times(await world.value('show', id)), ['2026-11-28T12:00:00.000Z', TODAY]);
    assert.deepEqual(times(await world.value('done', id)), [TOMORROW, TOMORROW]);
  });

  it('move the entry on where they give the time of a later slot', async () => {
    const [world, id] = await daily();
    await world.project.log.append([`{"id":"${id}","due_at":"${TOMORROW}"}`]);
    assert.deepEqual(times(await world.value('show', id)), [TOMORROW, TOMORROW]);
    until(world, '2026-11-29T13:50:00Z');
    assert.deepEqual((await world.value('show', id))['missed'], { count: 1, since: TOMORROW, skipped: false });
  });
});

describe('what comes after an entry that repeats', () => {
  it('waits while that is only moved, snoozed, skipped, paused or resumed, and comes once for each done', async () => {
    const [world, id] = await daily();
    const { id: follower } = await world.value('add', 'follow-up', '--after', id);
    const group = async (): Promise<unknown> => (await world.value('show', follower))['group'];
    for (const words of [
      ['reschedule', id, '5h'],
      ['reschedule', id, '1h'],
      ['snooze', id, '2h'],
      ['skip', id],
      ['pause', id],
      ['resume', id],
    ]) {
      await world.value(...words);
      world.clock.push(DAY);
      assert.equal(await group(), 'Waiting', words[0]);
    }
    for (const _ of [1, 2]) {
      await world.value('done', id);
      assert.equal(await group(), 'Overdue');
      await world.value('done', follower);
      assert.equal(await group(), 'Waiting');
    }
  });

  it('comes for what was brought forward and done', async () => {
    const [world, id] = await daily();
    const { id: follower } = await world.value('add', 'follow-up', '--after', id);
    await world.value('reschedule', id, '5m');
    await world.value('done', id);
    assert.equal((await world.value('show', follower))['group'], 'Overdue');
  });

  it('counts from the slot that an older row names what was done since', async () => {
    const [world, id] = await daily();
    const waits = JSON.stringify({ after: id, baseline: TODAY, since: '2026-11-28T11:00:00Z' });
    await world.project.log.append([`{"id":"old","waits_for":${waits}}`]);
    await world.value('reschedule', id, '5h');
    assert.equal((await world.value('show', 'old'))['group'], 'Waiting');
    await world.value('done', id);
    assert.equal((await world.value('show', 'old'))['group'], 'Overdue');
    await world.value('done', 'old');
    assert.equal((await world.value('show', 'old'))['group'], 'Waiting');
  });

  it('comes after an entry that waits for events itself', async () => {
    const [world, id] = await daily();
    const middle = (await world.value('add', 'middle', '--after', id)).id;
    const last = (await world.value('add', 'last', '--after', middle)).id;
    await world.value('done', id);
    assert.equal((await world.value('show', last))['group'], 'Waiting');
    await world.value('done', middle);
    assert.equal((await world.value('show', last))['group'], 'Overdue');
  });

  it('reads a time without an offset as UTC, in whatever zone the machine is', async () => {
    const restore = setEnvironment({ TZ: 'America/Los_Angeles' });
    try {
      const world = createWorld({ now: '2026-11-28T11:58:00Z', watches: true });
      const id = await world.add('first', '1h');
      const { id: follower } = await world.value('add', 'follow-up', '--after', id);
      world.clock.push(2 * MINUTE);
      await world.project.log.append([`{"id":"${id}","status":"done","updated_at":"2026-11-28T11:59:00"}`]);
      const entry = await world.value('show', follower);
      assert.deepEqual([entry['group'], entry['due_at']], ['Overdue', '2026-11-28T11:59:00.000Z']);
    } finally {
      restore();
    }
  });
});

describe('the slot of an entry that a file defines', () => {
  const FILE = '.sf/schedules/report.md';
  const ID = 'schedule:report';

  async function reported(): Promise<readonly [World, string]> {
    const folder = await emptyFolder();
    await mkdir(join(folder, '.sf/schedules'), { recursive: true });
    await write(folder, '2025-11-28T08:00:00Z');
    return [createWorld({ folder, now: '2025-11-28T11:42:00Z' }), folder];
  }

  /** Writes the file, switched on, as somebody did at a moment. A time that is still ahead would not be believed. */
  async function write(folder: string, moment: string): Promise<void> {
    await writeFile(join(folder, FILE), '---\ncron: 42 13 * * *\nenabled: true\n---\nReport.\n');
    await utimes(join(folder, FILE), at(moment) / 1000, at(moment) / 1000);
  }

  it('is not brought back by pause and resume once it was skipped', async () => {
    const [world, folder] = await reported();
    assert.equal((await world.value('show', ID))['slot'], '2025-11-28T13:42:00.000Z');
    await world.value('skip', ID);
    assert.equal((await world.value('pause', ID))['paused'], true);
    await write(folder, '2025-11-28T12:00:00Z');
    assert.deepEqual(times(await world.value('show', ID)), ['2025-11-29T13:42:00.000Z', '2025-11-29T13:42:00.000Z']);
  });

  it('is recorded as skipped where it passed while the file was switched off', async () => {
    const [world, folder] = await reported();
    await world.value('snooze', ID, '1h');
    await world.value('pause', ID);
    until(world, '2025-11-30T12:00:00Z');
    await write(folder, '2025-11-30T11:00:00Z');
    assert.equal((await world.value('show', ID))['slot'], '2025-11-30T13:42:00.000Z');
    await world.value('snooze', ID, '3h');
    assert.deepEqual(events(world), [['2025-11-28T13:42', 'skipped', 2]]);
  });
});
