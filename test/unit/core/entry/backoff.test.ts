import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BACKOFF, retryDelay } from '../../../../src/core/entry/backoff.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { holds } from '../../../support/property.ts';

const chances = fc.double({ min: 0, max: 1, noNaN: true });

describe('the wait before a retry', () => {
  it('is a minute, then twice as long each time, up to an hour', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map(failures => retryDelay(failures, BACKOFF, 0.5) / MINUTE);
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('spreads by a fifth to either side', () => {
    assert.deepEqual([retryDelay(1, BACKOFF, 0), retryDelay(1, BACKOFF, 1)], [48_000, 72_000]);
  });

  it('is min(cap, base × 2^k) × (0.8…1.2), whatever the base, the cap and the chance', t => {
    const spans = fc.integer({ min: 0, max: 48 * HOUR });
    const property = fc.property(
      fc.integer({ min: 1, max: 200 }),
      spans,
      spans,
      chances,
      (failures, base, cap, chance) => {
        const middle = Math.min(cap, base * 2 ** (failures - 1));
        const wait = retryDelay(failures, { base, cap }, chance);
        assert.ok(wait >= Math.floor(0.8 * middle) && wait <= Math.ceil(1.2 * middle), `${wait} of ${middle}`);
        assert.ok(Number.isSafeInteger(wait));
      },
    );
    holds(t, property);
  });

  it('is somewhere else for another chance, so that what failed together is not tried again together', t => {
    const property = fc.property(chances, chances, (one, other) => {
      const apart = Math.abs(one - other);
      const waits = [one, other].map(chance => retryDelay(1, BACKOFF, chance)) as [number, number];
      assert.ok(Math.abs(Math.abs(waits[0] - waits[1]) - apart * 0.4 * MINUTE) <= 1);
    });
    holds(t, property);
  });
});
