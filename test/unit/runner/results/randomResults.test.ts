import { test } from 'node:test';
import { seed } from '../../../support/property.ts';
import { tryOne } from '../../../support/randomResults.ts';

test('the checkout changes by Keep alone, and nothing of a run is lost', async t => {
  t.diagnostic(`3 cases; DEFER_SEED=${seed} repeats them`);
  for (let index = 0; index < 3; index += 1) {
    const one = seed + index;
    await tryOne(one).catch((error: unknown) => {
      throw new Error(`case ${one}`, { cause: error });
    });
  }
});
