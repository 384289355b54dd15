import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { fromIso, instant } from '../../../../src/core/basics/time.ts';
import { parseMoment, parseRule, parseWhen, type WhenInstant } from '../../../../src/core/when/parseMoment.ts';
import type { WhenContext } from '../../../../src/core/when/readingContext.ts';
import { EXAMPLES_OF_EACH } from '../../../../src/core/when/knownWords.ts';
import { wallText } from '../../../support/clockText.ts';
import { NAMED, OTHERS, type Phrase } from '../../../support/everydayPhrases.ts';

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
const clockOf = (text: string, context = present()): string => wallText(read(text, context).at, context.zone);
const whyNot = (text: string, context = present()): string => {
  const answer = parseMoment(text, context);
  assert.ok(isRefusal(answer), `"${text}" was read as ${'reads' in answer ? answer.reads : ''}`);
  return answer.why;
};

describe('what is said every day', () => {
  for (const [text, clock] of NAMED) {
    it(`"${text}" is ${clock}`, () => assert.equal(clockOf(text), clock));
  }
});

describe(`${OTHERS.length} more phrases of these kinds, none of them in the list`, () => {
  it('are others, and more than 37', () => {
    const named = new Set(NAMED.map(([text]) => text.toLowerCase()));
    const others = new Set(OTHERS.map(([text]) => text.toLowerCase()).filter(text => !named.has(text)));
    assert.equal(others.size, OTHERS.length);
    assert.ok(OTHERS.length >= 37);
  });
  for (const [text, clock] of OTHERS) {
    it(`"${text}" is ${clock}`, () => assert.equal(clockOf(text), clock));
  }
});

it('any case and any spaces do, and single quotes of any kind', () => {
  for (const [text, clock] of [...NAMED, ...OTHERS]) {
    assert.equal(clockOf(`  ${text.toUpperCase().replaceAll(' ', ' \t ')} `), clock, text);
    assert.equal(clockOf(text.replace("'", '’')), clock, text);
  }
});

it('every example that a refusal may name is read', () => {
  for (const example of EXAMPLES_OF_EACH) {
    const when = parseWhen(example, present());
    assert.ok(!isRefusal(when), `${example}: ${'why' in when ? when.why : ''}`);
  }
});

describe('hours that may be of the morning or of the afternoon', () => {
  it('bare ones from 1 to 6 are asked about, with both readings', () => {
    for (const text of ['monday 3', 'tmrw 6', 'friday 1', "5 o'clock", 'tomorrow at four', "six o'clock"]) {
      assert.match(whyNot(text), /^Is .+ in the morning or the afternoon\? Type (\d)am or \1pm\.$/, text);
    }
  });

  it('with minutes they are read on the 24-hour clock, and remarked upon', () => {
    for (const [text, afternoon] of [
      ['quarter to six', '5:45pm'],
      ['half past three', '3:30pm'],
      ['ten to seven', '6:50pm'],
      ['monday 230', '2:30pm'],
    ] as const) {
      assert.deepEqual(read(text).notes, [`read on the 24-hour clock; for the afternoon type ${afternoon}`], text);
    }
    assert.deepEqual(read('quarter to one').notes, []);
    assert.equal(clockOf('quarter to six in the evening'), '2026-04-08 17:45');
    assert.equal(clockOf('quarter to six pm'), '2026-04-08 17:45');
  });

  it('a number behind a date without a year may be the year, and is not read', () => {
    for (const text of ['dec 12 12', '24 dec 9', '24/12 9', 'january 9 17', '2 days 9']) {
      assert.match(whyNot(text), /^Not a time Defer knows/, text);
    }
    assert.equal(clockOf('24 dec at 9'), '2026-12-24 09:00');
    assert.equal(clockOf('24 dec 2026 9'), '2026-12-24 09:00');
  });

  it('four digits before a day are its time, and no number of days', () => {
    assert.equal(clockOf('0515 day after tomorrow'), '2026-04-10 05:15');
    assert.equal(clockOf('1430 day after tomorrow'), '2026-04-10 14:30');
    assert.equal(clockOf('27th of august, 1013'), '2026-08-27 10:13');
  });
});

describe('today', () => {
  it('is its morning hour, and once that has passed it is now, said so', () => {
    assert.equal(clockOf('today', present('2026-04-08T11:00:00Z')), '2026-04-08 09:00');
    for (const iso of ['2026-04-08T14:00:00Z', '2026-04-08T21:35:20Z']) {
      const when = read('Today', present(iso));
      assert.equal(when.at, fromIso(iso)?.at);
      assert.deepEqual(when.notes, ['09:00 has passed, so now is meant']);
    }
    assert.equal(clockOf('today', { ...present(), morning: { hour: 18, minute: 0 } }), '2026-04-08 18:00');
    assert.match(whyNot('this morning'), /has passed/);
  });
});

describe('a weekday with a date', () => {
  it('typed on that day, once its hour has passed, is never another day', () => {
    const saturday = present('2026-11-28T12:40:00Z', 'UTC');
    assert.match(whyNot('sat 28 nov', saturday), /09:00 on Sat 28 Nov 2026 has passed\. Type a later time/);
    assert.equal(clockOf('sat 28 nov 5pm', saturday), '2026-11-28 17:00');
    assert.equal(clockOf('28 nov', saturday), '2027-11-28 09:00');
    assert.match(whyNot('fri 28 nov', saturday), /names two days: that date is Sat 28 Nov 2026/);
    for (let year = 2026; year < 2060; year += 1) {
      const when = parseMoment('sat 28 nov', { now: instant(Date.UTC(year, 10, 28, 12, 40)), zone: 'UTC' });
      assert.ok(isRefusal(when), String(year));
    }
  });
});

describe('the last day of the month', () => {
  it('is one date where a time is asked for, as the end of the month is, and says how to repeat it', () => {
    for (const [text, clock] of [
      ['last day of the month', '2026-04-30 09:00'],
      ['the last day of the month at 5pm', '2026-04-30 17:00'],
      ['last friday of the month', '2026-04-24 09:00'],
      ['first of the month at 9', '2026-05-01 09:00'],
      ['the 15th of the month', '2026-04-15 09:00'],
    ] as const) {
      const when = parseWhen(text, present());
      assert.ok(!isRefusal(when) && when.kind === 'instant', text);
      assert.equal(wallText(when.at, ZONE), clock);
      const [, again = ''] = /to repeat it type (.*)$/.exec(when.notes.join()) ?? [];
      const rule = parseWhen(again, present());
      assert.ok(!isRefusal(rule) && rule.kind === 'repeat', `${text}: ${again}`);
    }
  });

  it('repeats with every, and where a rule is asked for', () => {
    for (const text of [
      'every last day of the month',
      'last day of every month',
      'monthly on the last day of the month',
    ]) {
      const when = parseWhen(text, present());
      assert.ok(!isRefusal(when) && when.kind === 'repeat', text);
      assert.equal(when.repeat.field['cron'], '0 9 L * *');
    }
    const rule = parseRule('last day of the month', present());
    assert.ok(!isRefusal(rule));
    assert.equal(rule.repeat.field['cron'], '0 9 L * *');
  });

  it('what cannot be one date still repeats', () => {
    const when = parseWhen('the 1st and 15th of the month', present());
    assert.ok(!isRefusal(when) && when.kind === 'repeat');
    assert.equal(when.repeat.field['cron'], '0 9 1,15 * *');
  });
});

describe('seen from other days', () => {
  const from: readonly (readonly [iso: string, phrases: readonly Phrase[]])[] = [
    // Friday morning.
    [
      '2026-04-10T12:00:00Z',
      [
        ['friday 17', '2026-04-10 17:00'],
        ['a week from friday', '2026-04-17 09:00'],
        ['next business day', '2026-04-13 09:00'],
        ['1 business day', '2026-04-13 07:00'],
        ['friday of next week', '2026-04-17 09:00'],
        ['next week', '2026-04-17 09:00'],
      ],
    ],
    // Sunday.
    [
      '2026-04-12T18:00:00Z',
      [
        ['monday of next week', '2026-04-13 09:00'],
        ['sunday week', '2026-04-19 09:00'],
        ['2 working days', '2026-04-14 13:00'],
        ['end of next week', '2026-04-17 17:00'],
      ],
    ],
    // The last hour of a year.
    [
      '2027-01-01T05:30:00Z',
      [
        ['January', '2027-01-01 09:00'],
        ['next january', '2027-01-01 09:00'],
        ['eoy', '2027-12-31 17:00'],
        ['last day of the month', '2027-01-31 09:00'],
        ['1st of next month', '2027-01-01 09:00'],
        ['24/12', '2027-12-24 09:00'],
      ],
    ],
    // 30 January: the next month is shorter.
    [
      '2027-01-30T18:00:00Z',
      [
        ['first monday of next month', '2027-02-01 09:00'],
        ['last day of next month', '2027-02-28 09:00'],
        ['a month from today', '2027-02-28 09:00'],
      ],
    ],
    // The night before the clocks go forward.
    [
      '2026-03-06T08:30:00Z',
      [
        ['1 business day', '2026-03-09 02:30'],
        ['two days later', '2026-03-08 03:00'],
      ],
    ],
  ];
  for (const [iso, phrases] of from) {
    for (const [text, clock] of phrases) {
      it(`"${text}" at ${iso} is ${clock}`, () => assert.equal(clockOf(text, present(iso)), clock));
    }
  }

  it('a month that has no such day is refused by name', () => {
    assert.match(whyNot('31st of next month', present('2026-05-05T12:00:00Z')), /Jun 2026 has none/);
    assert.match(whyNot('fifth monday of next month'), /There is no "fifth monday of next month": May 2026 has none/);
  });

  it('nobody knows the holidays, and that is said', () => {
    for (const text of ['5 business days', 'next business day', 'last business day of the month']) {
      assert.match(read(text).notes.join(), /holidays are not known/, text);
    }
  });
});
