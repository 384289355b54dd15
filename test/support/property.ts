import type { TestContext } from 'node:test';
import fc from 'fast-check';

/** How many cases the campaign tries every property on. */
const CASES = 10_000;

/** Which part of them `npm test` tries; the campaign, which sets DEFER_CASES=all, tries them all. */
const SHARE = process.env['DEFER_CASES'] === 'all' ? 1 : 1 / 20;

/** One seed for a run; `DEFER_SEED` repeats an earlier one. */
export const seed = Number(process.env['DEFER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/**
 * Tries a property and prints the seed with which the same cases come again.
 * @param cases How many cases the campaign tries, 10,000 by default. `npm test` tries a twentieth.
 */
export function holds<Values>(t: TestContext, property: fc.IProperty<Values>, cases?: number): void;
export function holds<Values>(t: TestContext, property: fc.IAsyncProperty<Values>, cases?: number): Promise<void>;
export function holds<Values>(
  t: TestContext,
  property: fc.IProperty<Values> | fc.IAsyncProperty<Values>,
  cases = CASES,
): void | Promise<void> {
  const numRuns = Math.ceil(cases * SHARE);
  t.diagnostic(`${numRuns} cases; DEFER_SEED=${seed} repeats them`);
  return fc.assert(property, { numRuns, seed });
}
