import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareMoments, DAWN, toStamp } from '../../../../src/core/rows/stamp.ts';
import { nextStamp } from '../../../../src/core/rows/nextStamp.ts';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const TOP = 2 ** 31 - 1;

test('a stamp is whole milliseconds within the range, a counter, and a hexadecimal actor', () => {
  assert.deepEqual(toStamp([NOON, 0, '9f3a1c']), [NOON, 0, '9f3a1c']);
  assert.deepEqual(toStamp([END_OF_TIME, TOP, 'f'.repeat(32)]), [END_OF_TIME, TOP, 'f'.repeat(32)]);
});

test('anything else is no stamp', () => {
  const wrong: readonly unknown[] = [
    ...[undefined, null, {}, 'x', [], [NOON, 0], [NOON, 0, '9f3a1c', 1]],
    ...[
      [NOON + 0.5, 0, '9f3a1c'],
      [-1, 0, '9f3a1c'],
      [END_OF_TIME + 1, 0, '9f3a1c'],
      [String(NOON), 0, '9f3a1c'],
    ],
    ...[
      [NOON, -1, '9f3a1c'],
      [NOON, 2 ** 31, '9f3a1c'],
      [NOON, 0.5, '9f3a1c'],
      [NOON, 0, '9F3A1C'],
      [NOON, 0, '9f3a1'],
    ],
    ...[
      [NOON, 0, 'f'.repeat(33)],
      [NOON, 0, 'zzzzzz'],
      [NOON, 0, 7],
    ],
  ];
  for (const value of wrong) {
    assert.equal(toStamp(value), undefined, JSON.stringify(value));
  }
});

test('a clock that is ahead of all that was seen gives the stamp', () => {
  assert.deepEqual(nextStamp(instant(NOON), DAWN, 'aaaaaa'), [NOON, 0, 'aaaaaa']);
  assert.deepEqual(nextStamp(instant(NOON), { t: NOON - 1, n: 9, e: 0 }, 'aaaaaa'), [NOON, 0, 'aaaaaa']);
});

test('a clock that is behind or stands still counts on from what was seen', () => {
  assert.deepEqual(nextStamp(instant(NOON), { t: NOON, n: 4, e: 2 }, 'aaaaaa'), [NOON, 5, 'aaaaaa']);
  assert.deepEqual(nextStamp(instant(0), { t: NOON, n: 4, e: 0 }, 'aaaaaa'), [NOON, 5, 'aaaaaa']);
});

test('a clock out of the range is never written down', () => {
  for (const now of [-5, END_OF_TIME + 1, NaN, NOON + 0.5]) {
    assert.deepEqual(nextStamp(instant(now), { t: 7, n: 0, e: 0 }, 'aaaaaa'), [7, 1, 'aaaaaa']);
  }
});

test('past the last counter comes the next millisecond, and past the last of those nothing', () => {
  assert.deepEqual(nextStamp(instant(0), { t: NOON, n: TOP, e: 0 }, 'aaaaaa'), [NOON + 1, 0, 'aaaaaa']);
  assert.equal(nextStamp(instant(NOON), { t: END_OF_TIME, n: TOP, e: 1 }, 'aaaaaa'), undefined);
});

test('moments are compared by time, then counter, then edits', () => {
  const order = [
    { t: 1, n: 9, e: 9 },
    { t: 2, n: 0, e: 0 },
    { t: 2, n: 0, e: 1 },
    { t: 2, n: 1, e: 0 },
  ];
  assert.deepEqual(order.toReversed().sort(compareMoments), order);
});
