import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import { settleResults } from '../../../../src/runner/results/settleResults.ts';
import { seed } from '../../../support/property.ts';
import { makeRepositoryPlace, type RepositoryPlace } from '../../../support/worktreeRuns.ts';

/** How many runners are killed: the campaign, which sets DEFER_CASES=all, kills them all. */
const KILLS = process.env['DEFER_CASES'] === 'all' ? 200 : 4;

/** The longest that a runner is left alone, in ms: a little more than a whole run takes. */
const LONGEST = 1600;

/** What the agent commits is noted outside, so that it is known whatever becomes of the worktree. */
const SCRIPT = [
  'echo x > first.txt; git add first.txt; git commit -qm first',
  'git rev-parse HEAD >> ../../../../commits',
  'echo y > second.txt; sleep 0.2; git add second.txt; git commit -qm second',
  'git rev-parse HEAD >> ../../../../commits',
  'echo z > third.txt',
].join('\n');

/** A number from 0 to 1 that the seed and a count give. */
const chance = (count: number): number => ((seed + count * 2_654_435_761) % 2 ** 32) / 2 ** 32;

const foldersIn = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path) : []);

/** The worktrees on the disk and in git, and the branches, that no record names. */
async function unnamed(place: RepositoryPlace): Promise<readonly string[]> {
  const records = await place.records();
  const folder = join(place.home, 'worktrees');
  const onDisk = foldersIn(folder).flatMap(one => foldersIn(join(folder, one)).map(key => join(folder, one, key)));
  const listed = place.git('worktree', 'list', '--porcelain').split('\n');
  const inGit = listed.flatMap(line => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []));
  const branches = place.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/defer').split('\n');
  return [
    ...[...onDisk, ...inGit.slice(1)].filter(path => !records.some(({ worktree }) => worktree === path)),
    ...branches.filter(name => name !== '' && !records.some(({ branch }) => branch === name)),
  ];
}

test('a runner that is killed loses no commit and leaves the checkout alone', async t => {
  t.diagnostic(`${KILLS} kills; DEFER_SEED=${seed} repeats them`);
  const states = new Map<string, number>();
  for (let count = 0; count < KILLS; count += 1) {
    const place = makeRepositoryPlace();
    place.script(SCRIPT);
    const before = place.checkout();
    const id = await place.add({ payload: { message: 'x', prompt: 'x', agent: 'claude', in: 'worktree' } });
    const runner = place.runner(await place.claim(id), { PATH: `${place.bin}:${process.env['PATH'] ?? ''}` });
    const after = Math.floor(chance(count) * LONGEST);
    const timer = setTimeout(() => runner.process.kill('SIGKILL'), after);
    // Only once the agent has ended as well, which may outlive its runner.
    await runner.end;
    clearTimeout(timer);
    await settleResults(place.home, instant(Date.now()));
    const [record] = await place.records();
    const state = record?.state ?? 'none';
    states.set(state, (states.get(state) ?? 0) + 1);
    const noted = join(place.root, 'commits');
    const commits = existsSync(noted) ? readFileSync(noted, 'utf8').split('\n').filter(Boolean) : [];
    const where = `killed after ${after} ms, ${state}`;
    for (const commit of commits) {
      assert.notEqual(place.git('branch', '--list', '--contains', commit, 'defer/*'), '', where);
    }
    assert.deepEqual(place.checkout(), before, where);
    assert.deepEqual(await unnamed(place), [], where);
    assert.notEqual(state, 'running', where);
    assert.equal(commits.length > 0 ? state : 'unread', 'unread', where);
    place.remove();
  }
  t.diagnostic(`states: ${JSON.stringify(Object.fromEntries(states))}`);
});
