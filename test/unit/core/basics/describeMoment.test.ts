import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeMoment } from '../../../../src/core/basics/describeMoment.ts';
import { DAY, HOUR, instant, MINUTE, SECOND } from '../../../../src/core/basics/time.ts';

const now = instant(Date.UTC(2026, 10, 22, 9, 4));
const inParis = (ahead: number): string => describeMoment(instant(now + ahead), now, 'Europe/Paris');

describe('a moment read back', () => {
  it('gives the day, the clock, the zone and how far off it is', () => {
    assert.equal(inParis(22 * HOUR + 56 * MINUTE), 'Mon 23 Nov, 09:00 CET (in 22 h 56 min)');
  });

  it('names the year where it is not the present one, as the zone counts years', () => {
    assert.equal(inParis(40 * DAY), 'Fri 1 Jan 2027, 10:04 CET (in 40 d)');
    const newYear = instant(Date.UTC(2026, 11, 31, 23, 30));
    assert.equal(describeMoment(newYear, newYear, 'Europe/Paris'), 'Fri 1 Jan, 00:30 CET (now)');
  });

  it('says how long ago a past moment was', () => {
    assert.equal(inParis(-3 * HOUR), 'Sun 22 Nov, 07:04 CET (3 h ago)');
  });

  it('rounds to the smaller of two units and carries over', () => {
    const lengths: [number, string][] = [
      [0, 'now'],
      [400, 'now'],
      [20 * SECOND, 'in under a minute'],
      [-20 * SECOND, 'under a minute ago'],
      [89 * SECOND, 'in 1 min'],
      [91 * SECOND, 'in 2 min'],
      [59 * MINUTE + 40 * SECOND, 'in 1 h'],
      [22 * HOUR + 24 * MINUTE + 40 * SECOND, 'in 22 h 25 min'],
      [DAY - SECOND, 'in 1 d'],
      [DAY + 90 * MINUTE, 'in 1 d 2 h'],
      [7 * DAY - MINUTE, 'in 7 d'],
      [9 * DAY + 2 * HOUR, 'in 9 d'],
    ];
    for (const [ahead, expected] of lengths) {
      assert.equal(/\((.*)\)/.exec(inParis(ahead))?.[1], expected);
    }
  });
});
