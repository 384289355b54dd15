import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceFiles } from '../support/sourceFiles.ts';

/**
 * Openings that make a reader look for what they refer to, and words that nobody says. A comment begins with what it is
 * about: "The fields without the file's", not "The same without".
 */
const RIDDLE = /^\s*(?:\/\*\*|\*|\/\/)\s+(?:The same\b|Of |Whoever\b|What of\b)|\boftener\b|\bout of account\b/;

const riddlesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line, index, lines) => RIDDLE.test(line) && isOpening(lines, index))
    .map(line => line.trim());

/** Whether a comment begins on a line; what continues the line before may begin with any word. */
function isOpening(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  const before = lines[index - 1] ?? '';
  return /\boftener\b|\bout of account\b|^\s*\/\*\*/.test(line) || !/^\s*(?:\*|\/\/)\s+\S/.test(before);
}

test('every comment opens with what it is about', () => {
  const riddles = ['src', 'test', 'scripts'].flatMap(folder =>
    sourceFiles(folder)
      .filter(({ file }) => file !== 'unit/comments.test.ts')
      .flatMap(({ file, text }) => riddlesIn(text).map(line => `${folder}/${file}: ${line}`)),
  );
  assert.deepEqual(riddles, []);
});

test('a riddle is found, and a line that goes on is none', () => {
  assert.deepEqual(riddlesIn('/** The same of one entry. */'), ['/** The same of one entry. */']);
  assert.deepEqual(riddlesIn('  // Whoever asks.\n  // Nobody comes oftener.'), [
    '// Whoever asks.',
    '// Nobody comes oftener.',
  ]);
  assert.deepEqual(riddlesIn('/**\n * Reads what stands there, the names\n * Of all things.\n */'), []);
});

/** How many columns a comment may have. The formatter wraps code and leaves comments as they are. */
const WIDEST = 120;

test('every comment is wrapped', () => {
  const wide = ['src', 'test', 'scripts'].flatMap(folder =>
    sourceFiles(folder).flatMap(({ file, text }) =>
      text
        .split('\n')
        .filter(line => /^\s*(?:\/\/|\/\*|\*)/.test(line) && line.length > WIDEST)
        .map(line => `${folder}/${file}: ${line.trim()}`),
    ),
  );
  assert.deepEqual(wide, []);
});
