import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { fromIso, toIso } from '../../../../src/core/basics/time.ts';
import { parseMoment, parseWhen, type WhenInstant } from '../../../../src/core/when/parseMoment.ts';
import type { WhenContext } from '../../../../src/core/when/readingContext.ts';

const ZONE = 'America/Chicago';

/** Wed 2026-04-08 16:35:20 in Chicago, where no other is given. */
const present = (iso = '2026-04-08T21:35:20Z', zone = ZONE): WhenContext => {
  const now = fromIso(iso);
  assert.ok(now, iso);
  return { now: now.at, zone };
};
const read = (text: string, context = present()): WhenInstant => {
  const when = parseMoment(text, context);
  assert.ok(!isRefusal(when), `"${text}" was refused: ${'why' in when ? when.why : ''}`);
  return when;
};
const momentOf = (text: string, context?: WhenContext): string => toIso(read(text, context).at).replace('.000Z', 'Z');
const whyNot = (text: string, context = present()): string => {
  const answer = parseMoment(text, context);
  assert.ok(isRefusal(answer), `"${text}" was read as ${'reads' in answer ? answer.reads : ''}`);
  return answer.why;
};
const reads = (vectors: readonly (readonly [text: string, moment: string])[], context?: WhenContext): void => {
  for (const [text, moment] of vectors) {
    it(`"${text}" is ${moment}`, () => assert.equal(momentOf(text, context), moment));
  }
};

describe('every form that agent-defer takes', () => {
  reads([
    ['10m', '2026-04-08T21:45:20Z'],
    ['1d2h30m', '2026-04-10T00:05:20Z'],
    ['1w2d', '2026-04-17T21:35:20Z'],
    ['1 hour 30 minutes', '2026-04-08T23:05:20Z'],
    ['+10m', '2026-04-08T21:45:20Z'],
    ['in 10m', '2026-04-08T21:45:20Z'],
    ['tomorrow 9am', '2026-04-09T14:00:00Z'],
    ['tomorrow noon', '2026-04-09T17:00:00Z'],
    ['next wednesday', '2026-04-15T14:00:00Z'],
    ['next friday 3pm', '2026-04-10T20:00:00Z'],
    ['2026-04-09T10:00', '2026-04-09T15:00:00Z'],
    ['2026-04-09T10:00:00+02:00', '2026-04-09T08:00:00Z'],
    ['midnight', '2026-04-09T05:00:00Z'],
  ]);

  it('a clock time that has passed is the next one, and the reading says so', () => {
    assert.equal(read('3pm').reads, 'Thu 9 Apr, 15:00 CDT (in 22 h 25 min), tomorrow, since 3pm has passed');
    assert.match(read('noon').reads, /tomorrow, since noon has passed$/);
    assert.equal(momentOf('noon'), '2026-04-09T17:00:00Z');
  });
});

describe('durations', () => {
  reads([
    ['now', '2026-04-08T21:35:20Z'],
    ['  2H ', '2026-04-08T23:35:20Z'],
    ['90 minutes', '2026-04-08T23:05:20Z'],
    ['1 hour and 30 minutes', '2026-04-08T23:05:20Z'],
    ['1h 30m', '2026-04-08T23:05:20Z'],
    ['1h30', '2026-04-08T23:05:20Z'],
    ['1.5h', '2026-04-08T23:05:20Z'],
    ['in an hour', '2026-04-08T22:35:20Z'],
    ['half an hour', '2026-04-08T22:05:20Z'],
    ['ten minutes from now', '2026-04-08T21:45:20Z'],
    ['45 secs', '2026-04-08T21:36:05Z'],
    ['in two weeks', '2026-04-22T21:35:20Z'],
    ['1 month', '2026-05-08T21:35:20Z'],
  ]);

  it('a month from the 31st is the last day of a shorter month, and says so', () => {
    const when = read('1 month', present('2026-08-31T15:00:00Z'));
    assert.equal(toIso(when.at), '2026-09-30T15:00:00.000Z');
    assert.match(when.notes.join(), /no day 31/);
  });

  it('keep the fraction of the present second', () => {
    assert.equal(momentOf('1d', present('2026-04-08T21:35:20.125Z')), '2026-04-09T21:35:20.125Z');
  });
});

describe('clock times', () => {
  reads([
    ['3:30 PM', '2026-04-09T20:30:00Z'],
    ['14:30', '2026-04-09T19:30:00Z'],
    ['1430', '2026-04-09T19:30:00Z'],
    ['at 5pm', '2026-04-08T22:00:00Z'],
    ['5:00:30 p.m.', '2026-04-08T22:00:30Z'],
    ['12am', '2026-04-09T05:00:00Z'],
    ['12pm', '2026-04-09T17:00:00Z'],
    ['3pm +02:00', '2026-04-09T13:00:00Z'],
    ['22:00Z', '2026-04-08T22:00:00Z'],
    ['eod', '2026-04-08T22:00:00Z'],
    ['this evening', '2026-04-08T23:00:00Z'],
  ]);

  it('a bare early hour on the 24-hour clock is remarked upon', () => {
    assert.deepEqual(read('2:15').notes, ['read on the 24-hour clock; for the afternoon type 2:15pm']);
    assert.deepEqual(read('02:15').notes, []);
  });
});

describe('days', () => {
  reads([
    ['today 5pm', '2026-04-08T22:00:00Z'],
    ['tomorrow', '2026-04-09T14:00:00Z'],
    ['tomorrow at 9am', '2026-04-09T14:00:00Z'],
    ['tomorrow at 9', '2026-04-09T14:00:00Z'],
    ['9am tomorrow', '2026-04-09T14:00:00Z'],
    ['Tomorrow Morning', '2026-04-09T14:00:00Z'],
    ['tomorrow evening at 8', '2026-04-10T01:00:00Z'],
    ['friday', '2026-04-10T14:00:00Z'],
    ['on Friday, 3pm', '2026-04-10T20:00:00Z'],
    ['monday 9am', '2026-04-13T14:00:00Z'],
    ['friday next week', '2026-04-17T14:00:00Z'],
    ['tonight', '2026-04-09T01:00:00Z'],
    ['wednesday 5pm', '2026-04-08T22:00:00Z'],
    ['wednesday 9am', '2026-04-15T14:00:00Z'],
    ['in 2 days at 9am', '2026-04-10T14:00:00Z'],
    ['tomorrow midnight', '2026-04-09T05:00:00Z'],
    ['midnight tonight', '2026-04-09T05:00:00Z'],
    ['15th', '2026-04-15T14:00:00Z'],
    ['the 1st at noon', '2026-05-01T17:00:00Z'],
  ]);

  it('"next friday" on a Friday is a week off, "friday" is still today', () => {
    const friday = present('2026-04-10T12:00:00Z');
    assert.equal(momentOf('next friday', friday), '2026-04-17T14:00:00Z');
    assert.equal(momentOf('friday', friday), '2026-04-10T14:00:00Z');
    assert.match(read('friday', friday).notes.join(), /that is today/);
  });

  it('a bare day means the morning of the settings', () => {
    const early = { ...present(), morning: { hour: 7, minute: 30 } };
    assert.equal(momentOf('tomorrow', early), '2026-04-09T12:30:00Z');
    assert.equal(momentOf('friday morning', early), '2026-04-10T12:30:00Z');
    assert.equal(momentOf('2026-12-01', early), '2026-12-01T13:30:00Z');
  });
});

describe('dates', () => {
  reads([
    ['2026-12-01', '2026-12-01T15:00:00Z'],
    ['2026-12-01T10:00', '2026-12-01T16:00:00Z'],
    ['2026-12-01 10:00', '2026-12-01T16:00:00Z'],
    ['2026-12-01 9:30', '2026-12-01T15:30:00Z'],
    ['2026-12-01T10:00:00+02:00', '2026-12-01T08:00:00Z'],
    ['2026-12-01t10:00:00.250z', '2026-12-01T10:00:00.250Z'],
    ['1 dec 9am', '2026-12-01T15:00:00Z'],
    ['9am on the 1st of December', '2026-12-01T15:00:00Z'],
    ['Dec 1st, 2027 at 3:30pm', '2027-12-01T21:30:00Z'],
    ['fri 4 dec', '2026-12-04T15:00:00Z'],
    ['1 mar', '2027-03-01T15:00:00Z'],
    ['29 feb', '2028-02-29T15:00:00Z'],
    ['eom', '2026-04-30T22:00:00Z'],
    ['end of week', '2026-04-10T22:00:00Z'],
    ['eow 3pm', '2026-04-10T20:00:00Z'],
  ]);

  it('a full date may lie in the past, and is remarked upon', () => {
    for (const text of ['2026-04-07', '2026-04-07T09:00', '2026-04-07T14:00:00Z', '2026-04-07 9am']) {
      assert.equal(momentOf(text), '2026-04-07T14:00:00Z', text);
      assert.deepEqual(read(text).notes, ['in the past']);
    }
  });

  it('the end of a week that is over is that of the next, and the reading says so', () => {
    const saturday = read('eow', present('2026-04-11T15:00:00Z'));
    assert.equal(toIso(saturday.at), '2026-04-17T22:00:00.000Z');
    assert.match(saturday.reads, /next week, since 17:00 on Fri 10 Apr 2026 has passed$/);
  });
});

describe('limit notices', () => {
  reads([
    ['resets 11:30am (Asia/Colombo)', '2026-04-09T06:00:00Z'],
    ['try again in 1h 47m', '2026-04-08T23:22:20Z'],
    ["You've hit your limit · resets 3pm (America/New_York)", '2026-04-09T19:00:00Z'],
    ["You've hit your usage limit. Try again in 1 hour 47 minutes.", '2026-04-08T23:22:20Z'],
    ['5-hour limit reached ∙ resets 9pm', '2026-04-09T02:00:00Z'],
    ['resets Oct 9, 5pm (Europe/Paris)', '2026-10-09T15:00:00Z'],
    ['resets Mon 5:00 AM.', '2026-04-13T10:00:00Z'],
  ]);

  it('are read back in the reader’s zone, with the zone of the notice as a remark', () => {
    const when = read('resets 11:30am (Asia/Colombo)');
    assert.equal(when.reads, 'Thu 9 Apr, 01:00 CDT (in 8 h 25 min)');
    assert.equal(when.zone, ZONE);
    assert.deepEqual(when.notes, ['read in Asia/Colombo']);
  });

  it('with an unknown zone are refused', () => {
    assert.match(whyNot('resets 3pm (Mars/Base)'), /no time zone "Mars\/Base"/);
  });
});

describe('across a clock change', () => {
  const beforeSpring = present('2026-03-07T08:30:00Z'); // Sat 02:30 in Chicago; 02:00 to 03:00 is skipped on Sunday.

  it('days and weeks keep the wall clock, hours do not', () => {
    assert.equal(momentOf('1d', present('2026-03-07T21:00:00Z')), '2026-03-08T20:00:00Z');
    assert.equal(momentOf('in 2w', present('2026-03-01T21:00:00Z')), '2026-03-15T20:00:00Z');
    assert.equal(momentOf('24h', present('2026-03-07T21:00:00Z')), '2026-03-08T21:00:00Z');
  });

  it('a duration into the gap is the first moment after, said so', () => {
    const when = read('1d', beforeSpring);
    assert.equal(toIso(when.at), '2026-03-08T08:00:00.000Z');
    assert.deepEqual(when.notes, [
      '02:30 does not exist on Sun 8 Mar in America/Chicago: the clocks skip it; moved to 03:00',
    ]);
  });

  it('a typed clock time in the gap is refused, and the refusal gives the first one after', () => {
    for (const text of ['tomorrow 2:30am', 'sunday 02:30', '2026-03-08T02:30', '2026-03-08 2:30am', '8 mar 02:30']) {
      assert.match(whyNot(text, beforeSpring), /02:30 does not exist on Sun 8 Mar.*Type 03:00/, text);
    }
  });

  it('a midnight that is skipped is the first moment of that day', () => {
    const when = read('midnight', present('2026-09-05T20:00:00Z', 'America/Santiago'));
    assert.equal(toIso(when.at), '2026-09-06T04:00:00.000Z');
    assert.match(when.notes.join(), /moved to 01:00/);
  });

  it('a time that happens twice is the first, said so', () => {
    for (const text of ['2026-11-01T01:30', 'tomorrow 1:30am']) {
      const when = read(text, present('2026-10-31T20:00:00Z'));
      assert.equal(toIso(when.at), '2026-11-01T06:30:00.000Z');
      assert.match(when.notes.join(), /01:30 happens twice on Sun 1 Nov.*the first is taken/);
    }
  });

  it('where the first of the two has passed, the second is the next', () => {
    const when = read('1:30am', present('2026-11-01T06:45:00Z'));
    assert.equal(toIso(when.at), '2026-11-01T07:30:00.000Z');
    assert.match(when.notes.join(), /the second is taken/);
  });
});

describe('what chrono alone gets wrong', () => {
  reads([
    ['day after tomorrow', '2026-04-10T14:00:00Z'],
    ['tues at 2:15', '2026-04-14T07:15:00Z'],
    ['8 tonight', '2026-04-09T01:00:00Z'],
    ['tonight at 8:30', '2026-04-09T01:30:00Z'],
  ]);

  const refused: [string, RegExp][] = [
    ['last friday', /in the past/],
    ['tomorrow 25:00', /"25:00" is not a time of day.*3pm/],
    ['12.11.2026', /which number is the day.*2026-11-12/],
    ['dec 12 12', /Not a time Defer knows: "dec 12 12"/],
    ['1-3 dec', /span|whole|which number/],
    ['friday 1 dec', /names two days.*Tue 1 Dec 2026/],
  ];
  for (const [text, why] of refused) {
    it(`"${text}" is refused`, () => assert.match(whyNot(text), why));
  }

  it('"every weekday at 9" comes again, and is never one date', () => {
    const when = parseWhen('every weekday at 9', present());
    assert.ok(!isRefusal(when) && when.kind === 'repeat');
    assert.match(whyNot('every weekday at 9'), /one time is needed here\. Type tomorrow 9am/);
  });

  it('the zone of the context counts, whatever the zone of the machine', () => {
    assert.equal(momentOf('1 dec 9am', present(undefined, 'Asia/Tokyo')), '2026-12-01T00:00:00Z');
    assert.equal(momentOf('tomorrow 9am', present(undefined, 'Asia/Tokyo')), '2026-04-10T00:00:00Z');
  });
});

it('the hours of the parts of a day come from the settings', () => {
  const zone = 'UTC';
  const now = fromIso('2026-11-22T10:00:00Z')?.at as WhenContext['now'];
  const hours = { evening: { hour: 19, minute: 30 } };
  const read = (text: string) => parseWhen(text, { now, zone, hours });
  const at = (text: string): string | undefined => {
    const when = read(text);
    return 'kind' in when && when.kind === 'instant' ? toIso(when.at) : undefined;
  };
  assert.equal(at('tomorrow evening'), '2026-11-23T19:30:00.000Z');
  assert.equal(at('tomorrow afternoon'), '2026-11-23T15:00:00.000Z');
  const rule = read('every evening');
  assert.equal('kind' in rule && rule.kind === 'repeat' && rule.repeat.field['cron'], '30 19 * * *');
});
