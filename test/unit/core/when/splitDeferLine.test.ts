import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { splitDeferLine } from '../../../../src/core/when/splitDeferLine.ts';
import { fromIso, type Instant } from '../../../../src/core/basics/time.ts';
import { parseWhen } from '../../../../src/core/when/parseMoment.ts';

const now = fromIso('2026-11-23T10:00:00Z')?.at as Instant;

/** The time and the message, or why not. */
const split = async (text: string): Promise<readonly string[] | string> => {
  const found = await splitDeferLine(text, now, async time => parseWhen(time, { now, zone: 'UTC' }));
  return isRefusal(found) ? found.why : [found.when, found.message];
};

test('the longest beginning that is a time counts', async () => {
  assert.deepEqual(await split('tomorrow 9am Look'), ['tomorrow 9am', 'Look']);
  assert.deepEqual(await split('in 3 days at 9am Look'), ['in 3 days at 9am', 'Look']);
  assert.deepEqual(await split('1h 30 minutes Look  twice'), ['1h 30 minutes', 'Look  twice']);
  assert.deepEqual(await split('every weekday at 9 Sweep the issues'), ['every weekday at 9', 'Sweep the issues']);
  assert.deepEqual(await split('now run the tests'), ['now', 'run the tests']);
  assert.deepEqual(await split('first monday of next month Audit'), ['first monday of next month', 'Audit']);
  assert.deepEqual(await split('in an hour and a half Look'), ['in an hour and a half', 'Look']);
  assert.deepEqual(await split('half past nine: Look'), ['half past nine', 'Look']);
});

test('what parts the two, and what only marks them, is no part of the message', async () => {
  for (const text of [
    '30m: Check',
    '30m, Check',
    '30m — Check',
    '30m – Check',
    '30m - Check',
    '30m -> Check',
    '30m : Check',
    '**30m** Check',
    '**30m**: Check',
    '30m **Check**',
    '**30m Check**',
  ]) {
    assert.deepEqual(await split(text), ['30m', 'Check'], text);
  }
  assert.deepEqual(await split('30m --flag is broken'), ['30m', '--flag is broken']);
  assert.deepEqual(await split('30m **Check** the build'), ['30m', '**Check** the build']);
});

test('a time without anything to be done is said to be just that', async () => {
  for (const text of ['30m', 'tomorrow 9am', '30m:', '30m —', '**30m**']) {
    assert.match(String(await split(text)), /^has a time but no task/, text);
  }
});

test('a time that has passed is refused', async () => {
  assert.match(String(await split('2026-01-01 Look')), /^has a time in the past/);
  assert.match(String(await split('today 9am Look')), /^does not begin with a time\..* has passed/);
  assert.match(String(await split('yesterday Look')), /^does not begin with a time\. That is in the past/);
});

test('nothing that may belong to the time ends in the message', async () => {
  for (const text of [
    '10 minutes ago look',
    '10 minutes ago',
    '9am today look',
    '3pm UTC look',
    '3pm CET, look',
    '1h later look',
    '1h before the release look',
    '9am to 5pm look',
    '9am - 5pm look',
    'monday, wednesday look',
    'monday and wednesday look',
    'friday 12 PRs to review',
    'tomorrow 9 checks to run',
  ]) {
    assert.match(String(await split(text)), /^continues after its time/, text);
  }
  assert.deepEqual(await split('30m: after the release, look'), ['30m', 'after the release, look']);
  assert.deepEqual(await split('30m: Monday report'), ['30m', 'Monday report']);
  assert.deepEqual(await split('friday 12: look'), ['friday 12', 'look']);
  assert.deepEqual(await split('friday at 12 look'), ['friday at 12', 'look']);
});

test('what is no time says why', async () => {
  assert.match(String(await split('soon Look')), /^does not begin with a time\. That is too vague/);
  assert.match(String(await split('10 minuts Look')), /^does not begin with a time\. 10 what\?/);
});
