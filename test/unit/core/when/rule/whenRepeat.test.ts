import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { weekdayOf } from '../../../../../src/core/basics/calendarDate.ts';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import { readRepeat } from '../../../../../src/core/repeat/repeat.ts';
import { instant, toIso } from '../../../../../src/core/basics/time.ts';
import { toWall } from '../../../../../src/core/basics/wallClock.ts';
import {
  parseCron,
  parseEvery,
  parseRule,
  parseWhen,
  type WhenRepeat,
} from '../../../../../src/core/when/parseMoment.ts';

const zone = 'America/Chicago';
/** Wed 2026-04-08 16:35:20 in Chicago. */
const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));
const read = (text: string): WhenRepeat => {
  const when = parseRule(text, { now, zone });
  assert.ok(!isRefusal(when), `"${text}" was refused: ${'why' in when ? when.why : ''}`);
  return when;
};
const ruleOf = (text: string): string => {
  const { rule } = read(text).repeat;
  return rule.kind === 'cron' ? rule.cron : rule.every;
};
const whyNot = (text: string): string => {
  const when = parseWhen(text, { now, zone });
  assert.ok(isRefusal(when), `"${text}" was read as ${'reads' in when ? when.reads : ''}`);
  return when.why;
};

describe('what comes again is read as a rule', () => {
  const rules: Record<string, readonly string[]> = {
    '0 9 * * 1-5': [
      'every weekday at 9',
      'weekdays 9am',
      '9am every weekday',
      'every monday to friday at 9:00',
      '0 9 * * 1-5',
    ],
    '0 9 * * *': ['every day', 'Daily at 9', 'each morning', 'every morning at 9', 'everyday 9am'],
    '30 14 * * *': ['every day at 14:30', 'daily 2:30pm', 'at 14:30 every day'],
    '0 9 * * 1': ['every monday 9am', 'mondays at 9', 'on mondays', 'every monday morning', 'weekly on monday'],
    '0 17 * * 5': ['weekly on friday at 5pm', 'every week on friday at 17:00', 'fridays at 5pm', 'every fri, 5pm'],
    '0 9 * * 1,3,5': ['every mon, wed and fri at 9am', 'mondays, wednesdays and fridays at 9'],
    '0 10 * * 0,6': ['weekends at 10', 'every weekend at 10am', 'every sat and sun at 10:00'],
    '0 20 * * *': ['nightly', 'every night', 'every evening at 8'],
    '0 9,17 * * *': ['every day at 9 and 17:00', 'daily at 9am and 5pm', 'every day 9am, 5pm'],
    '15,45 9 * * *': ['every day at 9:15 and 9:45'],
    '0 0 * * *': ['every day at midnight'],
    '30 0 9 * * *': ['every day at 9:00:30'],
    '0 9 1 * *': [
      'first of the month at 9',
      'monthly on the 1st',
      'every month on the first at 9am',
      'the 1st of every month',
    ],
    '0 12 1,15 * *': ['the 1st and 15th of every month at noon', 'monthly on the 1st and 15th at noon'],
    '0 17 L * *': ['last day of the month at 5pm', 'every last day of the month 17:00'],
    '0 16 * * 5L': ['every last friday of the month at 4pm', 'last friday of every month at 16:00'],
    '0 10 * * 2#2': ['every 2nd tuesday of the month at 10am', 'second tuesday of each month at 10'],
    '0 9 25 12 *': ['every 25 december', 'every dec 25 at 9', 'every year on 25 december', '25 dec every year at 9am'],
    '0 * * * *': ['hourly', '0 * * * *'],
    '@daily': ['@daily', '@DAILY'],
    '0 0 9 * * MON': ['0 0 9 * * mon'],
    '0 9 * * 5L': ['0 9 * * 5l'],
    PT30M: ['every 30m', 'every 30 minutes', 'every half hour'],
    PT2H: ['every 2 hours', 'each two hours', 'every 120 minutes'],
    PT1H: ['every hour', 'every 60m'],
    P2D: ['every 2 days', 'every 48h'],
    P14D: ['every 2 weeks'],
  };
  for (const [rule, texts] of Object.entries(rules)) {
    for (const text of texts) {
      it(`"${text}" is ${rule}`, () => assert.equal(ruleOf(text), rule));
    }
  }

  it('with its words, the next three slots and the zone', () => {
    const { kind, text, repeat, next, zone: named, reads, notes } = read(' Every weekday at 9 ');
    assert.equal(kind, 'repeat');
    assert.equal(text, 'Every weekday at 9');
    assert.equal(repeat.words, 'At 09:00, Monday through Friday');
    assert.deepEqual(next.map(toIso), [
      '2026-04-09T14:00:00.000Z',
      '2026-04-10T14:00:00.000Z',
      '2026-04-13T14:00:00.000Z',
    ]);
    assert.equal(named, zone);
    assert.equal(
      reads,
      'At 09:00, Monday through Friday: Thu 9 Apr, 09:00 CDT, then Fri 10 Apr, 09:00 CDT, then Mon 13 Apr, 09:00 CDT',
    );
    assert.deepEqual(notes, []);
  });

  it('in the zone that stands in brackets', () => {
    const { repeat, next } = read('every weekday at 9 (Europe/Paris)');
    assert.deepEqual(repeat.field, { cron: '0 9 * * 1-5', tz: 'Europe/Paris' });
    assert.equal(toIso(next[0] ?? now), '2026-04-09T07:00:00.000Z');
  });

  it('an interval starts its grid at the present second', () => {
    const later = parseRule('every 30m', { now: instant(now + 700), zone });
    assert.ok(!isRefusal(later));
    assert.deepEqual(later.repeat.field, { every: 'PT30M', anchor: '2026-04-08T21:35:20.000Z' });
    assert.equal(toIso(later.next[0] ?? now), '2026-04-08T22:05:20.000Z');
  });

  it('with remarks where the text may not mean what it seems to', () => {
    const remarks: [string, RegExp][] = [
      ['every tues at 2:15', /24-hour clock/],
      ['every friday at midnight', /start of the day/],
      ['every 31st', /months without a day 31 are left out/],
      ['every 29 feb', /only leap years/],
      ['every fifth monday of the month', /without a fifth/],
      ['every 2 days', /24 hours/],
    ];
    for (const [text, remark] of remarks) {
      assert.match(read(text).notes.join(), remark, text);
    }
  });

  it('says that either is enough where a line limits day of month and day of week', () => {
    assert.match(read('0 9 13 * 5').repeat.words, /day 13 of the month.*Friday.*either of the two is enough/);
    assert.doesNotMatch(read('0 9 13 * *').repeat.words, /either/);
  });
});

describe('an interval', () => {
  const begun = (text: string): readonly string[] => read(text).next.map(at => toIso(at).replace('.000', ''));

  it('of days or weeks is due at its time of day, counted from today', () => {
    const nine = ['2026-04-11T14:00:00Z', '2026-04-14T14:00:00Z', '2026-04-17T14:00:00Z'];
    for (const text of ['every 3 days at 9', 'every 3 days 9am', 'every three days at 09:00', 'each 3d @9:00']) {
      assert.deepEqual(begun(text), nine, text);
    }
    assert.deepEqual(begun('every other day at 5pm').slice(0, 1), ['2026-04-10T22:00:00Z']);
    assert.deepEqual(begun('every 2 weeks at noon').slice(0, 1), ['2026-04-22T17:00:00Z']);
    assert.equal(ruleOf('every other week at 9'), 'P14D');
  });

  it('without a time of day starts now, at the whole minute if it is an hour or more', () => {
    assert.deepEqual(begun('every other day').slice(0, 1), ['2026-04-10T21:35:00Z']);
    assert.deepEqual(begun('every 2 days').slice(0, 1), ['2026-04-10T21:35:00Z']);
    assert.deepEqual(begun('every 90 minutes').slice(0, 1), ['2026-04-08T23:05:00Z']);
    assert.deepEqual(begun('every 30m').slice(0, 1), ['2026-04-08T22:05:20Z']);
  });

  it('of days says that its time moves with the clocks', () => {
    assert.match(read('every 3 days at 9').notes.join(), /24 hours/);
  });
});

describe('a repeat that is not certain is refused with what to type instead', () => {
  const groups: [string, RegExp, string[]][] = [
    [
      'no day named',
      /Type (?:weekly on friday|every first of the month|every 25 december)/,
      ['weekly', 'every week', 'monthly', 'every month at 9', 'yearly', 'every year'],
    ],
    ['every other weekday', /every 2d or every 2w/, ['every other monday at 9', 'every second friday']],
    ['a time of some days that may be either', /Type 5am or 5pm/, ['every 3 days at 5', 'every other day at 5']],
    ['a time of some days that cannot be', /not a time of day/, ['every 3 days at 25:00']],
    ['a weekday of some weeks', /Defer is not sure/, ['every 2 weeks on friday', 'every 3 days at the office']],
    ['months', /differ in length\. Type every first of the month/, ['every 3 months', 'every 1 year']],
    ['hours that may be either', /Type 3am or 3pm/, ['every day at 3', 'mondays at 3']],
    ['a clock that cannot be', /not a time of day\. Type 3pm/, ['every day at 25:00', 'weekdays at 13pm']],
    ['times that no one line holds', /Make one for each, such as/, ['every day at 9:15 and 17:30']],
    ['a day that cannot be', /Type 1st to 31st/, ['every 32nd', 'the 0th of every month']],
    ['a range over the end of the week', /Name the days/, ['every fri to mon at 9']],
    [
      'a zone beside the time',
      /Set the zone in the settings/,
      ['every friday at 3pm EST', 'weekdays 9am Europe/Paris'],
    ],
    ['an interval of nothing', /one second to a hundred years/, ['every 0m', 'every 200000 weeks']],
    ['four fields or seven', /has five fields, or six.*Try 0 9/, ['* * * *', '0 9 * *', '* * * * * * *']],
    ['a day no calendar has', /never comes\. Try/, ['0 0 31 2 *', '0 0 31 4,6,9,11 *', '0 0 30 feb *']],
    ['a field out of range', /minute "60" takes 0 to 59.*Try/, ['60 * * * *', '0 60 * * * *']],
    ['a step beyond its field', /cannot step by 90.*--every/, ['*/90 * * * *']],
    ['a range that runs backwards', /backwards; split it in two, such as 22-23,0-6/, ['0 22-6 * * *']],
    ['a shorthand that no schedule has', /Use @yearly/, ['@reboot', '@never']],
    [
      'anything only part of which is understood',
      /not sure how often.*Type every weekday at 9/,
      [
        'every',
        'every soon',
        'every monday at 9am until june',
        'every day at 9 sharp',
        'tomorrow at 9 every day',
        'every 1st monday',
        'mondays tuesdays',
        'every 30m at 9',
      ],
    ],
  ];
  for (const [what, why, texts] of groups) {
    it(what, () => {
      for (const text of texts) {
        assert.match(whyNot(text), why, text);
      }
    });
  }

  it('one day stays one day', () => {
    for (const text of ['monday 9am', 'on monday', 'the 15th', '25 december', 'end of the month']) {
      const when = parseWhen(text, { now, zone });
      assert.ok(!isRefusal(when) && when.kind === 'instant', text);
    }
    const once = parseRule('monday 9am', { now, zone });
    assert.match('why' in once ? once.why : '', /one time, not a rule\. Type every weekday/);
  });

  it('an agent may not ask for more than one in 5 minutes', () => {
    const asAgent = { now, zone, byAgent: true };
    for (const text of ['every 4m', 'every minute', '*/4 * * * *', '0,3 9 * * *', '0,58 0,23 * * *', '* 0 9 * * *']) {
      const answer = parseWhen(text, asAgent);
      assert.ok(isRefusal(answer), text);
      assert.match(answer.why, /every 5 minutes\. Use every 5m/);
    }
    for (const text of ['every 5m', '*/5 * * * *', '0,58 0,23 1 * *', 'every weekday at 9']) {
      assert.ok(!isRefusal(parseWhen(text, asAgent)), text);
    }
  });
});

describe('a rule given as such', () => {
  it('--cron takes only a cron line', () => {
    const cron = parseCron('0 9 * * 1-5', { now, zone: 'Europe/Paris' });
    assert.ok(!isRefusal(cron));
    assert.equal(toIso(cron.next[0] ?? now), '2026-04-09T07:00:00.000Z');
    for (const text of ['', ' ', 'tomorrow', 'every weekday at 9', '0 9 * *', 'x'.repeat(5000)]) {
      assert.ok(isRefusal(parseCron(text, { now, zone })), text);
    }
    const nowhere = parseCron('0 9 * * *', { now, zone: 'Mars/Base' });
    assert.match('why' in nowhere ? nowhere.why : '', /no time zone "Mars\/Base"/);
  });

  it('--every takes spans and ISO durations', () => {
    for (const [text, every] of [
      ['30m', 'PT30M'],
      ['every 30m', 'PT30M'],
      ['pt90m', 'PT1H30M'],
      ['P1D', 'P1D'],
      ['1d12h', 'P1DT12H'],
    ] as const) {
      const answer = parseEvery(text, { now, zone });
      assert.ok(!isRefusal(answer) && answer.repeat.rule.kind === 'every', text);
      assert.equal(answer.repeat.rule.every, every);
    }
    for (const text of ['', 'P1M', 'P', 'PT', 'PT0S', 'PT0.5S', 'weekday', '5', '1 month', 'PT999999999H']) {
      assert.ok(isRefusal(parseEvery(text, { now, zone })), text);
    }
  });
});

describe('English means what it says', () => {
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
  const clocks = fc.record({ hour: fc.integer({ min: 7, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
  const asClock = fc.constantFrom(
    ({ hour, minute }: { hour: number; minute: number }) => `${hour}:${String(minute).padStart(2, '0')}`,
    ({ hour, minute }: { hour: number; minute: number }) =>
      `${hour % 12 || 12}:${String(minute).padStart(2, '0')}${hour < 12 ? 'am' : ' pm'}`,
  );
  const zones = fc.constantFrom('America/Chicago', 'Europe/Paris', 'Asia/Kolkata', 'UTC');
  const presents = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) }).map(instant);

  it('whatever days and times are named, each slot is on such a day at that time, and none is left out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
        clocks,
        asClock,
        fc.boolean(),
        zones,
        presents,
        (weekdays, clock, write, plural, inZone, present) => {
          const list = weekdays.map(day => `${names[day] ?? ''}${plural ? 's' : ''}`);
          const said = list.length === 1 ? list.join() : `${list.slice(0, -1).join(', ')} and ${list.at(-1) ?? ''}`;
          const when = parseRule(`${plural ? '' : 'every '}${said} at ${write(clock)}`, { now: present, zone: inZone });
          assert.ok(!isRefusal(when), 'why' in when ? when.why : '');
          const slots = when.repeat.upcoming(present, weekdays.length * 2);
          for (const slot of slots) {
            const wall = toWall(slot, inZone);
            assert.ok(weekdays.includes(weekdayOf(wall)));
            assert.deepEqual([wall.hour, wall.minute, wall.second], [clock.hour, clock.minute, 0]);
          }
          assert.ok((slots.at(-1) ?? Infinity) - present < 15 * 86_400_000);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a rule written to the file and read again is the same rule', () => {
    for (const text of [
      'every weekday at 9',
      'every 30m',
      '@daily',
      '0 0 9 * * mon',
      'last friday of the month at 4pm',
    ]) {
      const { repeat } = read(text);
      const again = readRepeat(JSON.parse(JSON.stringify(repeat.field)));
      assert.ok(!isRefusal(again), text);
      assert.deepEqual([again.rule, again.field], [repeat.rule, repeat.field], text);
    }
  });
});
