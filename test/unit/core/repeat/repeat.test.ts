import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { readRepeat, type Repeat, type RepeatContext } from '../../../../src/core/repeat/repeat.ts';
import { fromIso, instant, toIso, type Instant } from '../../../../src/core/basics/time.ts';

const at = (iso: string): Instant => {
  const moment = fromIso(iso);
  assert.ok(moment, iso);
  return moment.at;
};
const repeatOf = (field: Record<string, unknown>, context?: RepeatContext): Repeat => {
  const repeat = readRepeat(field, context);
  assert.ok(!isRefusal(repeat), 'why' in repeat ? repeat.why : '');
  return repeat;
};
const slots = (field: Record<string, unknown>, after: string, most: number): readonly string[] =>
  repeatOf(field)
    .upcoming(at(after), most)
    .map(slot => toIso(slot).replace(':00.000Z', 'Z'));
const isoOf = (slot: Instant | undefined): string | undefined => slot && toIso(slot);

describe('a fixed time of day, where the clocks change', () => {
  it('in a gap comes at the first moment after it, once', () => {
    assert.deepEqual(slots({ cron: '30 2 * * *', tz: 'Europe/Paris' }, '2026-03-28T00:00Z', 3), [
      '2026-03-28T01:30Z',
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
    assert.deepEqual(slots({ cron: '0,15,30 2,3 * * *', tz: 'Europe/Paris' }, '2026-03-28T23:59Z', 3), [
      '2026-03-29T01:00Z',
      '2026-03-29T01:15Z',
      '2026-03-29T01:30Z',
    ]);
  });

  it('shown twice comes once, the first time', () => {
    assert.deepEqual(slots({ cron: '30 2 * * *', tz: 'Europe/Paris' }, '2026-10-24T22:00Z', 2), [
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
    const between = at('2026-10-25T01:10:00Z');
    const repeat = repeatOf({ cron: '30 2 * * *', tz: 'Europe/Paris' });
    assert.equal(isoOf(repeat.next(between)), '2026-10-26T01:30:00.000Z');
    assert.equal(isoOf(repeat.previous(between)), '2026-10-25T00:30:00.000Z');
  });

  it('half an hour on Lord Howe, two hours at Troll', () => {
    assert.deepEqual(slots({ cron: '15 2 * * *', tz: 'Australia/Lord_Howe' }, '2026-10-03T00:00Z', 2), [
      '2026-10-03T15:30Z',
      '2026-10-04T15:15Z',
    ]);
    assert.deepEqual(slots({ cron: '30 1,2 * * *', tz: 'Antarctica/Troll' }, '2026-03-29T00:00Z', 2), [
      '2026-03-29T01:00Z',
      '2026-03-29T23:30Z',
    ]);
  });

  it('on a day that a zone left out comes as the next one begins', () => {
    // Samoa went from Thu 29 Dec 2011 straight to Sat 31.
    assert.deepEqual(slots({ cron: '0 9 * * *', tz: 'Pacific/Apia' }, '2011-12-29T12:00Z', 3), [
      '2011-12-29T19:00Z',
      '2011-12-30T10:00Z',
      '2011-12-30T19:00Z',
    ]);
  });

  it("at midnight, where the clock goes back over it, comes on that midnight's first showing", () => {
    // St John's put its clocks back from 00:01 to 23:01.
    assert.deepEqual(slots({ cron: '0 0 * * *', tz: 'America/St_Johns' }, '2010-11-06T12:00Z', 2), [
      '2010-11-07T02:30Z',
      '2010-11-08T03:30Z',
    ]);
  });
});

describe('a line with a wildcard, range or step in its hour or minute follows the clock as it is', () => {
  it('nothing is added in a gap', () => {
    assert.deepEqual(slots({ cron: '*/30 1-3 * * *', tz: 'Europe/Paris' }, '2026-03-28T23:59Z', 5), [
      '2026-03-29T00:00Z',
      '2026-03-29T00:30Z',
      '2026-03-29T01:00Z',
      '2026-03-29T01:30Z',
      '2026-03-29T23:00Z',
    ]);
  });

  it('both passes of a repeated hour count', () => {
    assert.deepEqual(slots({ cron: '30 2-2 * * *', tz: 'Europe/Paris' }, '2026-10-24T22:00Z', 3), [
      '2026-10-25T00:30Z',
      '2026-10-25T01:30Z',
      '2026-10-26T01:30Z',
    ]);
  });
});

describe('the days of a cron line', () => {
  const firsts: [string, readonly string[]][] = [
    ['0 0 29 2 *', ['2028-02-29', '2032-02-29']],
    ['0 0 * * 0', ['2026-01-04', '2026-01-11']],
    ['0 0 * * 7', ['2026-01-04', '2026-01-11']],
    ['0 0 * * sun', ['2026-01-04', '2026-01-11']],
    ['0 0 * * 5-7', ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-09']],
    ['0 0 13 * 5', ['2026-01-02', '2026-01-09', '2026-01-13', '2026-01-16']],
    ['0 0 L * *', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['0 0 L,15 2 *', ['2026-02-15', '2026-02-28', '2027-02-15']],
    ['0 0 * * 5L', ['2026-01-30', '2026-02-27', '2026-03-27', '2026-04-24', '2026-05-29', '2026-06-26', '2026-07-31']],
    ['0 0 * * 2#5', ['2026-03-31', '2026-06-30']],
    ['0 0 * * 2#1', ['2026-01-06', '2026-02-03']],
    ['0 0 31 * *', ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['0 0 1 jan,JUL ?', ['2026-07-01', '2027-01-01']],
    ['0 0 */10 * *', ['2026-01-11', '2026-01-21', '2026-01-31', '2026-02-01']],
    ['@monthly', ['2026-02-01', '2026-03-01']],
    ['@yearly', ['2027-01-01', '2028-01-01']],
  ];
  for (const [cron, days] of firsts) {
    it(`${cron}: ${days.join(', ')}`, () => {
      const found = slots({ cron, tz: 'UTC' }, '2026-01-01T00:00Z', days.length);
      assert.deepEqual(
        found,
        days.map(day => `${day}T00:00Z`),
      );
    });
  }

  it('seconds come first in six fields', () => {
    assert.deepEqual(
      repeatOf({ cron: '*/20 30 9 * * *' })
        .upcoming(at('2026-01-01T09:30:10Z'), 3)
        .map(slot => toIso(slot).slice(11, 19)),
      ['09:30:20', '09:30:40', '09:30:00'],
    );
  });

  it('years without an occurrence are passed over at once', () => {
    const repeat = repeatOf({ cron: '0 0 29 2 1#5', tz: 'Europe/Paris' });
    assert.equal(isoOf(repeat.next(at('2098-02-01T00:00Z'))), undefined);
    assert.equal(isoOf(repeat.previous(at('1971-01-01T00:00Z'))), undefined);
  });
});

describe('an interval', () => {
  const field = { every: 'PT30M', anchor: '2026-11-22T10:00:00Z' };

  it('falls on its grid, whenever the last one was dealt with', () => {
    assert.deepEqual(slots(field, '2026-11-22T10:47:13Z', 2), ['2026-11-22T11:00Z', '2026-11-22T11:30Z']);
    assert.equal(isoOf(repeatOf(field).next(at('2020-01-01T00:00Z'))), '2026-11-22T10:30:00.000Z');
  });

  it('counts a day as 24 hours, whatever the clocks do', () => {
    const daily = { every: 'P1D', tz: 'Europe/Paris', anchor: '2026-03-28T08:00:00Z' };
    assert.deepEqual(slots(daily, '2026-03-28T08:00Z', 2), ['2026-03-29T08:00Z', '2026-03-30T08:00Z']);
  });

  it('without an anchor starts when the entry was made', () => {
    const repeat = repeatOf({ every: 'PT1H' }, { created: at('2026-01-01T00:20:00Z') });
    assert.equal(isoOf(repeat.next(at('2026-01-01T05:00:00Z'))), '2026-01-01T05:20:00.000Z');
  });

  it('has no slot before its first', () => {
    assert.equal(repeatOf(field).previous(at('2026-11-22T10:30:00Z')), undefined);
    assert.equal(isoOf(repeatOf(field).previous(at('2026-11-22T10:30:01Z'))), '2026-11-22T10:30:00.000Z');
  });

  it('in words', () => {
    const words = (every: string): string => repeatOf({ ...field, every }).words;
    assert.deepEqual(['PT30M', 'PT1H', 'P1DT12H', 'P1W'].map(words), [
      'Every 30 minutes',
      'Every hour',
      'Every 1 day 12 hours',
      'Every 7 days',
    ]);
  });
});

describe('the end of a repeat', () => {
  it('until is the last moment a slot may lie at', () => {
    const field = { cron: '0 9 * * *', until: '2026-01-03T09:00:00Z' };
    assert.deepEqual(slots(field, '2026-01-01T12:00Z', 9), ['2026-01-02T09:00Z', '2026-01-03T09:00Z']);
    assert.equal(isoOf(repeatOf(field).previous(at('2027-01-01T00:00Z'))), '2026-01-03T09:00:00.000Z');
  });

  it('count is how many there are after the anchor, missed ones included', () => {
    for (const [field, last] of [
      [{ cron: '0 9 * * 1-5', count: 3, anchor: '2026-01-01T12:00:00Z' }, '2026-01-06T09:00:00.000Z'],
      [
        { cron: '*/30 2 * * *', tz: 'Europe/Paris', count: 5, anchor: '2026-10-24T00:00:00Z' },
        '2026-10-25T01:30:00.000Z',
      ],
      [{ every: 'PT30M', count: 3, anchor: '2026-01-01T12:00:00Z' }, '2026-01-01T13:30:00.000Z'],
      [{ cron: '0 0 1 1 *', count: 1, anchor: '2026-01-01T12:00:00Z' }, '2027-01-01T00:00:00.000Z'],
      [{ cron: '0 0 * * *', count: 20_000, anchor: '2026-01-01T00:00:00Z' }, '2080-10-04T00:00:00.000Z'],
    ] as const) {
      const repeat = repeatOf(field);
      assert.equal(isoOf(repeat.end), last);
      assert.equal(isoOf(repeat.previous(at('2099-01-01T00:00Z'))), last);
      assert.equal(repeat.next(at(last)), undefined);
      assert.equal(repeat.between(at('1971-01-01T00:00Z'), at('2099-01-01T00:00Z'))?.count, field.count);
    }
  });

  it('whichever of the two comes first', () => {
    const field = { cron: '0 9 * * *', anchor: '2026-01-01T12:00:00Z', until: '2026-01-20T00:00:00Z' };
    assert.equal(isoOf(repeatOf({ ...field, count: 2 }).end), '2026-01-03T09:00:00.000Z');
    assert.equal(isoOf(repeatOf({ ...field, count: 200 }).end), '2026-01-20T00:00:00.000Z');
    assert.equal(repeatOf({ ...field, until: null, count: 1e9 }).end, undefined);
  });

  it('a paused one says so, and still knows its slots', () => {
    const paused = repeatOf({ cron: '0 9 * * *', enabled: false });
    assert.equal(paused.enabled, false);
    assert.equal(isoOf(paused.next(at('2026-01-01T00:00Z'))), '2026-01-01T09:00:00.000Z');
  });

  it('whatever was asked before, the next slot is that of the moment asked for', () => {
    const repeat = repeatOf({ cron: '0 9 * * *', until: '2026-01-04T09:00:00Z' });
    const days = ['03T10:00', '01T10:00', '02T08:59', '02T09:00', '04T09:00', '01T00:00'];
    assert.deepEqual(
      days.map(day => isoOf(repeat.next(at(`2026-01-${day}Z`)))?.slice(8, 10)),
      ['04', '02', '02', '03', undefined, '01'],
    );
  });
});

describe('missed slots', () => {
  const weekday = repeatOf({ cron: '0 9 * * *', tz: 'Europe/Paris' });

  it('are counted from the one that was due first, which is one of them', () => {
    const due = at('2026-11-20T08:00:00Z');
    assert.deepEqual(weekday.between(due, at('2026-11-22T09:00:00Z')), {
      count: 3,
      first: due,
      latest: at('2026-11-22T08:00:00Z'),
    });
    assert.equal(weekday.between(due, due)?.count, 1);
    assert.equal(weekday.between(due, instant(due - 1)), undefined);
  });

  it('times in a gap, and the moment after it, are one', () => {
    const repeat = repeatOf({ cron: '0,15,30 2,3 * * *', tz: 'Europe/Paris' });
    const missed = repeat.between(at('2026-03-28T23:00:00Z'), at('2026-03-29T22:00:00Z'));
    assert.equal(missed?.count, 3);
  });

  it('are counted and not gone through: forty years of every second', () => {
    const [from, now] = [at('2000-01-01T00:00:00Z'), at('2040-01-01T00:00:00Z')];
    const missed = repeatOf({ cron: '* * * * * *', tz: 'America/New_York' }).between(from, now);
    assert.deepEqual(missed, { count: (now - from) / 1000 + 1, first: from, latest: now });
    const grid = repeatOf({ every: 'PT1S', anchor: toIso(instant(from - 1000)) }).between(from, now);
    assert.equal(grid?.count, missed?.count);
  });
});

describe('a repeat field', () => {
  const whyNot = (field: unknown, context?: RepeatContext): string => {
    const answer = readRepeat(field, context);
    assert.ok(isRefusal(answer), JSON.stringify(field));
    return answer.why;
  };

  it('is refused with the member that is wrong', () => {
    const cron = '0 9 * * *';
    const wrong: [unknown, RegExp][] = [
      [null, /is an object/],
      [[], /is an object/],
      ['0 9 * * *', /is an object/],
      [{}, /needs a rule/],
      [{ cron, every: 'PT1H' }, /not both/],
      [{ cron: 5 }, /cron of a repeat must be a text/],
      [{ cron: '' }, /five or six fields/],
      [{ cron, tz: 'Mars/Base' }, /no time zone "Mars\/Base"/],
      [{ cron, tz: '' }, /no time zone ""/],
      [{ cron, until: 'soon' }, /until of a repeat must be an ISO time/],
      [{ cron, anchor: 5 }, /anchor of a repeat/],
      [{ cron, count: 0 }, /count of a repeat must be a whole number from 1 up/],
      [{ cron, count: 2 }, /needs an anchor/],
      [{ cron, enabled: 'no' }, /enabled of a repeat must be true or false/],
      [{ every: 'PT1H' }, /needs an anchor/],
      [{ every: '30m', anchor: '2026-01-01T00:00Z' }, /Use an ISO 8601 duration/],
      [{ every: 'P1M', anchor: '2026-01-01T00:00Z' }, /no fixed length\. Use a cron line/],
    ];
    for (const [field, why] of wrong) {
      assert.match(whyNot(field), why, JSON.stringify(field));
    }
  });

  it('keeps UTC where it names no zone, and leaves unknown members alone', () => {
    const repeat = repeatOf({ cron: '0 9 * * *', 'x-colour': 'red', tz: null, catchup: 'perhaps' });
    assert.equal(isoOf(repeat.next(at('2026-01-01T00:00Z'))), '2026-01-01T09:00:00.000Z');
    assert.equal(repeat.catchup, 'once');
    assert.deepEqual(repeat.field, { cron: '0 9 * * *', tz: 'UTC' });
  });

  it('members of a prototype are none of its own', () => {
    assert.match(whyNot(Object.create({ cron: '0 9 * * *' })), /needs a rule/);
  });

  it('what is written reads the same', () => {
    const field = {
      cron: '0 9 * * *',
      tz: 'Europe/Paris',
      anchor: '2026-01-01T00:00:00.000Z',
      catchup: 'skip',
      until: '2026-06-01T00:00:00.000Z',
      count: 7,
      enabled: false,
    };
    assert.deepEqual(repeatOf(field).field, field);
  });
});
