import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { MINUTE } from '../../../../src/core/basics/time.ts';
import type { WorktreePlan } from '../../../../src/core/agent/worktreePlan.ts';
import { beginResult, type BegunResult } from '../../../../src/runner/results/beginResult.ts';
import { readResult } from '../../../../src/runner/results/resultRecord.ts';
import { settleResults } from '../../../../src/runner/results/settleResults.ts';
import type { Claim } from '../../../../src/runner/start/claim.ts';
import { giveUpToken } from '../../../../src/runner/start/tokenUse.ts';
import { put, runWith, type RunPlace } from '../../../support/results.ts';

const RUN = 'ab'.repeat(16);

/** Begins a run in a worktree of its own, and what its runner says. */
async function begin(place: RunPlace): Promise<{ readonly begun: BegunResult; readonly said: string[] }> {
  const { record, home, clock } = place;
  const { checkout, repository, base } = record;
  const plan: WorktreePlan = {
    ...{ checkout, repository, base, key: RUN, prefix: '', title: 'Run', branchWords: 'Run' },
    brings: { copy: [], link: [] },
  };
  const run = { entryId: 'run', occ: 'once', agent: 'claude', cwd: checkout, worktree: plan };
  const claim = { token: RUN, folder: checkout, folders: [checkout], plan: run } as unknown as Claim;
  const said: string[] = [];
  const begun = await beginResult(claim, plan, clock.now(), { home, say: text => void said.push(text) });
  assert.ok(!isRefusal(begun), isRefusal(begun) ? begun.why : '');
  return { begun, said };
}

for (const act of ['keep', 'discard'] as const) {
  test(`a decision stands that came before the end of a run that was given up: ${act}`, async () => {
    const place = await runWith();
    const { begun } = await begin(place);
    const worktree = begun.claim.plan.cwd;
    put(worktree, { 'new.txt': 'work\n' });
    // A person says that the run is over, and decides; its runner is still there.
    await giveUpToken(place.home, RUN);
    assert.equal((await place.desk.list()).find(({ token }) => token === RUN)?.state, 'unread');
    assert.ok(!isRefusal(await place.desk[act](RUN)));
    const decided = await readResult(place.home, RUN);
    await begun.end(place.clock.now());
    assert.deepEqual(await readResult(place.home, RUN), decided);
  });
}

test('the end of a run and those who take it for ended leave one record, and a worktree only where it holds something', async () => {
  for (const isEmpty of [true, false]) {
    for (const wait of [0, 5, 20, 60]) {
      const place = await runWith();
      const { begun, said } = await begin(place);
      const worktree = begun.claim.plan.cwd;
      put(worktree, isEmpty ? {} : { 'new.txt': 'work\n' });
      await giveUpToken(place.home, RUN);
      const settle = async (): Promise<void> => {
        await new Promise(resolve => setTimeout(resolve, wait));
        await settleResults(place.home, place.clock.now());
      };
      await Promise.all([begun.end(place.clock.now()), settle(), settle(), begun.end(place.clock.now())]);
      const record = await readResult(place.home, RUN);
      assert.deepEqual(
        [record?.state, existsSync(worktree), said],
        [isEmpty ? 'nothing' : 'unread', !isEmpty, []],
        `${wait}`,
      );
      const records = readdirSync(join(place.home, 'results')).filter(name => name.startsWith(RUN));
      assert.deepEqual(records, [`${RUN}.json`]);
    }
  }
});

test('the end of a run is kept where its record is gone', async () => {
  const place = await runWith();
  const { begun } = await begin(place);
  put(begun.claim.plan.cwd, { 'new.txt': 'work\n' });
  rmSync(join(place.home, 'results', `${RUN}.json`));
  place.clock.ahead += MINUTE;
  await begun.end(place.clock.now());
  assert.equal((await readResult(place.home, RUN))?.state, 'unread');
});
