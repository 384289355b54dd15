import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { instant } from '../../../../src/core/basics/time.ts';
import { parseWhen } from '../../../../src/core/when/parseMoment.ts';
import { NAMED, OTHERS } from '../../../support/everydayPhrases.ts';
import { holds } from '../../../support/property.ts';

const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));
const context = { now, zone: 'America/Chicago' };
const whyNot = (text: string): string => {
  const answer = parseWhen(text, context);
  assert.ok(isRefusal(answer), `"${text}" was read as ${'reads' in answer ? answer.reads : ''}`);
  return answer.why;
};

describe('a refusal gives a reason only where it is certain', () => {
  const groups: readonly (readonly [what: string, why: RegExp, texts: readonly string[]])[] = [
    [
      'a word of the past, a range or a zone in a text that is none',
      /^Not a time Defer knows: ".+"\. /,
      [
        ...[
          'before 5pm',
          'tomorrow before 4pm',
          '1 hour before friday 5pm',
          'before bed',
          'last minute',
          'a long time ago',
        ],
        ...['earlier', 'the past', 'foo ago', 'previous', 'last order', 'until friday', 'till noon', 'nine to five'],
        ...[
          '10 to 6',
          '5 to 9',
          '24-12',
          '3-5',
          'face to face',
          'all-in 9',
          'call west',
          'foo et',
          'the art',
          'go east',
        ],
        ...[
          '24/12/2026/1',
          '99/99',
          '0/5',
          '1.2.3',
          '10.30.15',
          '30/2',
          'next weekend sale',
          'weekend work',
          'some work',
        ],
        ...[
          'in a bit more',
          'later gator',
          'half nine',
          'half',
          'a quarter',
          'monday 25',
          '12:30:45:10',
          '20261',
          '2026-1',
        ],
      ],
    ],
    [
      'a repeat in a text that is none',
      /^Defer is not sure how often that is\./,
      ['weekly foo', 'monthly report', 'every month or so', 'yearly review', 'every second of it', 'every other bug'],
    ],
    [
      'the past',
      /in the past/,
      ['2 hours ago', 'yesterday noon', 'last friday 3pm', '-1h', 'last week', 'the day before yesterday'],
    ],
    [
      'a stretch',
      /span of time/,
      ['2-3 hours', 'mon 9-10', '3pm till 5pm', 'from monday to friday', 'between noon and 3pm', '9 to 5'],
    ],
    ['two days in one', /unclear which number/, ['12/11', '3.4.2027', 'at 9am on 12/11', '1.5.']],
    ['a year of two digits', /year needs four digits/, ['24/12/26', '24.12.26 at 9am']],
    [
      'a zone',
      /A zone cannot be added/,
      ['3pm EST', 'next friday 3pm CET', 'half past nine UTC', 'weekdays at 9 Europe/Paris'],
    ],
    ['a number alone', /^10\.5 what\?/, ['10.5', 'in 10.5', '+10.5']],
    [
      'a clock time or a length',
      /^Is 10\.30 a clock time or a number of hours\? Type 10:30 or 10\.30h\./,
      ['10.30', 'at 10.30'],
    ],
    [
      'a day that no calendar has',
      /There is no day "2026(?:1399|-W60-1|-02-30)"/,
      ['20261399', '2026-W60-1', '2026-02-30'],
    ],
    [
      'an ISO time that no clock shows',
      /is not a real date and time/,
      ['20260409T2500', '2026-W15-4T10:61', '20261399T10'],
    ],
  ];
  for (const [what, why, texts] of groups) {
    it(what, () => {
      for (const text of texts) {
        assert.match(whyNot(text), why, text);
      }
    });
  }

  it('with a word in it that no time has, no text is refused for anything else', t => {
    // "workdays" alone speak of a repeat.
    const phrases = [...NAMED, ...OTHERS].map(([text]) => text).filter(text => !text.includes('workdays'));
    const bait = [
      '10 minutes ago',
      'yesterday',
      'last friday',
      '3pm to 5pm',
      '12/11',
      '3pm EST',
      'this weekend',
      'soon',
      '25:00',
      '12',
      '35th',
    ];
    const places = fc.tuple(fc.constantFrom(...phrases, ...bait), fc.nat(20));
    holds(
      t,
      fc.property(places, ([phrase, place]) => {
        const words = phrase.split(' ');
        words.splice(Math.min(place, words.length), 0, 'xyzzy');
        const text = words.join(' ');
        assert.match(whyNot(text), /^Not a time Defer knows: /, text);
      }),
      1000,
    );
  });
});

describe('a text that is not understood', () => {
  it('is given back as it was typed', () => {
    for (const text of [
      'Foo 3PM',
      'Half Past Nine SHARP',
      '20260409T2500Z',
      'Tomorrow 25:00 H',
      'Dec 12 12',
      'Übermorgen',
      '7PM or so İ',
    ]) {
      assert.ok(whyNot(text).includes(`"${text}"`), whyNot(text));
    }
    assert.match(whyNot('Tomorrow at 13PM'), /^"13PM" is not a time of day/);
    assert.match(whyNot('3PM today'), /^"3PM" today has passed/);
    assert.match(whyNot('Fri 1 DEC'), /^"Fri 1 DEC" names two days/);
  });

  it('comes back with the nearest that is one', () => {
    for (const [text, nearest] of [
      ['before 5pm', '5pm'],
      ['call bob tomorrow at 9', 'tomorrow at 9'],
      ['friday 3pm please', 'friday 3pm'],
      ['half nine', 'half past nine'],
      ['first monday of the next quarter', 'first monday of next month'],
      ['in an hour and a bit', 'in an hour'],
    ] as const) {
      assert.match(whyNot(text), new RegExp(`The nearest is "${nearest}"\\. Try 30m`), text);
    }
    // A number that would be left away may be the point.
    assert.doesNotMatch(whyNot('dec 12 12'), /nearest is "dec 12"/);
    assert.doesNotMatch(whyNot('qqq'), /nearest/);
  });

  it('of a misspelled one says what was probably meant, and that is read', () => {
    for (const [text, meant] of [
      ['tommorow', 'tomorrow'],
      ['Tomorow 9am', 'tomorrow 9am'],
      ['tomorrrow at noon', 'tomorrow at noon'],
      ['thurdsay', 'thursday'],
      ['firday 3pm', 'friday 3pm'],
      ['next tusday', 'next tuesday'],
      ['wensday 8', 'wednesday 8'],
      ['satuday morning', 'saturday morning'],
      ['10 minuts', '10 minutes'],
      ['in 2 huors', 'in 2 hours'],
      ['next weak', 'next week'],
      ['5 decmber', '5 december'],
      ['1 febuary 2027', '1 february 2027'],
      ['evry weekday at 9', 'every weekday at 9'],
      ['midnigth', 'midnight'],
      ['quater to nine', 'quarter to nine'],
      ['last day of the mounth', 'last day of the month'],
    ] as const) {
      assert.match(whyNot(text), new RegExp(`^Not a time Defer knows: "${text}"\\. Did you mean "${meant}"\\?`), text);
      assert.ok(!isRefusal(parseWhen(meant, context)), meant);
    }
  });

  it('two letters beside each other, one left out or one doubled, are found in any long word', t => {
    const words = [
      'tomorrow',
      'tonight',
      'monday',
      'tuesday',
      'wednesday',
      'thursday',
      'friday',
      'saturday',
      'january',
      'september',
    ];
    const edits = fc
      .tuple(fc.constantFrom(...words), fc.nat(20), fc.constantFrom('swap', 'drop', 'double'))
      .map(([word, at, edit]) => {
        const place = 1 + (at % (word.length - 2));
        const [head, one = '', two = ''] = [word.slice(0, place), word[place], word[place + 1]];
        const rest = word.slice(place + 2);
        return [word, `${head}${{ swap: two + one, drop: two, double: one + one + two }[edit]}${rest}`] as const;
      });
    holds(
      t,
      fc.property(edits, ([word, typed]) => {
        const read = parseWhen(`${typed} 8pm`, context);
        // "tuesday" with a letter less may still be one.
        if (isRefusal(read)) {
          assert.ok(read.why.includes(`Did you mean "${word} 8pm"?`), `${typed}: ${read.why}`);
        }
      }),
      500,
    );
  });
});
