import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTombstone, toEntry, type Entry } from '../../../../src/core/entry/entry.ts';
import { isDue, latenessOf } from '../../../../src/core/entry/timing.ts';
import { occurrenceOf } from '../../../../src/core/entry/occurrenceOf.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { foldOf, rowOf } from '../../../support/replica.ts';

const DUE = '2026-11-23T09:00:00.000Z';
const SLOT = '2026-11-22T09:00:00.000Z';
const NOW = instant(Date.UTC(2026, 10, 23, 10));

function entryOf(fields: Record<string, unknown>): Entry {
  const state = foldOf([rowOf(JSON.stringify({ id: 'a', ...fields }))]).get('a');
  assert.ok(state);
  return toEntry(state);
}

test('the title is the first of the places where tools put it', () => {
  const places: readonly Record<string, unknown>[] = [
    { payload: { message: 'T', title: 'x' }, title: 'x' },
    { payload: { title: 'T', text: 'x' }, title: 'x' },
    { payload: { text: 'T' }, title: 'x' },
    { title: 'T', message: 'x' },
    { message: 'T', summary: 'x' },
    { summary: 'T', context: { summary: 'x' } },
    { context: { summary: 'T' } },
    { payload: { message: '  ', title: 7 }, title: 'T' },
  ];
  for (const fields of places) {
    assert.equal(entryOf(fields).title, 'T', JSON.stringify(fields));
  }
  assert.equal(entryOf({}).title, 'a');
});

test('the words of other tools for a status are read', () => {
  const words = ['scheduled', 'completed', 'executing', 'nonsense', 'proposed'].map(status => {
    const entry = entryOf({ status, due_at: DUE });
    return [entry.status, entry.isOpen, isDue(entry, NOW)];
  });
  assert.deepEqual(words, [
    ['pending', true, true],
    ['done', false, false],
    ['executing', true, true],
    ['nonsense', true, true],
    ['proposed', true, false],
  ]);
});

test('an entry is snoozed when it is open and its slot is not its due time, whatever its row says', () => {
  assert.equal(entryOf({ status: 'snoozed', due_at: DUE }).status, 'pending');
  assert.equal(entryOf({ due_at: DUE, original_due_at: SLOT }).status, 'snoozed');
  assert.equal(entryOf({ status: 'done', due_at: DUE, original_due_at: SLOT }).status, 'done');
  assert.equal(entryOf({ status: 'failed', due_at: DUE, original_due_at: SLOT }).status, 'failed');
});

test('lateness counts from the slot, and is nothing until the entry is due again', () => {
  const entry = entryOf({ due_at: DUE, original_due_at: SLOT });
  assert.equal(latenessOf(entry, NOW), 25 * 3_600_000);
  assert.equal(latenessOf(entry, instant(Date.parse(DUE) - 1)), 0);
  assert.equal(latenessOf(entryOf({ due_at: DUE, status: 'done' }), NOW), 0);
});

test('an occurrence keeps its name through a snooze', () => {
  assert.equal(occurrenceOf(entryOf({ due_at: DUE, original_due_at: SLOT })), SLOT);
  assert.equal(occurrenceOf(entryOf({ due_at: '2026-11-23T10:00+01:00' })), DUE);
  assert.equal(occurrenceOf(entryOf({})), 'once');
});

test('what is left of an archived entry is no entry to list', () => {
  assert.ok(isTombstone(entryOf({ status: 'done', due_at: DUE })));
  assert.ok(!isTombstone(entryOf({ status: 'pending', due_at: DUE })));
  assert.ok(!isTombstone(entryOf({ status: 'done', due_at: DUE, title: 'T' })));
});

test('members of the wrong type count as absent', () => {
  const entry = entryOf({
    payload: { prompt: 7, tags: 'x', key_points: ['a', 7, 'b'], priority: 'urgent', mode: 'callback' },
    max_retries: 2,
  });
  assert.deepEqual(
    [entry.prompt, entry.tags, entry.keyPoints, entry.priority, entry.mode],
    [undefined, [], ['a', 'b'], undefined, 'callback'],
  );
  assert.deepEqual([entry.kind, entry.maxRetries, entry.attempts], ['reminder', 2, 0]);
});
