import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import { readRepeat, type Repeat } from '../../../../../src/core/repeat/repeat.ts';
import { instant, MINUTE, SECOND, toIso, type Instant } from '../../../../../src/core/basics/time.ts';
import { parseCron, parseRule } from '../../../../../src/core/when/parseMoment.ts';
import { cronLines } from '../../../../support/cronLines.ts';
import { holds } from '../../../../support/property.ts';

const zone = 'America/Chicago';
const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));
const wordsOf = (cron: string): string => {
  const read = parseCron(cron, { now, zone });
  assert.ok(!isRefusal(read), `${cron}: ${'why' in read ? read.why : ''}`);
  return read.repeat.words;
};

describe('a cron line in words', () => {
  const said: Record<string, string> = {
    '0 9 * * 1-5': 'At 09:00, Monday through Friday',
    '0 9 * * *': 'At 09:00, every day',
    '0 9 * * 1': 'At 09:00, only on Monday',
    '0 9,17 * * MON,THU': 'At 09:00 and 17:00, only on Monday and Thursday',
    '30 0 9 * * *': 'At 09:00:30, every day',
    '0 9 * * FRI-MON': 'At 09:00, Friday through Monday',
    '0 9 * * 0,7': 'At 09:00, only on Sunday',
    '0 9 * * MON-SUN': 'At 09:00, every day',
    '0 9 1 * *': 'At 09:00, on day 1 of the month',
    '0 9 1-7,15 * *': 'At 09:00, on days 1 to 7 and 15 of the month',
    '0 9 L * *': 'At 09:00, on the last day of every month',
    '0 9 * * 5L': 'At 09:00, on the last Friday of every month',
    '0 9 * * 2#2': 'At 09:00, on the second Tuesday of every month',
    '0 9 25 12 *': 'At 09:00, on day 25 of the month, only in December',
    '0 9 * 6-8 1': 'At 09:00, only on Monday, only in June through August',
    '0 9 13 * 5': 'At 09:00, on day 13 of the month or on Friday (either of the two is enough)',
    '* * * * *': 'Every minute by the clock',
    '*/15 * * * *': 'Every 15 minutes by the clock',
    '*/20 * * * * *': 'Every 20 seconds by the clock',
    '0 * * * *': 'Every hour on the hour',
    '30 * * * *': 'Every hour at :30',
    '0 */2 * * *': 'Every 2 hours by the clock',
    '0 9-17 * * *': 'Every hour from 09:00 to 17:00, every day',
    '*/15 9-17 * * 1-5': 'Every 15 minutes from 09:00 to 17:45, Monday through Friday',
  };
  for (const [cron, words] of Object.entries(said)) {
    it(`${cron}: ${words}`, () => assert.equal(wordsOf(cron), words));
  }

  it('never calls regular what is not: a step that does not go into the hour or the day says where it starts anew', () => {
    assert.equal(wordsOf('*/7 * * * *'), 'Every 7 minutes from :00 to :56 of each hour');
    assert.equal(wordsOf('*/45 * * * *'), 'Every hour at :00 and :45');
    assert.equal(wordsOf('*/25 * * * *'), 'Every 25 minutes from :00 to :50 of each hour');
    assert.equal(wordsOf('0 */5 * * *'), 'Every 5 hours from 00:00 to 20:00, every day');
    for (let step = 1; step < 60; step += 1) {
      const regular = 60 % step === 0;
      assert.equal(
        /by the clock$|on the hour$|at :\d\d$/.test(wordsOf(`*/${step} * * * *`)) && step > 1,
        regular && step > 1,
        `*/${step}`,
      );
    }
  });

  it('that would be too long to be typed is the line itself', () => {
    const line = '1,2,4,7,11,16,22,29,37,46,56 0,3,5,8,9,11,14,17,20,23 1,3,7,12,13,20,22,28 2,3,7,9 *';
    assert.equal(wordsOf(` ${line.toLowerCase()}`), line);
  });
});

describe('what is printed for a rule can be typed back, and is the same rule', () => {
  const zones = fc.constantFrom('UTC', 'America/Chicago', 'Europe/Paris', 'Australia/Lord_Howe', 'America/St_Johns');
  const moments = fc
    .tuple(
      fc.integer({ min: 2000, max: 2035 }),
      fc.constantFrom(2, 3, 8, 9, 10),
      fc.integer({ min: 0, max: 31 * 24 * 60 }),
    )
    .map(([year, month, minute]) => instant(Date.UTC(year, month, 1) + minute * 60_000));
  const typedBack = (words: string, at: Instant, inZone: string): Repeat => {
    const read = parseRule(words, { now: at, zone: inZone });
    assert.ok(!isRefusal(read), `"${words}" was refused: ${'why' in read ? read.why : ''}`);
    return read.repeat;
  };
  const sameSlots = (cron: string, at: Instant, inZone: string): void => {
    const repeat = readRepeat({ cron, tz: inZone });
    fc.pre(!isRefusal(repeat));
    const words = repeat.words;
    const again = typedBack(words, at, inZone);
    assert.equal(again.words, words, cron);
    assert.deepEqual(again.upcoming(at, 12).map(toIso), repeat.upcoming(at, 12).map(toIso), `${cron}: ${words}`);
  };

  it('whatever the cron line, also where the clocks change', t => {
    holds(t, fc.property(cronLines, moments, zones, sameSlots), 3000);
  });

  it('the lines that people write', () => {
    for (const minute of ['*', '0', '30', '*/5', '*/7', '*/15', '*/45', '0,30', '5-55/10', '10-20']) {
      for (const hour of ['*', '9', '9,17', '9-17', '*/2', '*/5', '8-18/2', '9-9']) {
        for (const days of [
          '* * *',
          '* * 1-5',
          '1 * *',
          'L * *',
          '* * 5L',
          '* * 1#1',
          '1,15 * 1',
          '25 12 *',
          '* 6-8 0,6',
        ]) {
          sameSlots(`${minute} ${hour} ${days}`, now, zone);
        }
      }
    }
  });

  it('an interval is the same interval, counted from when it is typed', t => {
    const seconds = fc.oneof(
      fc.integer({ min: 1, max: 3 * 86_400 }),
      fc.integer({ min: 1, max: 200 }).chain(count => fc.constantFrom(count * 60, count * 3600, count * 86_400)),
    );
    holds(
      t,
      fc.property(seconds, period => {
        // An interval of an hour or more starts at the whole minute.
        const whole = period < 3600 ? SECOND : MINUTE;
        const start = instant(now - (now % whole));
        const repeat = readRepeat({ every: `PT${period}S`, anchor: toIso(start) });
        assert.ok(!isRefusal(repeat) && repeat.rule.kind === 'every');
        const again = typedBack(repeat.words, now, zone);
        assert.ok(again.rule.kind === 'every', repeat.words);
        assert.equal(again.rule.period, period * SECOND);
        assert.deepEqual(again.upcoming(now, 3), repeat.upcoming(now, 3));
      }),
      2000,
    );
  });

  it('"by the clock" is refused where the clock does not divide so, with what to type', () => {
    for (const [text, why] of [
      ['every 45 minutes by the clock', /every 30 or 60 minutes by the clock, or every 45 minutes, counted from now/],
      ['every 7 minutes by the clock', /every 6 or 10 minutes/],
      ['every 5 hours by the clock', /every 4 or 6 hours/],
      ['every 0 minutes by the clock', /not a multiple of/],
    ] as const) {
      const read = parseRule(text, { now, zone });
      assert.ok(isRefusal(read), text);
      assert.match(read.why, why);
    }
  });
});
