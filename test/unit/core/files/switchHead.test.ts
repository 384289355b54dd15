import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { withEnabled } from '../../../../src/core/files/switchHead.ts';

test('only the value is exchanged: comments, order, quotes and line ends stay', () => {
  const text =
    '\n---\r\n# every morning\r\nenabled:   true   # for now\r\ncron: "0 9 * * *"\r\n---\r\nenabled: true\r\n';
  assert.equal(withEnabled(text, false), text.replace('true   #', 'false   #'));
});

test('a key that is not there is added at the end of the front matter', () => {
  assert.equal(
    withEnabled('---\ncron: 0 9 * * *  # daily\n---\nDo it.\n', false),
    '---\ncron: 0 9 * * *  # daily\nenabled: false\n---\nDo it.\n',
  );
  assert.equal(withEnabled('---\r\nevery: 1h\r\n---', false), '---\r\nevery: 1h\r\nenabled: false\r\n---');
});

test('there and back again is the same text', () => {
  const text = '---\nenabled: true\nevery: 1h\n---\n';
  const off = withEnabled(text, false);
  assert.ok(typeof off === 'string');
  assert.equal(withEnabled(off, true), text);
});

test('a front matter that is not made of lines, or cannot be read, is left alone', () => {
  for (const text of [
    '---\n{ every: 1h }\n---\n',
    'No fence.',
    '---\na: [\n---\n',
    '---\nenabled:\nevery: 1h\n---\n',
  ]) {
    const answer = withEnabled(text, false);
    assert.ok(typeof answer !== 'string' && isRefusal(answer), text);
  }
});
