import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { encodeChange, encodeRows } from '../../../../src/core/rows/encode.ts';
import type { Change } from '../../../../src/core/rows/change.ts';
import type { EntryState } from '../../../../src/core/fold/entryState.ts';
import { doneByHand, skippedSlots } from '../../../../src/core/entry/dealtWith.ts';
import { END_OF_TIME, instant } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { foldOf, Replica, rowOf } from '../../../support/replica.ts';

const NOON = instant(Date.UTC(2026, 10, 22, 12));
const DUE = '2026-11-23T09:00:00.000Z';

const encode = (change: Change, state?: EntryState): string =>
  encodeChange('a', state, change, { now: NOON, actor: '9f3a1c', digest });
const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

test('a new row is one line in the order that FORMAT.md shows, sealed with the digest of all before the seal', () => {
  const text = encode({ set: { payload: { message: 'm' }, due_at: DUE, status: 'pending', kind: 'reminder' } });
  const [before] = text.split(',"h":');
  const seal = createHash('sha256')
    .update(before ?? '')
    .digest('hex')
    .slice(0, 16);
  assert.equal(
    text,
    `{"schemaVersion":1,"id":"a","kind":"reminder","status":"pending","due_at":"${DUE}","payload":{"message":"m"},` +
      `"defer":{"st":[${NOON},0,"9f3a1c"],"ch":["payload","due_at","status","kind"],"h":"${seal}"}}`,
  );
});

test('a later row carries everything, and says only what it set or removed', () => {
  const state = foldOf([rowOf(encode({ set: { status: 'pending', due_at: DUE, original_due_at: DUE, x: [1] } }))]).get(
    'a',
  );
  const row = parse(encode({ set: { due_at: '2026-12-01T00:00:00.000Z', original_due_at: undefined } }, state));
  const { defer, ...rest } = row;
  assert.deepEqual(rest, { schemaVersion: 1, id: 'a', status: 'pending', due_at: '2026-12-01T00:00:00.000Z', x: [1] });
  assert.deepEqual((defer as { ch: unknown }).ch, ['due_at', 'original_due_at']);
});

test('what is only carried for other readers is written but not claimed', () => {
  const row = rowOf(encode({ set: { due_at: DUE }, carry: { status: 'snoozed' } }));
  assert.equal(row.fields['status'], 'snoozed');
  assert.deepEqual(row.changed, ['due_at']);
});

test('text of any kind stays one line and comes back as it was', () => {
  for (const message of ['a\nb\r\nc', '\u2028\u2029', '"\\', '🙂', '\uD800', '\0']) {
    const text = encode({ set: { payload: { message } } });
    assert.ok(!/[\n\r\0]/.test(text));
    assert.deepEqual(rowOf(text).fields['payload'], { message });
  }
});

test('a time without an offset, which was read as UTC, is written as UTC', () => {
  const state = foldOf([rowOf('{"id":"a","due_at":"2026-11-23T09:00"}')]).get('a');
  assert.equal(parse(encode({ set: { status: 'pending' } }, state))['due_at'], DUE);
});

test('each further event has a row of its own, a whole picture too, that wins and sets nothing', () => {
  const writer = { now: NOON, actor: '9f3a1c', digest };
  const change = { set: { due_at: DUE, x: undefined }, run: doneByHand('a', NOON), also: [skippedSlots('b', 2, NOON)] };
  const rows = encodeRows('a', undefined, change, writer).map(rowOf);
  assert.deepEqual(
    rows.map(({ stamp, changed, run, fields }) => [stamp, changed, run?.event, fields['due_at']]),
    [
      [[NOON, 0, '9f3a1c'], ['due_at', 'x'], 'done', DUE],
      [[NOON, 1, '9f3a1c'], [], 'skipped', DUE],
    ],
  );
  const events = [rows, [...rows].reverse()].map(some => foldOf(some).get('a')?.runEvents().length);
  assert.deepEqual(events, [2, 2]);
});

test('at the very end of the range of stamps a row without one is written, which still wins where it stands', () => {
  const replica = new Replica('9f3a1c');
  const open = `{"id":"a","status":"done","defer":{"st":[${END_OF_TIME},${2 ** 31 - 1},"ffffff"],"ch":["status"]`;
  replica.append(`${open},"h":"${digest(open)}"}}`);
  const row = replica.act('a', NOON, { set: { status: 'pending' } });
  assert.equal(row.stamp, undefined);
  assert.equal(replica.state('a')?.status, 'pending');
});
