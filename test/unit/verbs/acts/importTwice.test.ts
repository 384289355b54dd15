import assert from 'node:assert/strict';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { digest } from '../../../../src/store/disk/digest.ts';
import type { ImportReport } from '../../../../src/render/review/importText.ts';
import { emptyFolder, place } from '../../../support/folder.ts';
import { createWorld, type Answer, type World } from '../../../support/world.ts';

/**
 * Every task of a source arrives, under an id that does not depend on what was named: its folder, one inside, or a file
 * alone; so that importing again adds nothing.
 */
const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import');

const take = (world: World, ...words: readonly string[]): Promise<ImportReport> => world.value('import', ...words);

/** All entries as `id title`, sorted. */
const standing = async (world: World): Promise<readonly string[]> =>
  (await world.value<Answer[]>('list', '--all')).map(({ id, title }) => `${id} ${String(title)}`).sort();

const titles = async (world: World): Promise<readonly unknown[]> =>
  (await world.value<Answer[]>('list', '--all')).map(({ title }) => title).sort();

/** Imports paths one after the other; all that comes after the first adds nothing and finds nothing changed. */
async function sameByAll(system: string, paths: readonly string[], world = createWorld()): Promise<void> {
  const [first = '', ...others] = paths;
  await take(world, system, first);
  const before = await standing(world);
  for (const path of others) {
    const { added, files, changed } = await take(world, system, path);
    assert.deepEqual([added, files, changed, await standing(world)], [[], [], [], before], path);
  }
}

const nightly = (summary: string, created: string, runAt: string, more: object = {}): string =>
  JSON.stringify({
    ...{ id: 'nightly', created_at: created, run_at: runAt, type: 'deferred_task', intent: 'resume_task' },
    ...{ context: { summary }, status: 'scheduled', attempts: 0, ...more },
  });

describe('tasks of agent-defer that share an id', () => {
  const SECOND = '2026-11-22T10:00:00Z';
  const a = nightly('A', '2026-11-20T10:00:00Z', '2026-11-26T01:00:00Z');
  const b = nightly('B', SECOND, '2026-11-27T01:00:00Z');
  const c = nightly('C', SECOND, '2026-11-28T01:00:00Z');
  const lines = (...tasks: readonly string[]): string => `${tasks.join('\n')}\n`;
  const orders = [
    [a, b, c],
    [c, b, a],
    [b, a, c],
  ];

  it('arrive each under an id of its own, the same in whatever order their lines stand', async () => {
    const worlds = await Promise.all(
      orders.map(async tasks => {
        const world = createWorld();
        const folder = await place({ 'deferred.jsonl': lines(...tasks) });
        const report = await take(world, 'agent-defer', folder);
        assert.deepEqual([report.added.length, report.problems], [3, []]);
        const own = report.notes.flatMap(({ text }) => /gets the id (\S+) here/.exec(text)?.[1] ?? []);
        assert.equal(new Set(own).size, 2, 'two ids of their own are named');
        for (const again of orders) {
          await writeFile(join(folder, 'deferred.jsonl'), lines(...again));
          const { added, already, changed } = await take(world, 'agent-defer', folder);
          assert.deepEqual([added, already.length, changed], [[], 3, []]);
        }
        return standing(world);
      }),
    );
    assert.deepEqual(worlds[1], worlds[0]);
    assert.deepEqual(worlds[2], worlds[0]);
    // Ids that imports gave before: the earliest keeps its own, one of another moment has a digest of both.
    assert.ok(worlds[0]?.includes('nightly A'));
    assert.ok(worlds[0]?.some(text => text.startsWith(`agent-defer-${digest('nightly 2026-11-22T10:00:00.000Z')} `)));
  });

  it('arrive each, file by file, and are then known in the whole', async () => {
    const tasks = [a, b, c];
    for (const order of [tasks, [...tasks].reverse()]) {
      const world = createWorld();
      for (const task of order) {
        await take(world, 'agent-defer', await place({ 'deferred.jsonl': lines(task) }));
      }
      assert.deepEqual(await titles(world), ['A', 'B', 'C']);
      const { added, already, changed } = await take(
        world,
        'agent-defer',
        await place({ 'archive/deferred_202611.jsonl': lines(a), 'deferred.jsonl': lines(c, b) }),
      );
      assert.deepEqual([added, already.length, changed], [[], 3, []]);
    }
  });

  it('of which one was there at first and the other came later: the other arrives', async () => {
    const world = createWorld();
    const folder = await place({ 'deferred.jsonl': lines(a, c) });
    await take(world, 'agent-defer', folder);
    await writeFile(join(folder, 'deferred.jsonl'), lines(a, b, c));
    assert.deepEqual(
      (await take(world, 'agent-defer', folder)).added.map(({ title }) => title),
      ['B'],
    );
    assert.deepEqual(await titles(world), ['A', 'B', 'C']);
  });

  it('and say the same of different times, with an id and without', async () => {
    const early = nightly('Look', SECOND, '2026-11-27T01:00:00Z');
    const late = nightly('Look', SECOND, '2026-11-28T01:00:00Z');
    const without = (text: string): string =>
      text.replace('"id":"nightly",', '').replace(`"created_at":"${SECOND}",`, '');
    for (const tasks of [
      [early, late],
      [without(early), without(late)],
    ]) {
      const world = createWorld();
      const folder = await place({ 'deferred.jsonl': lines(...tasks) });
      assert.equal((await take(world, 'agent-defer', folder)).added.length, 2);
      await writeFile(join(folder, 'deferred.jsonl'), lines(...[...tasks].reverse()));
      assert.deepEqual((await take(world, 'agent-defer', folder)).added, []);
    }
  });

  it('are known when one went on there: no other takes its place, and none is added', async () => {
    const world = createWorld();
    const folder = await place({ 'deferred.jsonl': lines(a, b, c) });
    await take(world, 'agent-defer', folder);
    const over = nightly('B', SECOND, '2026-11-27T01:00:00Z', {
      status: 'completed',
      completed_at: '2026-11-27T01:01:00Z',
    });
    await writeFile(join(folder, 'deferred.jsonl'), lines(a, over, c));
    const { added, already, changed } = await take(world, 'agent-defer', folder);
    assert.deepEqual([added, already.length, changed.length], [[], 2, 1]);
    assert.equal((await world.value('show', changed[0]?.id ?? ''))['title'], 'B');
  });

  it('keep the id that is none here, beside the one that two share', async () => {
    const odd = [1, 2].map(day =>
      nightly('Look', SECOND, `2026-12-0${day}T00:00:00Z`).replace('nightly', '../nightly'),
    );
    const world = createWorld();
    await take(world, 'agent-defer', await place({ 'deferred.jsonl': lines(...odd) }));
    assert.deepEqual(
      world.rows().map(row => (row['imported'] as Answer).id),
      ['../nightly', '../nightly'],
    );
  });
});

describe('which folder or file was named makes no difference', () => {
  it('to agent-defer: tasks, then an archive, then all of it', async () => {
    const root = join(FIXTURES, 'agent-defer');
    const files = ['deferred.jsonl', 'archive/deferred_202610.jsonl'].map(file => join(root, file));
    const whole = createWorld();
    await take(whole, 'agent-defer', root);
    for (const paths of [[...files, root], [...files].reverse()]) {
      const world = createWorld();
      for (const path of paths) {
        assert.deepEqual((await take(world, 'agent-defer', path)).changed, [], path);
      }
      assert.deepEqual(await titles(world), await titles(whole));
      assert.deepEqual((await take(world, 'agent-defer', root)).added, []);
    }
  });

  it('to duragent, whose file has no id', async () => {
    const text = 'schedule:\n  at: {at: "2026-12-01T00:00:00Z"}\npayload:\n  message: {message: Look}\n';
    const root = await place({ 'schedules/daily.yaml': text });
    const [folder, file] = [join(root, 'schedules'), join(root, 'schedules', 'daily.yaml')];
    await sameByAll('duragent', [root, folder, file, root]);
    await sameByAll('duragent', [file, folder, root]);
    const world = createWorld();
    const { added } = await take(world, 'duragent', folder);
    assert.equal(added[0]?.id, `duragent-${digest('schedules/daily.yaml')}`, 'the id that naming the root gives');
  });

  it('to A3S, with a name that is no file’s everywhere, and with the two folders that it has', async () => {
    const text = '---\ncron: 0 9 * * *\n---\nReport.\n';
    const ids = {
      schedules: `a3s-${digest('schedules/täglich.md')}`,
      '.a3s/schedules': `a3s-${digest('.a3s/schedules/täglich.md')}`,
    };
    for (const [inside, id] of Object.entries(ids)) {
      const root = await place({ [`${inside}/täglich.md`]: text });
      const paths = [root, join(root, inside, '..'), join(root, inside), join(root, inside, 'täglich.md')];
      const world = createWorld({ folder: await emptyFolder() });
      const { files } = await take(world, 'a3s', root);
      assert.deepEqual(
        files.map(({ file }) => file),
        [`.sf/schedules/${id}.md`],
        'as naming the root names it',
      );
      await sameByAll('a3s', paths, world);
      await sameByAll('a3s', [...paths].reverse(), createWorld({ folder: await emptyFolder() }));
    }
  });

  it('to A3S: two files of one name arrive both, as often as they are imported', async () => {
    for (const name of ['report.md', 'täglich.md']) {
      const root = await place({
        [`schedules/${name}`]: '---\ncron: 0 9 * * *\n---\nOne.\n',
        [`.a3s/schedules/${name}`]: '---\ncron: 0 10 * * *\n---\nTwo.\n',
      });
      for (const order of [[root], [join(root, '.a3s', 'schedules'), root]]) {
        const folder = await emptyFolder();
        const world = createWorld({ folder });
        for (const path of order) {
          await take(world, 'a3s', path);
        }
        assert.equal((await readdir(join(folder, '.sf', 'schedules'))).length, 2, name);
        const rehearsal = await take(world, 'a3s', root, '--dry-run');
        assert.deepEqual([rehearsal.files, rehearsal.already.length, rehearsal.changed], [[], 2, []]);
        await sameByAll('a3s', [root, root], world);
        assert.deepEqual(await world.value<{ problems: unknown[] }>('doctor').then(({ problems }) => problems), []);
      }
    }
  });

  it('to A3S: a job without an id, when one before it has gone', async () => {
    const jobs = ['lint', 'backup'].map(name => ({ name, schedule: '0 3 * * *', command: name, status: 'active' }));
    const root = await place({ 'cron/jobs.json': JSON.stringify(jobs) });
    const world = createWorld();
    assert.equal((await take(world, 'a3s', root)).added.length, 2);
    await writeFile(join(root, 'cron', 'jobs.json'), JSON.stringify(jobs.slice(1)));
    const again = await take(world, 'a3s', root);
    assert.deepEqual([again.added, again.already.length, again.changed], [[], 1, []]);
  });

  it('to SF, whose milestone has no id', async () => {
    const root = await place({ '.sf/milestones/first.yaml': 'title: First\nschedule:\n  - in: 4w\n    title: Look\n' });
    const inside = [root, join(root, '.sf'), join(root, '.sf', 'milestones')];
    const paths = [...inside, join(root, '.sf', 'milestones', 'first.yaml')];
    await sameByAll('sf', paths);
    await sameByAll('sf', [...paths].reverse());
    const world = createWorld();
    const { added } = await take(world, 'sf', paths[2] ?? '');
    const idBy = (file: string): string => `sf-${digest(`${file} undefined Look 1`)}`;
    assert.equal(added[0]?.id, idBy('.sf/milestones/first.yaml'), 'the id that naming the root gives');
  });

  it('to the fixtures, from each of their folders', async () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['duragent', ['.', 'schedules']],
      ['sf', ['.', '.sf']],
      ['sf', ['.', '.sf/milestones']],
    ];
    for (const [system, folders] of cases) {
      await sameByAll(
        system,
        folders.map(folder => join(FIXTURES, system, folder)),
      );
    }
    const copy = await emptyFolder();
    await cp(join(FIXTURES, 'a3s'), copy, { recursive: true });
    await sameByAll('a3s', [copy, join(copy, 'schedules')], createWorld({ folder: await emptyFolder() }));
  });
});
