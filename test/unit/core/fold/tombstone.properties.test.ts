import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Row } from '../../../../src/core/rows/row.ts';
import { ArchiveSelection } from '../../../../src/core/fold/tombstone.ts';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { ENTRY_IDS, play, shuffled, steps } from '../../../support/histories.ts';
import { holds } from '../../../support/property.ts';
import { foldOf, rowOf } from '../../../support/replica.ts';

const picks = fc.array(fc.nat(997), { minLength: 4, maxLength: 12 });
const writer = { now: instant(Date.UTC(2026, 10, 23)), actor: 'dddddd', digest };

/** What the closed entries of these rows leave behind. */
function tombstonesOf(rows: readonly Row[]): readonly { readonly id: string; readonly row: Row }[] {
  const leaving = new ArchiveSelection<number>({ ids: new Set(ENTRY_IDS), closedBy: END_OF_TIME }, writer);
  rows.forEach((row, index) => leaving.add(row, index));
  return leaving.leavers().map(({ id, tombstone }) => ({ id, row: rowOf(tombstone) }));
}

test('whichever old rows a merge brings back, in whatever order, an archived entry stays closed', t => {
  let [tried, closed] = [0, 0];
  holds(
    t,
    fc.property(steps(['act', 'act', 'edit', 'forge', 'merge', 'repeat', 'foreign']), picks, (history, order) => {
      const [mine] = play(history);
      tried += 1;
      for (const { id, row } of tombstonesOf(mine.rows)) {
        closed += 1;
        const back = mine.rows.filter((old, index) => old.id === id && (order[index % order.length] ?? 0) % 3 > 0);
        const merged = foldOf(shuffled([...back, row, ...back.slice(1)], order));
        assert.equal(merged.get(id)?.isOpen, false);
        assert.equal(merged.dueCount(END_OF_TIME), 0);
      }
    }),
  );
  assert.ok(closed > tried / 10, `only ${closed} were closed in ${tried} histories`);
});

test('what others did meanwhile counts as it would have without the archive', t => {
  let [tried, reopened] = [0, 0];
  holds(
    t,
    fc.property(steps(['act', 'act', 'act', 'merge'], 16), picks, (history, order) => {
      const [mine, theirs] = play(history);
      tried += 1;
      for (const { id, row } of tombstonesOf(mine.rows)) {
        const all = [...mine.rows, ...theirs.rows];
        const expected = foldOf(all).get(id)?.status;
        const kept = shuffled([...theirs.rows, row], order);
        reopened += Number(foldOf(kept).get(id)?.isOpen);
        assert.equal(foldOf([...kept, ...mine.rows]).get(id)?.status, expected);
      }
    }),
  );
  assert.ok(reopened > tried / 75, `only ${reopened} were opened again in ${tried} histories`);
});
