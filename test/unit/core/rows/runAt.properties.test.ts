import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NEVER } from '../../../../src/core/entry/times.ts';
import { holds } from '../../../support/property.ts';
import { foldOf, Replica } from '../../../support/replica.ts';

const DUE = '2026-11-28T09:00:00.000Z';

/** What may stand in place of a time: one, none, nothing, and values that are no time. */
const time = fc.constantFrom<unknown>(DUE, '2027-01-01T00:00:00Z', '2026-12-24T18:00', null, undefined, 'soon', 5, {});

const foreign = fc.record({ due_at: time, run_at: time, status: fc.constantFrom('pending', 'done', undefined) });

/** What acts do to an entry that says nothing of its due time. */
const unrelated = fc.constantFrom<Record<string, unknown>>(
  { status: 'cancelled' },
  { status: 'pending', updated_at: DUE },
  { payload: { message: 'm' } },
  { x_unknown: 1 },
  {},
);

const named = (row: Record<string, unknown>): string => JSON.stringify({ id: 'a', ...row });

test('an act that says nothing of the due time leaves it as it is, whatever due_at and run_at the rows hold', t => {
  holds(
    t,
    fc.property(
      fc.array(foreign, { minLength: 1, maxLength: 4 }),
      fc.array(unrelated, { maxLength: 3 }),
      (rows, acts) => {
        const replica = new Replica('9f3a1c');
        rows.forEach(row => replica.append(named(row)));
        const before = replica.state('a')?.due;
        for (const set of acts) {
          replica.act('a', 1_795_341_600_000, { set });
          assert.equal(replica.state('a')?.due, before, replica.rows.map(({ text }) => text).join('\n'));
        }
      },
    ),
  );
});

test('an act that takes the due time away takes it away, and one that sets it sets it', t => {
  holds(
    t,
    fc.property(fc.array(foreign, { minLength: 1, maxLength: 4 }), unrelated, (rows, set) => {
      const replica = new Replica('9f3a1c');
      rows.forEach(row => replica.append(named(row)));
      replica.act('a', 1_795_341_600_000, { set: { due_at: undefined } });
      assert.equal(replica.state('a')?.due, NEVER);
      replica.act('a', 1_795_341_600_000, { set });
      assert.equal(foldOf(replica.rows).get('a')?.due, NEVER);
      replica.act('a', 1_795_341_600_000, { set: { due_at: DUE } });
      assert.equal(replica.state('a')?.due, Date.parse(DUE));
    }),
  );
});
