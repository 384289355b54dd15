import assert from 'node:assert/strict';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DAY, HOUR, instant, toIso, type Duration } from '../../../../src/core/basics/time.ts';
import { agentHost } from '../../../../src/verbs/agentHost.ts';
import { askVerb } from '../../../../src/verbs/askVerb.ts';
import { pause } from '../../../../src/verbs/acts/pause.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { createWorld, type World } from '../../../support/world.ts';

const ID = 'schedule:report';
const TEXT = '---\n# mornings\ncron: 0 9 * * *\nenabled: true\n---\nWrite it.\n';

/** A world on a disk, some time ago, whose one schedule file was made at its beginning. */
async function worldWithFile(ago: Duration = HOUR): Promise<{ readonly world: World; readonly path: string }> {
  const folder = await emptyFolder();
  await mkdir(join(folder, '.sf/schedules'), { recursive: true });
  const path = join(folder, '.sf/schedules/report.md');
  await writeFile(path, TEXT);
  const world = createWorld({ folder, now: toIso(instant(Date.now() - ago)) });
  await dateFile(world, path);
  return { world, path };
}

/** A file that Defer writes gets the time of the machine. This gives it that of the world. */
const dateFile = (world: World, path: string): Promise<void> =>
  utimes(path, world.clock.now() / 1000, world.clock.now() / 1000);

async function pictureOf(world: World): Promise<Record<string, unknown>> {
  const { updated_at: _, line: __, ...picture } = await world.value('show', ID);
  return picture;
}

for (const [name, wait] of [
  ['before it is due', 0],
  ['when it is overdue', 3 * DAY],
] as const) {
  test(`undo takes back a pause that was written into a schedule file, ${name}`, async () => {
    const { world, path } = await worldWithFile(wait);
    world.clock.push(wait);
    const before = await pictureOf(world);
    await world.value('pause', ID);
    assert.match(await readFile(path, 'utf8'), /enabled: false/);
    assert.equal((await pictureOf(world))['paused'], true);
    await world.value('undo');
    assert.equal(await readFile(path, 'utf8'), TEXT);
    assert.deepEqual(await pictureOf(world), before);
    assert.deepEqual(await world.value('history', ID), [], 'nothing counts as skipped');
  });
}

test('undo takes back a resume that was written into a schedule file, with what counted as skipped', async () => {
  const { world, path } = await worldWithFile(3 * DAY);
  await world.value('snooze', ID, '30h');
  await world.value('pause', ID);
  await dateFile(world, path);
  world.clock.push(3 * DAY);
  const before = await pictureOf(world);
  await world.value('resume', ID);
  assert.notDeepEqual(await world.value('history', ID), []);
  await world.value('undo');
  assert.match(await readFile(path, 'utf8'), /enabled: false/);
  assert.deepEqual(await pictureOf(world), before);
  assert.deepEqual(await world.value('history', ID), []);
});

test('what came before a switch is undone after it, not instead', async () => {
  const { world, path } = await worldWithFile();
  const id = await world.add('Read the logs', '2h');
  await world.value('pause', ID);
  await world.value('undo');
  assert.equal(await readFile(path, 'utf8'), TEXT);
  assert.equal((await world.value('show', id))['status'], 'pending');
  assert.equal((await world.value('undo'))['status'], 'cancelled');
});

test('a switch is not undone once the file was switched by hand', async () => {
  const { world, path } = await worldWithFile();
  await world.value('pause', ID);
  await writeFile(path, TEXT);
  assert.match(await world.refusal('undo'), /was changed since, so nothing was undone/);
  assert.equal(await readFile(path, 'utf8'), TEXT);
});

test('a pause of a schedule file settles what was allowed, as a pause of a row does', async () => {
  const { world } = await worldWithFile();
  const settled: string[] = [];
  const approvals = world.host.approvals;
  assert.ok(approvals);
  const host = {
    ...world.host,
    approvals: {
      ...approvals,
      settle: async (_: unknown, { id }: { readonly id: string }) => void settled.push(`settled ${id}`),
      takeBack: async (_: unknown, id: string) => void settled.push(`taken back ${id}`),
    },
  };
  assert.ok((await askVerb(host, pause, { id: ID })).ok);
  assert.deepEqual(settled, [`settled ${ID}`]);
});

test('a person does not undo the pause of an agent', async () => {
  const { world, path } = await worldWithFile();
  assert.ok((await askVerb(agentHost(world.host, 'agent:claude'), pause, { id: ID })).ok);
  assert.match(await world.refusal('undo'), /nothing to undo/);
  assert.match(await readFile(path, 'utf8'), /enabled: false/);
});
