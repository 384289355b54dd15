import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineDiff, type DiffLine } from '../../../../src/render/review/lineDiff.ts';

const shown = (old: string, current: string): string =>
  lineDiff([...old], [...current])
    .map(({ kind, text }) => ({ same: ' ', old: '-', new: '+' })[kind] + text)
    .join('');

test('what stays is what both have, and what goes stands before what comes', () => {
  assert.equal(shown('abc', 'abc'), ' a b c');
  assert.equal(shown('abc', 'axc'), ' a-b+x c');
  assert.equal(shown('', 'ab'), '+a+b');
  assert.equal(shown('ab', ''), '-a-b');
  assert.equal(shown('abcabba', 'cbabac').replace(/[^ ]/g, '').length, 4, 'the longest that both have');
});

test('a difference gives both texts back', () => {
  const line = fc.constantFrom('a', 'b', 'c', '');
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (old, current) => {
      const lines = lineDiff(old, current);
      const without = (kind: DiffLine['kind']): readonly string[] =>
        lines.filter(one => one.kind !== kind).map(({ text }) => text);
      assert.deepEqual([without('new'), without('old')], [old, current]);
    }),
  );
});

test('long texts that have nothing in common are told in an instant', () => {
  const old = Array.from({ length: 5000 }, (_, index) => `a${index}`);
  const current = Array.from({ length: 5000 }, (_, index) => `b${index}`);
  assert.equal(lineDiff(old, current).length, 10_000);
});
