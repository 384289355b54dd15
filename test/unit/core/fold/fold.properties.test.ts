import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../../../src/core/fold/fold.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { play, shuffled, steps } from '../../../support/histories.ts';
import { holds } from '../../../support/property.ts';
import { foldOf, inOrder, pictureOf } from '../../../support/replica.ts';

const picks = fc.array(fc.nat(997), { minLength: 4, maxLength: 12 });
const MARKED = ['act', 'act', 'act', 'edit', 'edit', 'forge', 'merge', 'repeat'] as const;
const ALL = [...MARKED, 'foreign', 'foreign'] as const;

test('rows with a mark fold to one schedule in any order, repeated, and merged in any way', t => {
  holds(
    t,
    fc.property(steps(MARKED), picks, (history, order) => {
      const [one, two, three] = play(history);
      const rows = [...one.rows, ...two.rows, ...three.rows];
      const expected = pictureOf(foldOf(rows));
      assert.equal(pictureOf(foldOf(shuffled(rows, order))), expected);
      assert.equal(pictureOf(foldOf([...three.rows, ...rows.toReversed(), ...one.rows])), expected);
    }),
  );
});

test('what is read in pieces comes to the same as what is read at once', t => {
  holds(
    t,
    fc.property(steps(ALL, 12), fc.array(fc.nat(24), { maxLength: 4 }), (history, cuts) => {
      const replicas = play(history);
      const rows = inOrder(replicas.flatMap(replica => replica.rows));
      const whole = foldOf(rows);
      const pieces = new Fold(digest);
      let from = 0;
      for (const cut of [...cuts.sort((a, b) => a - b), rows.length]) {
        pieces.add(rows.slice(from, cut));
        from = Math.max(from, cut);
        // Looking makes it work out what it has so far, which the next piece must then bring up to date.
        pictureOf(pieces);
      }
      assert.equal(pictureOf(pieces), pictureOf(whole));
      assert.deepEqual(pieces.problems(), whole.problems());
      for (const state of whole.all()) {
        assert.deepEqual(pieces.get(state.id)?.seen(), state.seen());
        assert.deepEqual(pieces.get(state.id)?.unansweredDigests(), state.unansweredDigests());
      }
    }),
  );
});
