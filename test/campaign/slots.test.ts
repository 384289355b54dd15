import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../support/property.ts';
import { histories } from '../support/slotHistory.ts';
import { live } from '../support/slotWorld.ts';

test('10,000 histories of a repeat, of up to 30 acts, keep the law of the slot', async t => {
  await holds(t, fc.asyncProperty(histories(30), live));
});
