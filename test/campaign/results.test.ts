import { test } from 'node:test';
import { seed } from '../support/property.ts';
import { tryOne } from '../support/randomResults.ts';
import { ACTS, survivesChange, survivesDeath, type Act } from '../support/resultDeath.ts';

const CASES = Number(process.env['DEFER_RESULTS'] ?? 300);

test('300 random repositories: the checkout changes by Keep alone, 0 commits lost', async t => {
  t.diagnostic(`${CASES} cases; DEFER_SEED=${seed} repeats them`);
  const counts = new Map<string, number>();
  let [commits, files] = [0, 0];
  for (let index = 0; index < CASES; index += 1) {
    const one = seed + index;
    const outcome = await tryOne(one).catch((error: unknown) => {
      throw new Error(`case ${one}`, { cause: error });
    });
    counts.set(outcome.what, (counts.get(outcome.what) ?? 0) + 1);
    commits += outcome.commits;
    files += outcome.files;
  }
  for (const [what, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    t.diagnostic(`${count} × ${what}`);
  }
  t.diagnostic(`0 of ${commits} commits lost, 0 of ${files} files lost`);
});

for (const act of ACTS) {
  test(`a kill at every step of ${act} loses nothing`, async t => {
    await survivesDeath(t, act, 1);
  });
}

for (const acts of [
  ['keep', 'discard'],
  ['discard', 'keep'],
  ['branch', 'keep'],
  ['keep', 'branch'],
] satisfies (readonly [Act, Act])[]) {
  test(`a kill of ${acts[0]} and then ${acts[1]} loses nothing`, async t => {
    await survivesChange(t, acts, 1);
  });
}
