import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { takenWait } from '../../../../src/core/entry/waitsFor.ts';
import { endOf } from '../../../../src/runner/exec/ending.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { Repository } from '../../../support/git.ts';
import '../../../support/home.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

/** A world in a folder on the disk, at the present. */
const worldIn = (folder: string, text?: string): World =>
  createWorld({ folder, now: new Date().toISOString(), ...(text !== undefined && { text }) });

/** The schedule as another process finds it later. */
const restarted = (world: World, folder: string): World => {
  const later = worldIn(folder, `${world.project.log.lines.join('\n')}\n`);
  later.clock.push(HOUR);
  return later;
};

async function here(): Promise<{ readonly folder: string; readonly world: World }> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'out'));
  return { folder, world: worldIn(folder) };
}

const group = async (world: World, id: string): Promise<unknown> => (await world.value('show', id))['group'];
const add = async (world: World, ...words: readonly string[]): Promise<string> =>
  (await world.value('add', 'Look at it', ...words)).id;

test('an entry that waits for a file shows what it waits for, and is due when the file appears', async () => {
  const { folder, world } = await here();
  const id = await add(world, '--when-file', 'out/*.json');
  const waiting = await world.value('show', id);
  assert.deepEqual(
    [waiting['group'], waiting['waits'], waiting['due_at'], waiting['late_ms']],
    ['Waiting', 'out/*.json to appear or change', null, 0],
  );
  const listed = await world.say('list');
  assert.match(listed.ok ? listed.say : '', /Waiting\n.*waits for out\/\*\.json to appear or change/);
  await writeFile(join(folder, 'out/note.txt'), 'x');
  assert.equal(await group(world, id), 'Waiting');
  await writeFile(join(folder, 'out/a.json'), '1');
  world.clock.push(HOUR);
  assert.equal(await group(world, id), 'Overdue');
});

test('what was there when the entry was made is no event, nor is the same content written anew', async () => {
  const { folder, world } = await here();
  await writeFile(join(folder, 'out/a.json'), '1');
  const id = await add(world, '--when-file', 'out/*.json');
  await rm(join(folder, 'out/a.json'));
  assert.equal(await group(world, id), 'Waiting');
  await writeFile(join(folder, 'out/a.json'), '1');
  world.clock.push(HOUR);
  assert.equal(await group(world, id), 'Waiting');
  await writeFile(join(folder, 'out/a.json'), '2');
  assert.equal(await group(world, id), 'Overdue');
});

test('each change comes once: done waits for the next, also after a restart', async () => {
  const { folder, world } = await here();
  const id = await add(world, '--when-file', 'out/a.json');
  await writeFile(join(folder, 'out/a.json'), '1');
  world.clock.push(HOUR);
  const done = await world.say('done', id);
  assert.match(done.ok ? done.say : '', /waits for the next/);
  assert.equal(await group(world, id), 'Waiting');
  const later = restarted(world, folder);
  assert.equal(await group(later, id), 'Waiting');
  await writeFile(join(folder, 'out/a.json'), '2');
  later.clock.push(HOUR);
  assert.equal(await group(later, id), 'Overdue');
  await later.value('cancel', id);
  assert.equal(await group(later, id), 'Closed');
});

test('done while nothing has happened yet ends the entry', async () => {
  const { world } = await here();
  const id = await add(world, '--when-file', 'out/a.json');
  assert.equal((await world.value('done', id))['status'], 'done');
});

test('lateness counts from the change of the file, but never from before the entry waited', async () => {
  const { folder, world } = await here();
  const id = await add(world, '--when-file', 'out/*');
  const path = join(folder, 'out/old.json');
  await writeFile(path, '1');
  await utimes(path, 1e9, 1e9);
  world.clock.push(HOUR);
  const late = Number((await world.value('show', id))['late_ms']);
  assert.ok(late >= HOUR && late < HOUR + 60_000, String(late));
});

test('snoozed, it comes back late from the event; a time given with it is the earliest', async () => {
  const { folder, world } = await here();
  const id = await add(world, '--when-file', 'out/a.json');
  const timed = await add(world, '--when-file', 'out/a.json', '--when', '2h');
  await writeFile(join(folder, 'out/a.json'), '1');
  world.clock.push(HOUR);
  await world.value('snooze', id, '30m');
  assert.deepEqual([(await group(world, id)) !== 'Overdue', (await group(world, timed)) !== 'Overdue'], [true, true]);
  // The file is written by the real clock, which may be seconds ahead on a busy machine.
  world.clock.push(HOUR + MINUTE);
  const back = await world.value('show', id);
  assert.equal(back['group'], 'Overdue');
  assert.ok(Number(back['late_ms']) >= 2 * HOUR);
  assert.equal(await group(world, timed), 'Overdue');
});

/** An entry for an agent that waits for a file, which is there, and of which a run was claimed; ends that run. */
async function claimed(): Promise<{
  readonly folder: string;
  readonly world: World;
  readonly id: string;
  readonly end: (exitCode: number) => Promise<void>;
}> {
  const { folder, world } = await here();
  const id = await add(world, '--when-file', 'out/a.json', '--agent', 'claude', '--prompt', 'Look.');
  await writeFile(join(folder, 'out/a.json'), '1');
  world.clock.push(HOUR);
  const { ledger } = world.project;
  assert.equal((await ledger.look()).get(id)?.isWaiting, false);
  const now = world.host.clock.now();
  const run = { occ: 'event:0', gen: 0, token: 't1', at: now };
  await ledger.act(id, now, state => ({
    set: takenWait(state?.fields()['waits_for'], state?.observation),
    run: { ...run, event: 'claimed' },
  }));
  const end = async (exitCode: number): Promise<void> => {
    const exit = { exitCode, words: `exit code ${exitCode}` };
    await ledger.act(id, now, state => endOf(state, {}, { ...run, event: 'ended', exit_code: exitCode }, exit));
  };
  return { folder, world, id, end };
}

test('a run is about what was there when it was claimed; what changes meanwhile is the next event', async () => {
  const { folder, world, id, end } = await claimed();
  await writeFile(join(folder, 'out/a.json'), '2');
  await end(0);
  assert.equal(await group(world, id), 'Overdue');
  await world.value('done', id);
  assert.equal(await group(world, id), 'Waiting');
  const handled = world.rows().map(row => (row['waits_for'] as { handled?: number })['handled'] ?? 0);
  assert.deepEqual(handled, [0, 0, 1, 2]);
});

test('done counts what the person sees, whatever a run took up that failed or goes on', async () => {
  for (const exitCode of [1, 130, undefined]) {
    const { folder, world, id, end } = await claimed();
    if (exitCode !== undefined) {
      await end(exitCode);
      const waits = world.rows().at(-1)?.['waits_for'] as Readonly<Record<string, unknown>>;
      assert.equal(waits['taken'], undefined, 'the run is over');
    }
    await writeFile(join(folder, 'out/a.json'), '2');
    await world.value('done', id);
    assert.equal(await group(world, id), 'Waiting', String(exitCode));
  }
});

test('links and folders that lead elsewhere are not followed, and patterns that mean too much are refused', async () => {
  const { folder, world } = await here();
  const outside = await emptyFolder();
  await writeFile(join(outside, 'a.json'), '1');
  const id = await add(world, '--when-file', '**/*.json');
  await symlink(outside, join(folder, 'linked'));
  await symlink(join(outside, 'a.json'), join(folder, 'out/link.json'));
  world.clock.push(HOUR);
  assert.equal(await group(world, id), 'Waiting');
  assert.match(await world.refusal('add', 'x', '--when-file', '../*.json'), /stay inside the folder/);
  await Promise.all(Array.from({ length: 201 }, (_, n) => writeFile(join(folder, 'out', `${n}.txt`), '')));
  assert.match(await world.refusal('add', 'x', '--when-file', 'out/*'), /more than 200 files/);
});

test('an entry after another is due when that one is done, and stays waiting where it is cancelled', async () => {
  const { world } = await here();
  const [first, other] = [await world.add('First', '1d'), await world.add('Other', '1d')];
  const id = await add(world, '--after', first);
  const never = await add(world, '--after', other);
  assert.equal(await group(world, id), 'Waiting');
  await world.value('done', first);
  await world.value('cancel', other);
  assert.deepEqual([await group(world, id), await group(world, never)], ['Overdue', 'Waiting']);
  const doubt = await world.value('show', never);
  assert.match(String(doubt['waits_problem']), /is cancelled/);
  assert.equal((await world.value('done', id))['status'], 'done');
});

test('an entry that is waited for is named by its title, in the message and in the list', async () => {
  const { world } = await here();
  const first = await world.add('Port the\u202E queue', '1d');
  const said = await world.say('add', 'Look at it', '--after', first);
  assert.equal(said.ok && said.say, 'Scheduled for "Port the queue" to be done.');
  const listed = async (): Promise<string> => {
    const reply = await world.say('list');
    return reply.ok ? reply.say : '';
  };
  assert.match(await listed(), /waits for "Port the queue" to be done/);
  await world.value('edit', first, '--title', 'Port the tests');
  assert.match(await listed(), /waits for "Port the tests" to be done/);
  assert.match(
    await world
      .say('show', String((await world.value('add', 'x', '--after', first)).id))
      .then(reply => (reply.ok ? reply.say : '')),
    /Waits for: {3}"Port the tests" to be done/,
  );
});

test('after an entry that repeats it comes each time that is done, and not when it is skipped', async () => {
  const { world } = await here();
  const first = await add(world, '--every', '1h');
  const id = await add(world, '--after', first);
  world.clock.push(HOUR);
  await world.value('skip', first);
  assert.equal(await group(world, id), 'Waiting');
  world.clock.push(HOUR);
  await world.value('done', first);
  assert.equal(await group(world, id), 'Overdue');
  await world.value('done', id);
  assert.equal(await group(world, id), 'Waiting');
  world.clock.push(HOUR);
  await world.value('done', first);
  assert.equal(await group(world, id), 'Overdue');
});

test('show names the earliest time of an entry that waits', async () => {
  const { world } = await here();
  const id = await add(world, '--when-file', 'out/*', '--when', '2h');
  const shown = await world.say('show', id);
  assert.match(shown.ok ? shown.say : '', /\nDue: +no earlier than .* \(in 2 h\)\n/);
});

test('a repeat that ends by being skipped was not done, and one that is cancelled was done before', async () => {
  const { world } = await here();
  const skipped = await add(world, '--every', '1h', '--count', '1');
  const afterSkipped = await add(world, '--after', skipped);
  world.clock.push(HOUR);
  await world.value('skip', skipped);
  assert.equal((await world.value('show', skipped))['status'], 'done');
  assert.equal(await group(world, afterSkipped), 'Waiting');

  const cancelled = await add(world, '--every', '1h');
  const afterCancelled = await add(world, '--after', cancelled);
  world.clock.push(HOUR);
  await world.value('done', cancelled);
  await world.value('cancel', cancelled);
  assert.equal(await group(world, afterCancelled), 'Overdue');
});

test('the last time of a repeat that has ended comes once', async () => {
  const { world } = await here();
  const first = await add(world, '--every', '1h', '--count', '2');
  const id = await add(world, '--after', first);
  world.clock.push(HOUR);
  await world.value('done', first);
  await world.value('done', id);
  assert.equal(await group(world, id), 'Waiting');
  world.clock.push(HOUR);
  await world.value('done', first);
  assert.equal(await group(world, id), 'Overdue');
  await world.value('done', id);
  assert.equal(await group(world, id), 'Waiting');
});

test('a repeat that another program closed as done was done', async () => {
  const { world } = await here();
  const first = await add(world, '--every', '1h');
  const id = await add(world, '--after', first);
  await world.project.log.append([JSON.stringify({ id: first, status: 'done' })]);
  assert.equal(await group(world, id), 'Overdue');
});

test('what cannot be waited for is refused with what to do', async () => {
  const { world } = await here();
  const closed = await world.add('Closed', '1d');
  await world.value('done', closed);
  assert.match(await world.refusal('add', 'x', '--after', closed), /is already done/);
  assert.match(await world.refusal('add', 'x', '--after', 'nobody'), /No entry of this schedule has that id/);
  assert.match(await world.refusal('add', 'x', '--when-exits', '999999999'), /no process/);
  assert.match(await world.refusal('add', 'x', '--when-merged', 'topic'), /Git cannot be asked|no such branch/);
  assert.match(await world.refusal('add', 'x', '--when-file', 'a', '--when-exits', '1'), /waits for one thing/);
  assert.match(await world.refusal('add', 'x', '--when-file', 'a', '--every', '1h'), /Make two entries/);
});

test('an entry is due when the process has exited', async () => {
  const { world } = await here();
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const id = await add(world, '--when-exits', String(child.pid));
  assert.equal(await group(world, id), 'Waiting');
  child.stdin.end();
  await once(child, 'exit');
  world.clock.push(HOUR);
  assert.equal(await group(world, id), 'Overdue');
});

test('an entry of another machine that waits for its process cannot be told here', async () => {
  const folder = await emptyFolder();
  for (const where of [{ host: 'elsewhere' }, { host: hostname(), machine: 'ab'.repeat(16) }]) {
    const row = { id: 'x', waits_for: { exits: 1, ...where }, payload: { message: 'x' } };
    const world = worldIn(folder, `${JSON.stringify(row)}\n`);
    const shown: Answer = await world.value('show', 'x');
    assert.equal(shown['group'], 'Waiting');
    assert.match(String(shown['waits_problem']), /another machine/);
  }
});

test('an entry is due when the branch is merged, also where it was deleted then', async () => {
  for (const then of ['kept', 'deleted', 'fast-forward']) {
    const repository = await Repository.make();
    const { folder } = repository;
    await repository.commit({ a: '1' });
    await repository.git('checkout', '--quiet', '-b', 'topic/x');
    const world = worldIn(folder);
    assert.match(await world.refusal('add', 'x', '--when-merged', 'topic/x'), /already in main/);
    await repository.commit({ b: '2' });
    const id = await add(world, '--when-merged', 'topic/x');
    assert.equal((await world.value('show', id))['waits'], 'topic/x to be merged into main');
    assert.equal(await group(world, id), 'Waiting');
    await repository.git('checkout', '--quiet', 'main');
    await repository.git('merge', '--quiet', ...(then === 'fast-forward' ? [] : ['--no-ff', '--no-edit']), 'topic/x');
    if (then === 'deleted') {
      await repository.git('branch', '--quiet', '-d', 'topic/x');
    }
    world.clock.push(HOUR);
    const shown = await world.value('show', id);
    assert.equal(shown['group'], 'Overdue', then);
    assert.ok(Number(shown['late_ms']) < HOUR + 60_000, then);
    assert.equal((await world.value('done', id))['status'], 'done');
  }
});

test('an entry that a file defines is paused or its file deleted, not cancelled', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, '.sf/schedules'), { recursive: true });
  await writeFile(join(folder, '.sf/schedules/report.md'), '---\nevery: 1h\n---\n');
  const world = worldIn(folder);
  assert.match(await world.refusal('cancel', 'schedule:report'), /Delete the file, or pause/);
  assert.equal((await world.value('pause', 'schedule:report'))['group'], 'Repeating');
  assert.equal((await world.value('resume', 'schedule:report'))['paused'], false);
});
