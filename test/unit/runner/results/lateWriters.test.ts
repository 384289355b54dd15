import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createResultDesk } from '../../../../src/runner/results/localResults.ts';
import { until } from '../../../support/runnerPlace.ts';
import { makeRepositoryPlace, type RepositoryPlace } from '../../../support/worktreeRuns.ts';

describe('a process that outlives its run', () => {
  let place: RepositoryPlace;
  const payload = {
    message: 'Look',
    prompt: 'Look.',
    agent: 'claude',
    mode: 'callback',
    session: 'mine',
    in: 'worktree',
  };
  beforeEach(() => {
    place = makeRepositoryPlace();
  });
  afterEach(() => place.remove());

  it('keeps what it writes where the worktree was, and no later run is held up by it', async () => {
    const [root, go] = [place.root, join(place.root, 'go')];
    const waits = `while [ -d "${root}" ] && [ ! -e "${go}" ]; do sleep 0.05; done`;
    const writes = 'mkdir -p "$here"; echo late > "$here/late.txt"';
    place.script(`( here=$PWD; ${waits}; ${writes} ) >/dev/null 2>&1 </dev/null &`);
    assert.equal((await place.runEntry(await place.add({ payload }))).code, 0);
    const [first] = await place.records();
    assert.ok(first);
    assert.deepEqual([first.state, existsSync(join(first.worktree, 'a.txt'))], ['nothing', false]);
    writeFileSync(go, '');
    await until('what it writes', () => existsSync(join(first.worktree, 'late.txt')));
    const desk = createResultDesk(place.home, place.clock);
    const problem = (await desk.problems()).find(({ path }) => path === first.worktree);
    assert.match(problem?.text ?? '', /is over, and its worktree is still there/);
    await desk.clean();
    assert.equal(readFileSync(join(first.worktree, 'late.txt'), 'utf8'), 'late\n', 'nobody deletes it');
    place.script('echo work > work.txt');
    const next = await place.runEntry(await place.add({ payload }));
    assert.deepEqual([next.code, next.err.includes('could not be made')], [0, false], next.err);
    const [second] = await place.records();
    assert.deepEqual([second?.state, second?.worktree], ['unread', first.worktree]);
    assert.equal(readFileSync(`${first.worktree}.late/late.txt`, 'utf8'), 'late\n');
    assert.match(
      (await desk.problems()).find(({ path }) => path.endsWith('.late'))?.text ?? '',
      /A process that outlived its run/,
    );
  });
});
