import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromIso, instant, toIso, type Instant } from '../../../../src/core/basics/time.ts';
import { fromWall, toWall, type WallTime } from '../../../../src/core/basics/wallClock.ts';
import { isZone } from '../../../../src/core/basics/zone.ts';
import { zoneLabel } from '../../../../src/core/basics/zoneLabel.ts';

const at = (iso: string): Instant => {
  const read = fromIso(iso);
  assert.ok(read, iso);
  return read.at;
};
const wall = (text: string): WallTime => toWall(at(text), '+00:00');
const shown = (moment: Instant, zone: string): string => {
  const { year, month, day, hour, minute, second } = toWall(moment, zone);
  return toIso(instant(Date.UTC(year, month - 1, day, hour, minute, second))).slice(0, 19);
};

/**
 * Zones with rules that have broken date code before: half-hour savings, midnight changes, skipped days, odd offsets.
 */
const HARD_ZONES = [
  'UTC',
  'America/Chicago',
  'Europe/Paris',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Santiago',
  'Asia/Beirut',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Asia/Kathmandu',
  'Asia/Colombo',
  'Africa/Monrovia',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Antarctica/Troll',
  'America/St_Johns',
  'Asia/Gaza',
  'Pacific/Kiritimati',
  'Asia/Pyongyang',
];

describe('what the clock on the wall shows', () => {
  const vectors: [string, string, string][] = [
    ['2026-04-08T21:35:20Z', 'America/Chicago', '2026-04-08T16:35:20'],
    ['2026-04-08T05:00:00Z', 'America/Chicago', '2026-04-08T00:00:00'],
    ['2026-01-15T00:00:00Z', 'Asia/Kathmandu', '2026-01-15T05:45:00'],
    ['1970-06-01T00:44:30Z', 'Africa/Monrovia', '1970-06-01T00:00:00'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02T00:00:00'],
    ['2026-07-01T00:00:00Z', 'Australia/Lord_Howe', '2026-07-01T10:30:00'],
    ['2026-01-01T00:00:00Z', 'Australia/Lord_Howe', '2026-01-01T11:00:00'],
    ['2026-01-01T00:00:00Z', '+05:30', '2026-01-01T05:30:00'],
    ['2026-01-01T00:00:00Z', '-03:00', '2025-12-31T21:00:00'],
  ];
  for (const [moment, zone, expected] of vectors) {
    it(`${moment} is ${expected} in ${zone}`, () => {
      assert.equal(shown(at(moment), zone), expected);
    });
  }

  it('an unknown zone is an error, not a fallback', () => {
    assert.throws(() => toWall(instant(0), 'Mars/Base'), RangeError);
  });
});

describe('the moment of a wall-clock time', () => {
  const gaps: [string, string, string][] = [
    ['2026-03-08T02:30:00', 'America/Chicago', '2026-03-08T08:00:00Z'],
    ['2026-03-29T02:00:00', 'Europe/Paris', '2026-03-29T01:00:00Z'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['2026-09-06T00:00:00', 'America/Santiago', '2026-09-06T04:00:00Z'],
    ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['1972-01-07T00:10:00', 'Africa/Monrovia', '1972-01-07T00:44:30Z'],
  ];
  for (const [time, zone, after] of gaps) {
    it(`${time} is skipped in ${zone}; the first moment after is ${after}`, () => {
      assert.deepEqual(fromWall(wall(time), zone), { fit: 'gap', at: at(after) });
    });
  }

  const repeated: [string, string, string, string][] = [
    ['2026-11-01T01:30:00', 'America/Chicago', '2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z'],
    ['2026-10-25T02:59:59', 'Europe/Paris', '2026-10-25T00:59:59Z', '2026-10-25T01:59:59Z'],
    ['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
  ];
  for (const [time, zone, first, second] of repeated) {
    it(`${time} comes twice in ${zone}`, () => {
      assert.deepEqual(fromWall(wall(time), zone), { fit: 'twice', at: at(first), second: at(second) });
    });
  }

  it('is the moment that showed it, in every zone', () => {
    const moments = fc.integer({ min: 0, max: 4_102_444_799 }).map(seconds => instant(seconds * 1000));
    fc.assert(
      fc.property(moments, fc.constantFrom(...HARD_ZONES, ...Intl.supportedValuesOf('timeZone')), (moment, zone) => {
        const found = fromWall(toWall(moment, zone), zone);
        assert.notEqual(found.fit, 'gap');
        assert.ok(
          found.at === moment || (found.fit === 'twice' && found.second === moment),
          `${toIso(moment)} ${zone}`,
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('after a gap is the moment of the change: the clock shows a later time there and an earlier one just before', () => {
    const walls = fc.integer({ min: 0, max: 4_102_444_799 }).map(seconds => toWall(instant(seconds * 1000), '+00:00'));
    const springs = walls.map(time => ({ ...time, month: 3, day: 8 + (time.day % 7), hour: 2 }));
    fc.assert(
      fc.property(springs, time => {
        const found = fromWall(time, 'America/Chicago');
        const before = shown(instant(found.at - 1000), 'America/Chicago');
        const asked = toIso(instant(Date.UTC(time.year, time.month - 1, time.day, 2, time.minute, time.second)));
        assert.ok(before < asked.slice(0, 19));
        assert.ok(shown(found.at, 'America/Chicago') >= asked.slice(0, 19));
        assert.equal(found.fit === 'gap', shown(found.at, 'America/Chicago') > asked.slice(0, 19));
      }),
      { numRuns: 500 },
    );
  });
});

describe('zones', () => {
  it('are IANA names in any case', () => {
    for (const name of ['Europe/Paris', 'europe/paris', 'UTC', 'America/Argentina/Buenos_Aires']) {
      assert.equal(isZone(name), true, name);
    }
  });

  it('are nothing else', () => {
    for (const name of ['', 'Mars/Base', '+02:00', 'local', 'Europe/', ' ']) {
      assert.equal(isZone(name), false, name);
    }
  });

  it('are labelled as people call them, and by the offset where English has no name', () => {
    const winter = at('2026-11-22T00:00:00Z');
    const summer = at('2026-07-01T00:00:00Z');
    assert.equal(zoneLabel(winter, 'Europe/Paris'), 'CET');
    assert.equal(zoneLabel(summer, 'Europe/Paris'), 'CEST');
    assert.equal(zoneLabel(summer, 'Europe/London'), 'BST');
    assert.equal(zoneLabel(summer, 'America/Chicago'), 'CDT');
    assert.equal(zoneLabel(winter, 'Australia/Sydney'), 'AEDT');
    assert.equal(zoneLabel(winter, 'Asia/Colombo'), 'GMT+5:30');
    assert.equal(zoneLabel(winter, 'UTC'), 'UTC');
  });
});
