import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanLine } from '../../../../src/render/text/clean.ts';
import { cleanMessage, isolate } from '../../../../src/render/text/isolate.ts';

const arabic = 'راجع الطلب';
const hebrew = 'לבדוק את הבקשה';

test('only what is written from right to left is isolated', () => {
  assert.equal(isolate('Read the logs'), 'Read the logs');
  assert.equal(isolate(''), '');
  assert.equal(isolate('Größe 日本語 Ελληνικά'), 'Größe 日本語 Ελληνικά');
  for (const text of [arabic, hebrew, `PR 12: ${arabic}`, 'ߒߞߏ', '\u{1E900}']) {
    assert.equal(isolate(text), `\u2068${text}\u2069`);
  }
});

test('a message keeps what is isolated in it, and nothing else that turns text', () => {
  assert.equal(cleanMessage(`“${isolate(arabic)}” is due, 14:50`), `“\u2068${arabic}\u2069” is due, 14:50`);
  assert.equal(
    cleanMessage(`“${isolate(arabic)}” and “${isolate(hebrew)}”`),
    `“\u2068${arabic}\u2069” and “\u2068${hebrew}\u2069”`,
  );
  assert.equal(cleanMessage('\u2068plain\u2069 \u202Eturned\u2069'), 'plain turned');
  assert.equal(cleanMessage(`\u2068${arabic}`), arabic);
});

test('whatever stands in a message, it is what cleaning leaves, and every isolate ends', () => {
  const piece = fc.constantFrom(
    '\u2068',
    '\u2069',
    '\u202E',
    arabic,
    hebrew,
    'a',
    ' ',
    '\n',
    '“',
    '12:00',
    '\u001B[31m',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.integer({ min: 3, max: 40 }), (pieces, most) => {
      const message = cleanMessage(pieces.join(''), most);
      assert.equal(message.replace(/[\u2068\u2069]/g, ''), cleanLine(pieces.join(''), most));
      assert.match(message, /^(?:[^\u2068\u2069]|\u2068[^\u2068\u2069]+\u2069)*$/);
    }),
  );
});
