import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeLine } from '../../../../src/core/rows/codec.ts';
import { encodeChange } from '../../../../src/core/rows/encode.ts';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { fingerprint } from '../../../../src/core/fold/fingerprint.ts';
import { Fold } from '../../../../src/core/fold/fold.ts';
import { isUntouched, MAX_LINE_BYTES } from '../../../../src/core/rows/row.ts';
import { toRuns } from '../../../../src/core/rows/runEvents.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { holds } from '../../../support/property.ts';

const decode = (text: string, torn = false) => decodeLine(text, 7, digest, torn);
const classesOf = (text: string, torn = false): string[] => decode(text, torn).problems.map(problem => problem.class);
const nested = (depth: number): string => `{"id":"a","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

const NATIVE = encodeChange(
  'a',
  undefined,
  { set: { status: 'pending', due_at: '2026-11-23T09:00:00.000Z', payload: { message: 'Jürgen 🙂' } } },
  { now: instant(Date.UTC(2026, 10, 22)), actor: '9f3a1c', digest },
);

test('a row as Defer writes it is read whole and stands untouched', () => {
  const { row, problems } = decode(NATIVE);
  assert.ok(row);
  assert.deepEqual(problems, []);
  assert.equal(row.line, 7);
  assert.deepEqual(row.stamp, [Date.UTC(2026, 10, 22), 0, '9f3a1c']);
  assert.deepEqual(row.changed, ['status', 'due_at', 'payload']);
  assert.ok(isUntouched(row, digest));
});

test('a row stands untouched behind a carriage return, a byte order mark and blanks', () => {
  const { row } = decode(`\uFEFF ${NATIVE} \r`);
  assert.equal(row?.text, NATIVE);
  assert.ok(row && isUntouched(row, digest));
});

test('a row is edited once any character of it changed, its seal is gone, or something follows its seal', () => {
  const seal = /,"h":"[0-9a-f]{16}"/;
  for (const text of [
    NATIVE.replace('Jürgen', 'Jurgen'),
    NATIVE.replace(seal, ''),
    NATIVE.replace(/"h":"./, '"h":"!'),
    NATIVE.replace(/\}$/, ',"z":1}'),
    NATIVE.replace('"id":"a"', '"id": "a"'),
  ]) {
    const { row } = decode(text);
    assert.ok(row?.stamp, text);
    assert.equal(isUntouched(row, digest), false, text);
  }
});

test('what is no row is told by its class', () => {
  const expected: readonly (readonly [string, string])[] = [
    ['{"id":"a",', 'bad JSON'],
    ['null', 'not an object'],
    ['[{"id":"a"}]', 'not an object'],
    ['"a"', 'not an object'],
    ['{}', 'no entry'],
    ['{"title":"x"}', 'no entry'],
    ['{"id":""}', 'wrong type,no entry'],
    ['{"id":"a"}\0', 'NUL'],
    ['<<<<<<< HEAD', 'conflict marker'],
    ['=======', 'conflict marker'],
    ['||||||| 1a2b3c', 'conflict marker'],
    ['>>>>>>> feature/x\r', 'conflict marker'],
    ['========', 'bad JSON'],
    [nested(33), 'too deep'],
    [JSON.stringify({ id: 'a', x: 'x'.repeat(MAX_LINE_BYTES) }), 'too long'],
    [JSON.stringify({ id: 'a', x: 'ü'.repeat(MAX_LINE_BYTES / 2) }), 'too long'],
  ];
  for (const [text, classes] of expected) {
    assert.equal(classesOf(text).join(), classes, text.slice(0, 40));
  }
});

test('a line is read up to the very limits', () => {
  const frame = JSON.stringify({ id: 'a', x: '' }).length;
  assert.deepEqual(classesOf(JSON.stringify({ id: 'a', x: 'x'.repeat(MAX_LINE_BYTES - frame) })), []);
  assert.deepEqual(classesOf(JSON.stringify({ id: 'a', x: 'x'.repeat(MAX_LINE_BYTES - frame + 1) })), ['too long']);
  assert.deepEqual(classesOf(nested(32)), []);
  const wide = JSON.stringify({ id: 'a', x: Array.from({ length: 200 }, () => [{}]) });
  assert.deepEqual(classesOf(wide), []);
});

test('a last line that was cut off is a torn tail, whole lines are not', () => {
  assert.deepEqual(classesOf('{"id":"a","sta', true), ['torn tail']);
  assert.deepEqual(classesOf('{"id":"a"}', true), []);
});

test('blank lines say nothing', () => {
  for (const text of ['', '   ', '\r', '\uFEFF']) {
    assert.deepEqual(decode(text), { problems: [] });
  }
});

test('a field of the wrong type is named and left out, null is left out in silence', () => {
  const { row, problems } = decode(
    '{"id":"a","due_at":"soon","status":7,"payload":[],"attempts":-1,"reason":null,"x":null}',
  );
  assert.deepEqual(
    problems.map(problem => problem.text.split(' ')[0]),
    ['due_at', 'status', 'payload', 'attempts'],
  );
  assert.deepEqual({ ...row?.fields }, { id: 'a', x: null });
});

test('an object with a due time but no id gets an id from its own text', () => {
  const [one, same, other] = [
    '{"due_at":"2026-11-23T09:00Z"}',
    ' {"due_at":"2026-11-23T09:00Z"}\r',
    '{"due_at":"2026-11-23T09:01Z"}',
  ].map(text => decode(text).row?.id);
  assert.match(one ?? '', /^line-[0-9a-f]{16}$/);
  assert.equal(same, one);
  assert.notEqual(other, one);
});

test('a time without an offset is UTC, and said to be', () => {
  assert.deepEqual(classesOf('{"id":"a","due_at":"2026-11-23T09:00:00"}'), ['time without offset']);
  assert.deepEqual(classesOf('{"id":"a","due_at":"2026-11-23T09:00:00+01:00"}'), []);
});

test('run_at is read as due_at, unless there is one', () => {
  assert.deepEqual(
    { ...decode('{"id":"a","run_at":"2026-11-23T09:00Z"}').row?.fields },
    { id: 'a', due_at: '2026-11-23T09:00Z' },
  );
  const both = decode('{"id":"a","run_at":"x","due_at":"2026-11-23T09:00Z"}');
  assert.deepEqual({ ...both.row?.fields }, { id: 'a', run_at: 'x', due_at: '2026-11-23T09:00Z' });
  for (const nothing of ['null', '5', '"soon"']) {
    const { row } = decode(`{"id":"a","due_at":${nothing},"run_at":"2026-11-23T09:00Z"}`);
    assert.deepEqual({ ...row?.fields }, { id: 'a', due_at: '2026-11-23T09:00Z' });
  }
  const neither = decode('{"id":"a","run_at":"soon"}');
  assert.deepEqual({ ...neither.row?.fields }, { id: 'a' });
  assert.match(neither.problems[0]?.text ?? '', /^run_at is not an ISO time/);
  assert.deepEqual(decode('{"id":"a","run_at":null}').problems, []);
});

test('an id may be any text of 1 to 128 characters', () => {
  assert.equal(decode('{"id":"01HXG5Z1Q2W3E4R5T6Y7U8I9O0PQ"}').row?.id.length, 28);
  assert.equal(decode(JSON.stringify({ id: 'x'.repeat(128) })).row?.id.length, 128);
  assert.equal(decode(JSON.stringify({ id: 'x'.repeat(129) })).row, undefined);
  assert.equal(decode('{"id":7,"due_at":"2026-11-23T09:00Z"}').row?.id.startsWith('line-'), true);
});

const CORPUS = [
  NATIVE,
  '{"schemaVersion":2,"id":"a","kind":"reminder","status":"snoozed","due_at":"2026-11-23T09:00:00Z","payload":{"message":"m"}}',
  '{"id":"a","run_at":"2026-11-23T09:00:00","context":{"summary":"s"},"execution":{"mode":"fresh"},"attempts":0}',
  '{"id":"a","run":{"occ":"once","gen":0,"token":"ab","event":"ended","at":"2026-11-23T09:00:00Z","exit_code":1}}',
  '{"id":"__proto__","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"defer":{"st":[1,0,"aaaaaa"],"ch":["__proto__"],"over":["0123456789abcdef"]}}',
  '{"due_at":"2026-11-23T09:00Z","title":"echo"}',
] as const;

const PIECES = [
  ...[
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\0',
    '\r',
    '\uFEFF',
    '\u202E',
    '\uD800',
    '🙂',
    'null',
    '-1',
    '1e999',
    '0.5',
  ],
  ...['true', '""', '{}', '[]', '"__proto__":', '"2026-13-45T99:99Z"', '9007199254740993', '<<<<<<< '],
] as const;

const mutation = fc.record({ at: fc.nat(600), cut: fc.nat(12), put: fc.constantFrom('', ...PIECES) });
const mutated = fc.tuple(fc.constantFrom(...CORPUS), fc.array(mutation, { maxLength: 4 })).map(([line, changes]) =>
  changes.reduce((text, { at, cut, put }) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + cut);
  }, line),
);

test('whatever stands in a line, it is read, folded, shown and acted on without a fault, and pollutes nothing', t => {
  holds(
    t,
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 3 }), fc.boolean(), (lines, torn) => {
      const fold = new Fold(digest);
      for (const [index, line] of lines.entries()) {
        const { row, problems } = decodeLine(line, index + 1, digest, torn);
        assert.ok(row !== undefined || problems.length > 0 || line.trim() === '');
        fold.add(row ? [row] : [], problems);
      }
      assert.ok(fold.problems().every(problem => problem.line >= 1 && problem.line <= lines.length));
      for (const state of fold.all()) {
        const entry = toEntry(state);
        assert.ok(entry.title.length > 0);
        assert.ok(toRuns(state.runEvents(), () => false).length >= 0);
        assert.ok(fingerprint(state).length > 0);
        const text = encodeChange(
          state.id,
          state,
          { set: { status: 'done' } },
          { now: instant(1), actor: '9f3a1c', digest },
        );
        assert.deepEqual(decode(text).problems, []);
      }
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      assert.deepEqual(Object.keys(Object.prototype), []);
    }),
  );
});
