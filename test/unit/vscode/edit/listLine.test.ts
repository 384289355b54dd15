import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { joinItems, splitItems } from '../../../../src/vscode/edit/listLine.ts';

test('what holds a comma or a quote stands in quotes, and all else as it is', () => {
  assert.equal(joinItems(['a.ts', 'C:\\work\\b c.md']), 'a.ts, C:\\work\\b c.md');
  assert.equal(joinItems(['docs/Doe, John.md', 'say "no".md']), '"docs/Doe, John.md", "say ""no"".md"');
  assert.equal(joinItems([]), '');
});

test('a list comes back from its line as it was', () => {
  for (const items of [
    ['a.ts', 'docs/b.md'],
    ['docs/Doe, John.md'],
    ['"', '""', ',', '","', 'a,', ',a', '"a"', 'a"b', ' a ', 'C:\\', 'ä, ö'],
  ]) {
    assert.deepEqual(splitItems(joinItems(items)), items);
  }
});

test('spaces around items and empty items do not count, and a quote within an item is one', () => {
  assert.deepEqual(splitItems(' a.ts ,, "b, c" , 5" disk,'), ['a.ts', 'b, c', '5" disk']);
  assert.deepEqual(splitItems(' , "" '), []);
});

test('a quote that is not closed, or with more behind it, is refused', () => {
  for (const line of ['"a', 'a, "b, c', '"a" b', '"a"b, c', '"a""']) {
    assert.ok(isRefusal(splitItems(line) as object), line);
  }
});
