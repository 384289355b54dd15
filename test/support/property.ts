import type { TestContext } from 'node:test';
import fc from 'fast-check';

/** How many cases every property is tried on. */
const CASES = 10_000;

/** One seed for a run; `DEFER_SEED` repeats an earlier one. */
export const seed = Number(process.env['DEFER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Tries a property on 10,000 cases, or so many, and prints the seed with which the same ones come again. */
export function holds<Values>(t: TestContext, property: fc.IProperty<Values>, cases?: number): void;
export function holds<Values>(t: TestContext, property: fc.IAsyncProperty<Values>, cases?: number): Promise<void>;
export function holds<Values>(
  t: TestContext,
  property: fc.IProperty<Values> | fc.IAsyncProperty<Values>,
  cases = CASES,
): void | Promise<void> {
  t.diagnostic(`${cases} cases; DEFER_SEED=${seed} repeats them`);
  return fc.assert(property, { numRuns: cases, seed });
}
