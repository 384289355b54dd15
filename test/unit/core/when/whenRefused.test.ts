import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { END_OF_TIME, fromIso, instant, toIso } from '../../../../src/core/basics/time.ts';
import { parseWhen } from '../../../../src/core/when/parseMoment.ts';

const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));
const zone = 'America/Chicago';
const whyNot = (text: string, inZone = zone): string => {
  const answer = parseWhen(text, { now, zone: inZone });
  assert.ok(isRefusal(answer), `"${text}" was read as ${'reads' in answer ? answer.reads : ''}`);
  return answer.why;
};

describe('a text that is no certain time is refused with what to type instead', () => {
  const groups: [string, RegExp, string[]][] = [
    [
      'a zone beside the time',
      /Set the zone in the settings.*15:00\+02:00/,
      ['3pm EST', 'tomorrow 9am PST', '3pm UTC', '15:00 CET', '3pm Europe/Paris', 'noon gmt', '2026-12-01T10:00 EST'],
    ],
    [
      'a time that has passed',
      /in the past\. Type 30m/,
      ['10 minutes ago', 'yesterday', 'last friday', 'last night', 'yesterday at 3pm', '-10m', 'an hour ago'],
    ],
    [
      'a day whose time has passed',
      /has passed\. Type a later time/,
      ['today 3pm', 'this morning', '1 jan 2026', '2026-1-5', '05/31/2024 14:15'],
    ],
    ['a bare number', /^(\d+) what\? Type \1m, \1h/, ['12', '5', 'in 5', 'at 9', '930']],
    ['a vague word', /too vague\. Type 30m/, ['soon', 'later', 'in a few hours', 'in a while', 'someday']],
    [
      'more than one day',
      /Name one day: next monday/,
      ['next month', 'this weekend', 'weekend', 'next quarter', 'next month at 9am'],
    ],
    ['a stretch of time', /the moment it starts/, ['3pm to 5pm', '3-5pm']],
    [
      'a numeric date',
      /2026-11-12 or 12 nov 2026/,
      ['12.11.2026', '12/11', '12/11/2026', '12-11-2026', '12/11 at 9am'],
    ],
    [
      'a clock that cannot be',
      /not a time of day\. Type 3pm/,
      ['25:00', 'tomorrow 25:00', '13pm', '0am', '9:75', '2460'],
    ],
    [
      'a day that cannot be',
      /There is no day|No month has a day 35/,
      ['2026-02-30', '2026-13-01', '2026-02-29 9am', '35th'],
    ],
    [
      'an ISO time that cannot be',
      /not a real date and time/,
      ['2026-04-09T25:00', '2026-02-30T10:00', '2026-04-09T10:61'],
    ],
    ['an hour without morning or afternoon', /Type 3am or 3pm/, ['tomorrow at 3', 'friday at 3']],
    ['a clock outside its part of the day', /is not in the/, ['tonight at 3am', '9pm tomorrow morning']],
    [
      'a year after 2099',
      /1970 to 2099|after 2099/,
      ['2150-01-01', '1 dec 2150', '2100-01-01T00:00Z', '900000h', '74y'],
    ],
    ['a year before 1970', /1970 to 2099/, ['1969-12-31', '1969-12-31T00:00Z']],
    [
      'anything only part of which is understood',
      /^Not a time Defer knows: ".+"\. (?:The nearest is ".+"\. )?Try 30m, 2h, 3pm/,
      [
        'foo 3pm',
        '3pm foo',
        'tomorrow 9am sharp',
        'call bob tomorrow',
        '10m 10m',
        '1h banana',
        'friday friday',
        '3pm 4pm',
        '31 apr',
        '1 dec 2 dec',
        'tomorrow tonight',
        'at',
        'in',
        '+',
        '1 hour and',
        'мартобря',
      ],
    ],
    ['nothing', /^Type a time\. Try 30m/, ['', '   ', '\n']],
    ['over 200 characters', /at most 200 characters/, ['1'.repeat(201), `tomorrow ${'very '.repeat(50)}`]],
  ];
  for (const [what, why, texts] of groups) {
    it(what, () => {
      for (const text of texts) {
        assert.match(whyNot(text), why, text);
      }
    });
  }

  it('an unknown zone is an error, not a fallback', () => {
    assert.match(whyNot('30m', 'Mars/Base'), /no time zone "Mars\/Base"\. Use an IANA name/);
  });

  it('200 characters are still read', () => {
    assert.ok(!isRefusal(parseWhen(`3${' '.repeat(150)}pm`, { now, zone })));
  });
});

describe('whatever is typed', () => {
  const words = fc.constantFrom(
    'in',
    'at',
    'on',
    'the',
    'next',
    'this',
    'last',
    'every',
    'each',
    'mondays',
    'weekday',
    '1st',
    'of the month',
    '*',
    '*/5',
    '1-5',
    'daily',
    'tomorrow',
    'today',
    'tonight',
    'friday',
    'tues',
    'week',
    'dec',
    'may',
    '1st',
    '31',
    '12',
    '5',
    '2026',
    '2150',
    '9am',
    '3:30',
    '25:00',
    '1430',
    'pm',
    'noon',
    'midnight',
    'eom',
    'and',
    'an',
    'hour',
    'minutes',
    '1h',
    '2w',
    '1d2h',
    '999999999999y',
    '+02:00',
    'z',
    'EST',
    '(Asia/Colombo)',
    'resets',
    'try again',
    'limit',
    '2026-03-08T02:30',
    '2026-12-01',
    '-',
    ',',
    '.',
    '*',
    '0',
    'night',
    'morning',
    'ago',
    'of',
  );
  const texts = fc.oneof(
    fc.array(words, { maxLength: 9 }).map(list => list.join(' ')),
    fc.array(words, { maxLength: 5 }).map(list => list.join('')),
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  const zones = fc.constantFrom(
    'UTC',
    'America/Chicago',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Pacific/Apia',
    'Nowhere',
  );
  const moments = fc.integer({ min: 0, max: END_OF_TIME - 1 }).map(instant);

  it('the answer is a moment that can be kept, or a reason', () => {
    fc.assert(
      fc.property(texts, zones, moments, (text, inZone, present) => {
        const answer = parseWhen(text, { now: present, zone: inZone });
        if (isRefusal(answer)) {
          assert.ok(answer.why.length > 20);
        } else if (answer.kind === 'repeat') {
          assert.ok(answer.next.length > 0 && answer.next.every(at => at > present && at < END_OF_TIME));
        } else {
          assert.ok(answer.at >= 0 && answer.at < END_OF_TIME);
          assert.ok(answer.at >= present || answer.notes.includes('in the past'));
          assert.notEqual(answer.reads, '');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a moment written as ISO comes back as it was', () => {
    fc.assert(
      fc.property(moments, present => {
        const answer = parseWhen(toIso(present), { now, zone });
        assert.ok(!isRefusal(answer) && answer.kind === 'instant');
        assert.equal(answer.at, fromIso(toIso(present))?.at);
      }),
      { numRuns: 200 },
    );
  });
});
