import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitTask } from '../../../../src/core/when/splitTask.ts';
import { parseBriefly } from '../../../../src/core/when/parseMoment.ts';
import { fromIso, toIso, type Instant } from '../../../../src/core/basics/time.ts';

const now = fromIso('2026-11-22T10:00:00Z')?.at as Instant;
const context = { now, zone: 'UTC' };

const split = (text: string): readonly unknown[] | undefined => {
  const found = splitTask(text, time => parseBriefly(time, context));
  if (!found) {
    return undefined;
  }
  const at = found.when.kind === 'instant' ? toIso(found.when.at) : found.when.repeat.words;
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

test('a time may stand first', () => {
  const soon = '2026-11-22T10:30:00.000Z';
  const nine = '2026-11-23T09:00:00.000Z';
  assert.deepEqual(split('in 30m look at CI'), ['look at CI', soon, true]);
  assert.deepEqual(split('in 30m: look at CI'), ['look at CI', soon, true]);
  assert.deepEqual(split('30m - look at CI'), ['look at CI', soon, true]);
  assert.deepEqual(split('tomorrow 9am review the PR'), ['review the PR', nine, true]);
  assert.deepEqual(split('at 9am tomorrow, review the PR'), ['review the PR', nine, true]);
  assert.deepEqual(split('every weekday at 9 audit the deps'), [
    'audit the deps',
    'At 09:00, Monday through Friday',
    true,
  ]);
  // Surely meant, so that what may be a time at the end is a part of the message.
  assert.deepEqual(split('in 30m look at the report for friday'), ['look at the report for friday', soon, true]);
  assert.deepEqual(split('tomorrow review what is due by friday'), ['review what is due by friday', nine, true]);
});

test('a time may stand in the middle', () => {
  const nine = '2026-11-23T09:00:00.000Z';
  assert.deepEqual(split('remind me tomorrow to update deps'), ['update deps', nine, true]);
  assert.deepEqual(split('Remind me on friday at 3pm about the lease'), [
    'the lease',
    '2026-11-27T15:00:00.000Z',
    true,
  ]);
  assert.deepEqual(split('please remind me in 2 hours, to call Bob'), ['call Bob', '2026-11-22T12:00:00.000Z', true]);
  assert.deepEqual(split('call Bob tomorrow about the lease'), ['call Bob about the lease', nine, false]);
  assert.deepEqual(split('look in 30m at CI'), ['look at CI', '2026-11-22T10:30:00.000Z', false]);
});

test('"remind me to" is no part of what is to be done, wherever the time stands', () => {
  const nine = '2026-11-23T09:00:00.000Z';
  for (const text of [
    'remind me tomorrow to update deps',
    'remind me to update deps tomorrow',
    'tomorrow remind me to update deps',
    'Please remind me tomorrow, to update deps',
  ]) {
    assert.deepEqual(split(text), ['update deps', nine, true], text);
  }
});

test('what only looks like a time is asked for, or left alone', () => {
  for (const text of [
    'see section 9a',
    'roll back build 20261224',
    'monitor the service 24/7',
    'friday report',
    'tomorrow 9 checks to run',
    '3pm stand-up notes',
    '30m timeout is too short',
    'meet at noon with the team',
    'call me nine thirty',
    'think about tomorrow',
  ]) {
    assert.equal(split(text)?.[2], false, text);
  }
  for (const text of [
    "tomorrow is Bob's birthday",
    'may need to fix the parser',
    'now that CI is green merge',
    'march on',
    'fix the 2h timeout bug',
    'read the tomorrow view again',
    'upgrade node 20 to 22',
    'do as you may',
  ]) {
    assert.equal(split(text), undefined, text);
  }
});

test('on any key, some dozens of parts of the longest text are read', () => {
  const long =
    'look at the first monday of next month in the evening at half past nine or every 2 weeks on friday by noon and remind me tomorrow about it in 3 days';
  for (let length = 1; length <= long.length; length += 1) {
    let parts = 0;
    splitTask(long.slice(0, length), time => {
      parts += 1;
      return parseBriefly(time, context);
    });
    assert.ok(parts <= 40, `${parts} of ${long.slice(0, length)}`);
  }
});
