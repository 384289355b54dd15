import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, isQuiet, limitRefusal, readLimits, type Limits } from '../../../../src/core/entry/runLimits.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { at } from '../../../support/world.ts';

const read = (dailyRuns: unknown, quietHours: unknown): Limits | string => {
  const limits = readLimits({
    dailyRuns: { name: 'RUNS', value: dailyRuns },
    quietHours: { name: 'QUIET', value: quietHours },
  });
  return isRefusal(limits) ? limits.why : limits;
};

test('limits that nobody wrote are the usual ones', () => {
  assert.deepEqual(read(undefined, undefined), { dailyRuns: 20, quiet: undefined });
  assert.deepEqual(read('', ''), { dailyRuns: 20, quiet: undefined });
});

test('they are read as an environment and as settings have them', () => {
  assert.deepEqual(read('0', ' 22:00 - 7:00 '), { dailyRuns: 0, quiet: { from: 1320, to: 420 } });
  assert.deepEqual(read(3, '22:00–07:30'), { dailyRuns: 3, quiet: { from: 1320, to: 450 } });
});

test('what cannot be read is refused, and never taken for something else', () => {
  for (const value of ['many', '-1', -1, 1.5, '1e3', null, true, {}]) {
    assert.match(String(read(value, undefined)), /^RUNS must be a whole number from 0\. Nothing runs/, `${value}`);
  }
  for (const value of ['night', '22:00', '22:00-', '24:00-07:00', '07:00-07:00', '22:60-07:00', 7, {}]) {
    assert.match(String(read(undefined, value)), /^QUIET must be two times of day/, `${value}`);
  }
});

test('quiet hours are by the clock of the person, over midnight and within a day', () => {
  const quiet = (text: string, moment: string, zone = 'UTC'): boolean =>
    isQuiet(read(1, text) as Limits, at(moment), zone);
  const over = ['2026-11-23T22:00:00Z', '2026-11-23T23:59:59Z', '2026-11-24T00:00:00Z', '2026-11-24T06:59:59Z'];
  assert.ok(over.every(moment => quiet('22:00-07:00', moment)));
  assert.ok(['2026-11-23T21:59:59Z', '2026-11-24T07:00:00Z'].every(moment => !quiet('22:00-07:00', moment)));
  assert.ok(quiet('12:00-13:00', '2026-11-23T12:30:00Z') && !quiet('12:00-13:00', '2026-11-23T13:00:00Z'));
  assert.ok(quiet('22:00-07:00', '2026-11-23T21:30:00Z', 'Europe/Paris'), 'it is 22:30 in Paris');
  assert.ok(!isQuiet({ quiet: undefined }, at('2026-11-23T03:00:00Z'), 'UTC'));
});

test('the cap is a number of runs of one day, and 0 is none', () => {
  const now = at('2026-11-23T23:00:00Z');
  const why = (dailyRuns: number, used: number): string | undefined =>
    limitRefusal({ dailyRuns, quiet: undefined }, used, now, 'UTC')?.why;
  assert.equal(why(2, 1), undefined);
  assert.match(why(2, 2) ?? '', /daily limit of 2/);
  assert.match(why(0, 0) ?? '', /is 0, so none starts/);
  assert.deepEqual([dayOf(now, 'UTC'), dayOf(now, 'Europe/Paris')], ['2026-11-23', '2026-11-24']);
});
