import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitTask } from '../../../src/core/splitTask.ts';
import { parseWhen } from '../../../src/core/when.ts';
import { fromIso, toIso, type Instant } from '../../../src/core/time.ts';

const now = fromIso('2026-11-22T10:00:00Z')?.at as Instant;
const context = { now, zone: 'UTC' };

const split = (text: string): readonly unknown[] | undefined => {
  const found = splitTask(text, time => parseWhen(time, context));
  if (!found) {
    return undefined;
  }
  const at = found.when.kind === 'instant' ? toIso(found.when.at) : found.when.words;
  return [found.message, at, found.sure];
};

test('the time at the end of a text is taken off it', () => {
  const nine = '2026-11-23T09:00:00.000Z';
  assert.deepEqual(split('review the retry semantics tomorrow 9am'), ['review the retry semantics', nine, true]);
  assert.deepEqual(split('review the retry semantics at 9am tomorrow'), ['review the retry semantics', nine, true]);
  assert.deepEqual(split('check the deploy in 2h'), ['check the deploy', '2026-11-22T12:00:00.000Z', true]);
  assert.deepEqual(split('check the deploy, 30m'), ['check the deploy', '2026-11-22T10:30:00.000Z', true]);
  assert.deepEqual(split('remove the flag on 2026-12-01'), ['remove the flag', '2026-12-01T09:00:00.000Z', true]);
});

test('a time that may be what the text is about is asked for', () => {
  assert.equal(split('write the report for friday')?.[2], false);
  assert.equal(split('move the meeting to 3pm')?.[2], false);
});

test('the longest time counts, and something is left to do', () => {
  assert.equal(split('look at it next friday 3pm')?.[0], 'look at it');
  assert.equal(split('tomorrow 9am'), undefined);
});

test('a text without a time is left alone', () => {
  for (const text of ['', 'review', 'review the retry semantics', 'fix issue 5', 'release 2.4.1', 'call at 25:00']) {
    assert.equal(split(text), undefined, text);
  }
});

test('what repeats is a time too', () => {
  const found = split('audit the dependencies every weekday at 9');
  assert.equal(found?.[0], 'audit the dependencies');
  assert.equal(found?.[2], true);
});
