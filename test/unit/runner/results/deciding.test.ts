import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import type { WorktreePlan } from '../../../../src/core/agent/worktreePlan.ts';
import { beginResult } from '../../../../src/runner/results/beginResult.ts';
import { readResult } from '../../../../src/runner/results/resultRecord.ts';
import type { Claim } from '../../../../src/runner/start/claim.ts';
import { put, runWith, TOKEN, type RunPlace } from '../../../support/results.ts';

const NEXT = 'ab'.repeat(16);

/** Begins another run in the worktree of a run, or in its place anew. */
function beginNext({ record, home, clock }: RunPlace): ReturnType<typeof beginResult> {
  const { checkout, repository, base, key } = record;
  const plan: WorktreePlan = {
    ...{ checkout, repository, base, key, prefix: '', title: 'Next', branchWords: 'Next', goesOn: TOKEN },
    brings: { copy: [], link: [] },
  };
  const run = { entryId: 'next', occ: 'once', agent: 'claude', cwd: checkout, worktree: plan };
  const claim = { token: NEXT, folder: checkout, folders: [checkout], plan: run } as unknown as Claim;
  return beginResult(claim, plan, clock.now(), { home, say: () => undefined });
}

for (const act of ['keep', 'discard'] as const) {
  test(`${act} takes no worktree away in which a run has begun meanwhile`, async () => {
    let begins = 0;
    const alone = await runWith();
    put(alone.worktree, { 'new.txt': 'work\n' });
    const started = performance.now();
    await alone.desk[act](TOKEN);
    const whole = performance.now() - started;
    for (const share of [0, 0.25, 0.5, 0.75]) {
      const place = await runWith();
      put(place.worktree, { 'new.txt': 'work\n' });
      const deciding = place.desk[act](TOKEN);
      await new Promise(resolve => setTimeout(resolve, share * whole));
      const begun = await beginNext(place);
      const decided = await deciding;
      const next = await readResult(place.home, NEXT);
      if (isRefusal(begun)) {
        assert.equal(next, undefined);
      } else {
        begins += 1;
        assert.match(isRefusal(decided) ? decided.why : 'decided', /A run (has begun|goes on)/);
        assert.equal(readFileSync(join(place.worktree, 'new.txt'), 'utf8'), 'work\n');
        assert.equal(next?.state, 'running');
        assert.equal((await readResult(place.home, TOKEN))?.state, 'superseded');
      }
    }
    assert.ok(begins > 0, 'some run was quicker');
  });
}

test('no run begins in a worktree about which a decision was cut off', async () => {
  const place = await runWith();
  put(place.worktree, { 'new.txt': 'work\n' });
  await place.write({ decidedAt: place.clock.now() });
  const begun = await beginNext(place);
  assert.match(isRefusal(begun) ? begun.why : 'begun', /being kept or discarded/);
  assert.equal(await readResult(place.home, NEXT), undefined);
  assert.ok(!isRefusal(await place.desk.discard(TOKEN)));
  assert.ok(!existsSync(place.worktree));
});
