import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fold } from '../../../../src/core/fold/fold.ts';
import { instant, toIso } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { foldOf, rowOf } from '../../../support/replica.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const line = (id: string, due: number | undefined, status = 'pending'): string =>
  JSON.stringify({ id, status, ...(due !== undefined && { due_at: toIso(instant(due)) }) });
const idsOf = (fold: Fold): string[] => fold.open.map(state => state.id);

test('open entries stand soonest first, those without a due time last, closed ones not at all', () => {
  const rows = [line('c', NOON + 2), line('x', undefined), line('b', NOON), line('d', NOON, 'done'), line('a', NOON)];
  assert.deepEqual(idsOf(foldOf(rows.map(rowOf))), ['a', 'b', 'c', 'x']);
});

test('what is due is counted from the beginning of the order, and the next moment is the first after it', () => {
  const fold = foldOf([line('a', NOON), line('b', NOON + 5), line('x', undefined)].map(rowOf));
  assert.equal(fold.dueCount(instant(NOON - 1)), 0);
  assert.equal(fold.dueCount(instant(NOON)), 1);
  assert.equal(fold.nextDue(instant(NOON)), NOON + 5);
  assert.equal(fold.nextDue(instant(NOON + 5)), undefined);
});

test('a row that changes an entry moves it, closes it, and opens it again', () => {
  const fold = foldOf([line('a', NOON), line('b', NOON + 5)].map(rowOf));
  fold.add([rowOf(line('a', NOON + 9))]);
  assert.deepEqual(idsOf(fold), ['b', 'a']);
  fold.add([rowOf(line('b', NOON, 'cancelled'))]);
  assert.deepEqual(idsOf(fold), ['a']);
  fold.add([rowOf('{"id":"b","status":"pending"}')]);
  assert.deepEqual(idsOf(fold), ['b', 'a']);
});

test('a long list is worked out in steps, and stands as rows that came one by one', () => {
  const rows = Array.from({ length: 20_001 }, (_, index) =>
    rowOf(line(`e${(index * 7919) % 20_011}`, NOON + ((index * 31) % 977))),
  );
  const atOnce = new Fold(digest);
  atOnce.add(rows);
  assert.ok([...atOnce.settle()].length > 5);
  const oneByOne = new Fold(digest);
  for (const row of rows) {
    oneByOne.add([row]);
  }
  // Not deepEqual: its report of how two such long lists differ takes minutes.
  assert.ok(idsOf(atOnce).join() === idsOf(oneByOne).join());
});
