import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countIn,
  isCount,
  isRecord,
  isTexts,
  memberOf,
  present,
  recordIn,
  recordOf,
  textIn,
  textsIn,
  timeIn,
  timeOf,
} from '../../../../src/core/rows/fieldValues.ts';

/** What JSON can hold, and what only a program can. */
const ODD: readonly unknown[] = [undefined, null, true, 0, -1, 1.5, NaN, 2 ** 53, '', ' ', 'x', [], ['x'], [1], {}];

test('only an object with members is a record', () => {
  assert.deepEqual(ODD.filter(isRecord), [{}]);
  assert.ok(isRecord(Object.create(null)));
  assert.deepEqual(recordOf(['x']), {});
});

test('only whole numbers from 0 up that are exact are counts', () => {
  assert.deepEqual(ODD.filter(isCount), [0]);
});

test('only a list of nothing but texts is one of texts', () => {
  assert.deepEqual(ODD.filter(isTexts), [[], ['x']]);
});

test('a time without an offset is UTC, in any zone of the machine', () => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'America/New_York';
  try {
    assert.equal(timeOf('2026-11-22T10:00:00'), Date.UTC(2026, 10, 22, 10));
    assert.equal(timeIn({ at: '2026-11-22' }, 'at'), Date.UTC(2026, 10, 22));
  } finally {
    process.env['TZ'] = zone;
  }
  assert.deepEqual(
    ODD.filter(value => timeOf(value) !== undefined),
    [],
  );
});

test('what an object inherits is no member of it', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    assert.equal(memberOf({}, name), undefined);
    assert.deepEqual(recordIn({}, name), {});
    assert.equal(textIn({}, name), undefined);
    assert.equal(countIn({}, name), 0);
  }
  assert.equal(memberOf(JSON.parse('{"__proto__":"own"}'), '__proto__'), 'own');
});

test('a member of another type counts as not there', () => {
  const given = { text: 'x', blank: ' ', list: ['x', 1], count: 3, record: { a: 1 }, time: '2026-11-22T10:00:00Z' };
  const names = Object.keys(given);
  assert.deepEqual(
    names.filter(name => textIn(given, name) !== undefined),
    ['text', 'time'],
  );
  assert.deepEqual(
    names.flatMap(name => textsIn(given, name)),
    ['x'],
  );
  assert.deepEqual(
    names.filter(name => countIn(given, name) > 0),
    ['count'],
  );
  assert.deepEqual(
    names.filter(name => Object.keys(recordIn(given, name)).length > 0),
    ['record'],
  );
  assert.deepEqual(
    names.filter(name => timeIn(given, name) !== undefined),
    ['time'],
  );
});

test('members that say nothing are left out, those that say no or none stay', () => {
  assert.deepEqual(present({ a: undefined, b: [], c: null, d: 0, e: '', f: false, g: {} }), {
    c: null,
    d: 0,
    e: '',
    f: false,
    g: {},
  });
});
