import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, instant, MINUTE, toIso } from '../../../../src/core/basics/time.ts';
import { dayGroupOf, horizonOf } from '../../../../src/render/view/groups.ts';
import { at } from '../../../support/world.ts';

const horizon = (now: string, zone: string): readonly string[] => {
  const { tomorrow, dayAfter, nextWeek } = horizonOf(at(now), zone);
  return [tomorrow, dayAfter, nextWeek].map(moment => toIso(moment).slice(0, 16));
};

test('days end at midnight where the person is', () => {
  const wednesday = '2026-11-25T12:00:00Z';
  assert.deepEqual(horizon(wednesday, 'UTC'), ['2026-11-26T00:00', '2026-11-27T00:00', '2026-11-30T00:00']);
  assert.deepEqual(horizon(wednesday, 'Asia/Kolkata'), ['2026-11-25T18:30', '2026-11-26T18:30', '2026-11-29T18:30']);
  assert.deepEqual(horizon(wednesday, 'Pacific/Apia'), ['2026-11-26T11:00', '2026-11-27T11:00', '2026-11-29T11:00']);
});

test('a week ends on Sunday: on Monday it has seven days, on Sunday none is left', () => {
  assert.equal(horizon('2026-11-23T12:00:00Z', 'UTC')[2], '2026-11-30T00:00');
  assert.deepEqual(horizon('2026-11-29T12:00:00Z', 'UTC'), [
    '2026-11-30T00:00',
    '2026-12-01T00:00',
    '2026-11-30T00:00',
  ]);
  const sunday = horizonOf(at('2026-11-29T12:00:00Z'), 'UTC');
  assert.equal(dayGroupOf(at('2026-11-29T23:59:59Z'), sunday), 'Today');
  assert.equal(dayGroupOf(at('2026-11-30T00:00:00Z'), sunday), 'Tomorrow');
  assert.equal(dayGroupOf(at('2026-12-01T00:00:00Z'), sunday), 'Next Week');
  assert.equal(dayGroupOf(at('2026-12-07T00:00:00Z'), sunday), 'Later');
  const saturday = horizonOf(at('2026-11-28T12:00:00Z'), 'UTC');
  assert.equal(dayGroupOf(at('2026-11-30T00:00:00Z'), saturday), 'Next Week');
  assert.equal(dayGroupOf(at('2026-12-06T23:59:59Z'), saturday), 'Next Week');
  assert.equal(dayGroupOf(at('2026-12-07T00:00:00Z'), saturday), 'Later');
  const friday = horizonOf(at('2026-11-27T12:00:00Z'), 'UTC');
  assert.equal(dayGroupOf(at('2026-11-29T23:00:00Z'), friday), 'This Week');
  assert.equal(dayGroupOf(undefined, friday), 'Later');
});

test('where the clocks skip midnight, the day begins at the first moment after', () => {
  // Beirut goes forward at 00:00 on 28 March 2027: the day begins at 01:00, summer time.
  assert.deepEqual(horizon('2027-03-27T12:00:00Z', 'Asia/Beirut'), [
    '2027-03-27T22:00',
    '2027-03-28T21:00',
    '2027-03-28T21:00',
  ]);
});

test('where midnight comes twice, the day begins at the first', () => {
  // Havana goes back from 01:00 to 00:00 on 1 November 2026.
  assert.equal(horizon('2026-10-31T12:00:00Z', 'America/Havana')[0], '2026-11-01T04:00');
});

test('on a day of 23 or 25 hours today still ends at midnight', () => {
  assert.equal(horizon('2027-03-14T12:00:00Z', 'America/New_York')[0], '2027-03-15T04:00');
  assert.equal(horizon('2026-11-01T12:00:00Z', 'America/New_York')[0], '2026-11-02T05:00');
});

test('each hour of a year, in zones that jump, falls into groups that never go backwards', () => {
  const order = ['Today', 'Tomorrow', 'This Week', 'Next Week', 'Later'];
  for (const zone of ['Asia/Beirut', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Cairo']) {
    for (let now = at('2026-01-01T00:30:00Z'); now < at('2027-01-01T00:00:00Z'); now = instant(now + 17 * HOUR)) {
      const { tomorrow, dayAfter, nextWeek, weekAfter } = horizonOf(now, zone);
      assert.ok(now < tomorrow && tomorrow < dayAfter && now < nextWeek, `${toIso(now)} ${zone}`);
      assert.ok(tomorrow - now <= 25 * HOUR && nextWeek - now <= 7 * 24 * HOUR + HOUR, `${toIso(now)} ${zone}`);
      const groups = [now, tomorrow, dayAfter, nextWeek, weekAfter].sort((a, b) => a - b);
      const places = groups.map(moment => order.indexOf(dayGroupOf(moment, horizonOf(now, zone))));
      assert.deepEqual(places, [...places].sort(), `${toIso(now)} ${zone}`);
      assert.equal(dayGroupOf(instant(tomorrow - MINUTE), horizonOf(now, zone)), 'Today');
    }
  }
});
