import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../../../support/property.ts';
import { histories } from '../../../support/slotHistory.ts';
import { live, liveTwice } from '../../../support/slotWorld.ts';

test('each slot of a repeat is dealt with once, and what comes after it follows what was done alone', async t => {
  await holds(t, fc.asyncProperty(histories(12), live), 1500);
});

test('an act that is undone leaves the repeat as it was, and can be done once more', async t => {
  await holds(t, fc.asyncProperty(histories(12), liveTwice), 1000);
});
