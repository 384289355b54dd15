import { test } from 'node:test';
import { ACTS, survivesDeath } from '../../../support/resultDeath.ts';

for (const act of ACTS) {
  test(`a kill at a step of ${act} loses nothing, and another one finishes the job`, async t => {
    await survivesDeath(t, act, 17);
  });
}
