import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText } from '../../../../src/core/basics/durationText.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/core/basics/time.ts';

test('a length of time is told in its two largest units, rounded to the nearest', () => {
  const lengths: readonly (readonly [length: number, text: string])[] = [
    [0, 'under a minute'],
    [29 * SECOND, 'under a minute'],
    [MINUTE - 1, '1 min'],
    [45 * MINUTE - 1, '45 min'],
    [HOUR - 1, '1 h'],
    [90 * MINUTE, '1 h 30 min'],
    [DAY - 1, '1 d'],
    [DAY + 3 * HOUR, '1 d 3 h'],
    [7 * DAY + HOUR, '7 d'],
    [400 * DAY, '400 d'],
  ];
  for (const [length, text] of lengths) {
    assert.equal(durationText(length), text);
  }
});
