import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pseudoFiles, leftOut } from '../../../../scripts/texts/pseudo.ts';
import { speak } from '../../../../src/core/basics/language.ts';
import { decodeLine } from '../../../../src/core/rows/codec.ts';
import { problemText, problemWord } from '../../../../src/render/text/problemText.ts';
import { digest } from '../../../../src/store/disk/digest.ts';

const LINES = [
  '<<<<<<< ours',
  '{"id":"1\0"',
  'no row',
  '[1]',
  '{"a":1}',
  `{"id":"1","a":${'['.repeat(40)}${']'.repeat(40)}}`,
  `{"id":"1","a":"${'x'.repeat(300_000)}"}`,
  '{"id":"1","due_at":7}',
  '{"id":"1","kind":7}',
  '{"id":"1","repeat":7}',
  '{"id":"1","attempts":-1}',
  '{"id":"1","due_at":"2026-12-01T10:00:00"}',
  '{"id":7,"due_at":"2026-12-01T10:00:00Z"}',
  '{"id":"1","schemaVersion":"x"}',
  '{"id":"1","run":7}',
];
const problems = [
  ...LINES.flatMap(line => decodeLine(line, 1, digest).problems),
  ...decodeLine('{"id"', 1, digest, true).problems,
];

test('what is wrong with a line is said in English by default, as it is kept', () => {
  assert.equal(problems.length, LINES.length + 1);
  for (const problem of problems) {
    assert.equal(problemText(problem), problem.text);
    assert.equal(problemWord(problem.class), problem.class);
  }
});

test('in another language all of it is translated but what is quoted', () => {
  speak(pseudoFiles().bundle);
  try {
    const quoted = /no row|\[1\]|\{"a":1\}|\b(?:due_at|kind|repeat|attempts|id|schemaVersion|run)\b/g;
    for (const problem of problems) {
      const shown = [problemText(problem), problemWord(problem.class)].map(text => text.replace(quoted, ''));
      assert.deepEqual(shown.flatMap(leftOut), problem.class === 'NUL' ? ['NUL'] : [], problem.text);
    }
  } finally {
    speak({});
  }
});
