import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, weekdayOf } from '../../../../src/core/basics/calendarDate.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { readRepeat, type Repeat } from '../../../../src/core/repeat/repeat.ts';
import { DAY, instant, type Instant } from '../../../../src/core/basics/time.ts';
import { fromWall, toWall } from '../../../../src/core/basics/wallClock.ts';

const zones = fc.constantFrom(
  'Europe/Paris',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Gaza',
  'America/Santiago',
  'Pacific/Apia',
  'Pacific/Chatham',
  'America/Havana',
  'Africa/Casablanca',
  'UTC',
);

const number = (low: number, high: number): fc.Arbitrary<string> => fc.integer({ min: low, max: high }).map(String);
const list = (low: number, high: number): fc.Arbitrary<string> =>
  fc.uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 4 }).map(values => values.join(','));
const range = (low: number, high: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(ends => `${Math.min(...ends)}-${Math.max(...ends)}`);
const field = (low: number, high: number): fc.Arbitrary<string> =>
  fc.oneof(number(low, high), list(low, high), range(low, high), fc.constantFrom('*', '*/7', '*/2'));
const lines = fc
  .tuple(
    fc.oneof(fc.constant(''), fc.constantFrom('0 ', '*/15 ', '7,59 ')),
    field(0, 59),
    fc.oneof(list(0, 3), field(0, 23)),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, list(1, 31), fc.constant('L')),
    fc.oneof({ weight: 4, arbitrary: fc.constant('*') }, list(1, 12)),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, list(0, 7), fc.constantFrom('1#2', '5L', 'mon-fri')),
  )
  .map(([second, ...fields]) => `${second}${fields.join(' ')}`);

/** Moments around which clocks change: within two days of the turn of a half-year's or a year's usual months. */
const moments = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2090, 0, 1) }).map(instant);
const changes = fc
  .tuple(
    fc.integer({ min: 1990, max: 2035 }),
    fc.constantFrom(2, 3, 8, 9, 10),
    fc.integer({ min: 0, max: 30 * 24 * 60 }),
  )
  .map(([year, month, minute]) => instant(Date.UTC(year, month, 1) + minute * 60_000 + 123));
const presents = fc.oneof(moments, { weight: 3, arbitrary: changes });

const repeatOf = (cron: string, tz: string): Repeat | undefined => {
  const repeat = readRepeat({ cron, tz });
  return isRefusal(repeat) ? undefined : repeat;
};

describe('the slots of any cron line, in any zone', () => {
  it('each is later than the one before, and previous goes back the same way', () => {
    fc.assert(
      fc.property(lines, zones, presents, (cron, zone, present) => {
        const repeat = repeatOf(cron, zone);
        fc.pre(repeat !== undefined);
        const slots = repeat.upcoming(present, 12);
        let last: Instant = present;
        for (const slot of slots) {
          assert.ok(slot > last, `${slot} is not later than ${last}`);
          last = slot;
        }
        const back = slots.map((_, index) =>
          repeat.previous(index + 1 < slots.length ? slots[index + 1]! : instant(last + 1)),
        );
        assert.deepEqual(back, slots);
        const before = repeat.previous(slots[0] ?? present);
        assert.ok(before === undefined || before <= present);
        assert.ok(before === undefined || repeat.next(before) === slots[0] || slots.length === 0);
      }),
      { numRuns: 1500 },
    );
  });

  it('a count of those missed is what going through them gives', () => {
    fc.assert(
      fc.property(lines, zones, changes, fc.integer({ min: 1, max: 300 }), (cron, zone, present, steps) => {
        const repeat = repeatOf(cron, zone);
        fc.pre(repeat !== undefined);
        const slots = repeat.upcoming(present, steps);
        const [first, latest] = [slots[0], slots.at(-1)];
        fc.pre(first !== undefined && latest !== undefined);
        assert.deepEqual(repeat.between(present, latest), { count: slots.length, first, latest });
      }),
      { numRuns: 300 },
    );
  });

  it('one that follows the clock comes only when the clock shows what it allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), range(0, 4), zones, changes, (minute, hours, zone, present) => {
        const repeat = repeatOf(`${minute} ${hours} * * *`, zone);
        assert.ok(repeat);
        const [low = 0, high = 0] = hours.split('-').map(Number);
        for (const slot of repeat.upcoming(present, 12)) {
          const wall = toWall(slot, zone);
          assert.deepEqual([wall.minute, wall.second], [minute, 0]);
          assert.ok(wall.hour >= low && wall.hour <= high);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a fixed time of day, in any zone', () => {
  const days = fc.integer({ min: Date.UTC(1990, 0, 1) / DAY, max: Date.UTC(2040, 0, 1) / DAY });
  const clocks = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));

  it('comes once for each day of the calendar, when the clock first shows it or has passed it', () => {
    fc.assert(
      fc.property(days, clocks, zones, (day, [hour, minute], zone) => {
        const repeat = repeatOf(`${minute} ${hour} * * *`, zone);
        assert.ok(repeat);
        const first = addDays({ year: 1970, month: 1, day: 1 }, day);
        const expected = Array.from({ length: 200 }, (_, index) => {
          const wall = { ...addDays(first, index), hour, minute, second: 0 };
          return fromWall(wall, zone).at;
        });
        const start = expected[0] ?? instant(0);
        assert.deepEqual(repeat.upcoming(instant(start - 1), 200), [...new Set(expected)]);
      }),
      { numRuns: 150 },
    );
  });

  it('comes on no other weekday than its own', () => {
    fc.assert(
      fc.property(days, clocks, fc.integer({ min: 0, max: 6 }), zones, (day, [hour, minute], weekday, zone) => {
        // A day left out (Apia) and a gap at the end of one put a slot into the next.
        fc.pre(zone !== 'Pacific/Apia');
        const repeat = repeatOf(`${minute} ${hour} * * ${weekday}`, zone);
        assert.ok(repeat);
        for (const slot of repeat.upcoming(instant(day * DAY), 10)) {
          assert.equal(weekdayOf(toWall(slot, zone)), weekday);
        }
      }),
      { numRuns: 300 },
    );
  });
});
