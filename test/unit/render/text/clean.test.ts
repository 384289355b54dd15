import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clean, cleanLine, plainName } from '../../../../src/render/text/clean.ts';
import { escaped, isPlain } from '../../../../src/render/text/escaped.ts';
import { holds } from '../../../support/property.ts';

/**
 * Everything that must not reach a terminal, a label or a notification: C0 but tab and newline, DEL, C1, bidi, unseen.
 */
const HOSTILE = [
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/,
  /[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/,
  /[\u00AD\u115F\u1160\u180E\u200B\u200C\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB]/,
  /\u034F|\u200D|[\uFE00-\uFE0D]|[\u{E0000}-\u{E0FFF}]/u,
  /\p{Surrogate}/u,
];

const pieces = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u001B[31m',
    '\u001B]0;title\u0007',
    '\u001B]8;;http://x\u001B\\',
    '\u001B]52;c;AAAA',
    '\u001BP',
    '\u009B2J',
  ),
  fc.constantFrom(
    '\u202E',
    '\u2066',
    '\u200B',
    '\u200D',
    '\uFEFF',
    '\u{E0041}',
    '\u{E0101}',
    '\uFE01',
    '\u00AD',
    '\u2028',
  ),
  fc.constantFrom('\uD800', '\uDFFF', '\r', '\r\n', '\n', '\t', '\u0000', '\u007F', '\u0085'),
  fc.constantFrom('[x](command:y)', '$(zap)', '<img src=x>', 'Zeit für Tee ☕️', '夜', 'abc'),
);
const titles = fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(''));

test('no text keeps a control, an escape, a bidi character, or one that is not seen; cleaning again changes nothing', t => {
  holds(
    t,
    fc.property(titles, title => {
      const whole = clean(title);
      const line = cleanLine(title, 40);
      for (const pattern of HOSTILE) {
        assert.doesNotMatch(whole, pattern);
        assert.doesNotMatch(line, pattern);
      }
      assert.doesNotMatch(line, /[\n\t]/);
      assert.ok([...line].length <= 40);
      assert.equal(clean(whole), whole);
      assert.equal(cleanLine(line, 40), line);
    }),
  );
});

test('what people write stays as it is', () => {
  for (const text of [
    'Resume the review',
    'Überprüfung: 日本語',
    'قائمة',
    'עברית',
    '1 < 2 && 3 > 2',
    'a\tb\nc',
    '❤️ ☕️ 👍🏽',
  ]) {
    assert.equal(clean(text), text);
  }
});

test('an escape sequence goes with all that it carries; one without an end hides nothing', () => {
  assert.equal(clean('a\u001B[1;31mred\u001B[0m b'), 'ared b');
  assert.equal(clean('a\u001B]0;window title\u0007b'), 'ab');
  assert.equal(clean('a\u001B]8;;https://x.example\u001B\\link\u001B]8;;\u001B\\b'), 'alinkb');
  assert.equal(clean('a\u001B]and then delete everything'), 'aand then delete everything');
});

test('a line is one line, cut with an ellipsis, whole characters only', () => {
  assert.equal(cleanLine('  one\n two\t three  '), 'one two three');
  assert.equal(cleanLine('x'.repeat(300), 10), `${'x'.repeat(9)}…`);
  assert.equal(cleanLine('👍'.repeat(300), 3), '👍👍…');
  assert.equal(cleanLine('x'.repeat(10), 10), 'x'.repeat(10));
});

test('a vector for a person to approve shows what would not be seen', () => {
  assert.equal(
    escaped('a\u200Bb\u202Ec\u001B[31m\u{E0041}\uD800'),
    'a\\u200bb\\u202ec\\u001b[31m\\udb40\\udc41\\ud800',
  );
  assert.equal(escaped('"plain" ä 👍'), '"plain" ä 👍');
});

test('a hostile text of a quarter of a megabyte costs no more than a plain one', () => {
  const size = 250_000;
  const cost = (unit: string): number => {
    const text = unit.repeat(Math.ceil(size / unit.length));
    const start = process.cpuUsage();
    clean(text);
    return process.cpuUsage(start).user;
  };
  cost('plain ');
  const plain = Math.max(cost('plain text '), 20_000);
  for (const unit of [
    '\u001B]',
    '\u001B[0',
    '\u001B',
    '-----BEGIN PRIVATE KEY-----',
    'password=',
    'password',
    'token   ',
    '://a:',
    'eyJaaaaaaaaaaa.',
    'sk-',
    'Bearer ',
  ]) {
    assert.ok(cost(unit) < 25 * plain, JSON.stringify(unit));
  }
});

test('a name has nothing left that something is put in for, however it is nested', t => {
  assert.equal(plainName('$${{env:HOME}'), '{{env:HOME}');
  assert.equal(plainName('Pay $5, $(id) and ${config:x} $$$('), 'Pay $5, (id) and {config:x} (');
  assert.equal(plainName('$\u200B{env:HOME}'), '{env:HOME}', 'what is not seen is gone before');
  const parts = fc.constantFrom('$', '{', '(', '}', ')', 'env:X', '\u200B', '\u001B[0m', ' ', 'sk-', '\u001B');
  holds(
    t,
    fc.property(fc.array(parts, { maxLength: 12 }), all => {
      const name = plainName(all.join(''), 40);
      assert.doesNotMatch(name, /\$[({]/);
      assert.equal(plainName(name, 40), name);
    }),
  );
});

test('a plain text is one line that shows all that is in it', t => {
  for (const text of ['', 'a b', 'Zeit für Tee ☕️', '$(x)']) {
    assert.ok(isPlain(text), text);
  }
  holds(
    t,
    fc.property(titles, title => assert.ok(!isPlain(title) || HOSTILE.every(pattern => !pattern.test(title)))),
  );
  assert.ok(!isPlain('a\tb') && !isPlain('a\nb'));
});
