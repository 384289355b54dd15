import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { readRepeat } from '../../src/core/repeat/repeat.ts';
import { instant, toIso } from '../../src/core/basics/time.ts';
import { parseRule, parseWhen } from '../../src/core/when/parseMoment.ts';
import { wallText } from '../support/clockText.ts';
import { NAMED, OTHERS } from '../support/everydayPhrases.ts';

// The kinds of phrases that other readers of time are tested with, in words of our own, and what they come to on
// Wed 2026-04-08 at 16:35:20 in Chicago: a clock, or the words of the refusal.

const zone = 'America/Chicago';
const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));

const AHEAD = /in the past/;
const STRETCH = /span of time/;
const VAGUE = /too vague/;
const LONG = /more than one day/;
const TWO = /unclear which number/;
const ZONED = /A zone cannot be added/;
const UNKNOWN = /^Not a time Defer knows/;
const PASSED = /has passed/;

type Table = readonly (readonly [text: string, meant: string | RegExp])[];

const SUITES: Readonly<Record<string, Table>> = {
  'agent-defer, every rule of its grammar': [
    ['now', '2026-04-08 16:35:20'],
    ['NOW', '2026-04-08 16:35:20'],
    ['noon', '2026-04-09 12:00'],
    ['midnight', '2026-04-09 00:00'],
    ['2026-04-20', '2026-04-20 09:00'],
    ['20260420', '2026-04-20 09:00'],
    ['2026-04-20 08:15', '2026-04-20 08:15'],
    ['2026-04-20T08', '2026-04-20 08:00'],
    ['2026-04-20T0815', '2026-04-20 08:15'],
    ['20260420T081530', '2026-04-20 08:15:30'],
    ['2026-04-20T08:15:30.5Z', '2026-04-20 03:15:30'],
    ['2026-W17-1', '2026-04-20 09:00'],
    ['2026W171T08', '2026-04-20 08:00'],
    ['2026-04-20T08:15+0530', '2026-04-19 21:45'],
    ['4pm EST', ZONED],
    ['tomorrow 4pm utc', ZONED],
    ['4pm Asia/Tokyo', ZONED],
    ['today', '2026-04-08 16:35:20'],
    ['today 6pm', '2026-04-08 18:00'],
    ['tomorrow', '2026-04-09 09:00'],
    ['tomorrow 4 p.m.', '2026-04-09 16:00'],
    ['tomorrow 0730', '2026-04-09 07:30'],
    ['tomorrow noon', '2026-04-09 12:00'],
    ['tomorrow midnight', '2026-04-09 00:00'],
    ['next monday', '2026-04-13 09:00'],
    ['next wednesday 16:20', '2026-04-15 16:20'],
    ['+45m', '2026-04-08 17:20:20'],
    ['+ 45m', '2026-04-08 17:20:20'],
    ['+in 45m', '2026-04-08 17:20:20'],
    ['in 45m', '2026-04-08 17:20:20'],
    ['2w3d', '2026-04-25 16:35:20'],
    ['1w2d3h4m5s', '2026-04-17 19:39:25'],
    ['2 weeks 3 days', '2026-04-25 16:35:20'],
    ['1 hr 5 mins 10 secs', '2026-04-08 17:40:30'],
    ['3 hours, 5 minutes', '2026-04-08 19:40:20'],
    ['7:05 PM', '2026-04-08 19:05'],
    ['7:05', '2026-04-09 07:05'],
    ['1905', '2026-04-08 19:05'],
    ['20 minutes ago', AHEAD],
    ['soon', VAGUE],
    ['whatever', UNKNOWN],
  ],
  'chrono, its kinds of English': [
    ['this evening', '2026-04-08 18:00'],
    ['tomorrow at 6', /Type 6am or 6pm/],
    ['the day before yesterday', AHEAD],
    ['14 Aug 2026', '2026-08-14 09:00'],
    ['14-August-2026', '2026-08-14 09:00'],
    ['Aug. 14th, 2026 8:45 pm', '2026-08-14 20:45'],
    ['Fri, 14 August', '2026-08-14 09:00'],
    ['Mon, 14 August', /names two days/],
    ['14 - 16 Aug', STRETCH],
    ['Aug 14 to Sep 2', STRETCH],
    ['8/14/2026', '2026-08-14 09:00'],
    ['14/8', '2026-08-14 09:00'],
    ['8/7/2026', TWO],
    ['2026/8/14', '2026-08-14 09:00'],
    ['14/Aug/2026', '2026-08-14 09:00'],
    ['2026-08-14T20:45:00.250+01:00', '2026-08-14 14:45'],
    ['August', '2026-08-01 09:00'],
    ['Aug 2027', '2027-08-01 09:00'],
    ['2027 Aug', '2027-08-01 09:00'],
    ['Aug-2027', '2027-08-01 09:00'],
    ['in 3 hours 20 min', '2026-04-08 19:55:20'],
    ['in half an hour', '2026-04-08 17:05:20'],
    ['within 40 minutes', '2026-04-08 17:15:20'],
    ['half an hour from now', '2026-04-08 17:05:20'],
    ['40 minutes later', '2026-04-08 17:15:20'],
    ['after an hour', '2026-04-08 17:35:20'],
    ['40 minutes earlier', UNKNOWN],
    ['2 weeks ago', AHEAD],
    ['next friday', '2026-04-10 09:00'],
    ['friday of next week', '2026-04-17 09:00'],
    ['friday of last week', AHEAD],
    ['2 weeks from tomorrow', '2026-04-23 09:00'],
    ['next month', LONG],
    ['this weekend', LONG],
    ['a few days', VAGUE],
    ['10 at night', '2026-04-08 22:00'],
    ['8.15pm', '2026-04-08 20:15'],
    ['20h15', '2026-04-09 12:50:20'],
    ['from 9am to 11am', STRETCH],
    ['9 - 11am', STRETCH],
    ['20:15:30', '2026-04-08 20:15:30'],
    ['20:15 CET', ZONED],
    ['1200 -05:00', '2026-04-09 12:00'],
    ['2 h 5 w', '2026-05-13 18:35:20'],
    ['31/05/2027-14:15', UNKNOWN],
    ['version 2.4.1', UNKNOWN],
    ['$12.50', UNKNOWN],
  ],
  'parsedatetime, its kinds': [
    ['5 min from now', '2026-04-08 16:40:20'],
    ['an hr', '2026-04-08 17:35:20'],
    ['twenty-five minutes', '2026-04-08 17:00:20'],
    ['forty two hours', '2026-04-10 10:35:20'],
    ['2y 3mo', '2028-07-08 16:35:20'],
    ['11p.m.', '2026-04-08 23:00'],
    ['11p', '2026-04-08 23:00'],
    ['1115pm', '2026-04-08 23:15'],
    ['0745am', '2026-04-09 07:45'],
    ['Aug 14 6pm', '2026-08-14 18:00'],
    ['6pm 14 Aug', '2026-08-14 18:00'],
    ['8/14', '2026-08-14 09:00'],
    ['14.08.2026', '2026-08-14 09:00'],
    ['8/14/26', /year needs four digits/],
    ['eod', '2026-04-08 17:00'],
    ['eod tomorrow', '2026-04-09 17:00'],
    ['tomorrow eod', '2026-04-09 17:00'],
    ['eom', '2026-04-30 17:00'],
    ['eoy', '2026-12-31 17:00'],
    ['1pm this friday', '2026-04-10 13:00'],
    ['friday afternoon', '2026-04-10 15:00'],
    ['a week from tomorrow', '2026-04-16 09:00'],
    ['1 day from next monday', '2026-04-14 09:00'],
    ['noon tomorrow', '2026-04-09 12:00'],
    ['4pm - 6pm', STRETCH],
    ['august 5 - 8', STRETCH],
    ['4pm - 3 days', UNKNOWN],
    ['5 minutes before noon', UNKNOWN],
    ['yesterday', AHEAD],
    ['last friday', AHEAD],
    ['25:23', /not a time of day/],
    ['23PM', /not a time of day/],
    ['30 february', /^(?:There is no|Not a time)/],
    ['', /^Type a time/],
    ['blah', UNKNOWN],
  ],
  "Taskwarrior's words": [
    ['now', '2026-04-08 16:35:20'],
    ['today', '2026-04-08 16:35:20'],
    ['tomorrow', '2026-04-09 09:00'],
    ['yesterday', AHEAD],
    ['sun', '2026-04-12 09:00'],
    ['wednesday', '2026-04-15 09:00'],
    ['jan', '2027-01-01 09:00'],
    ['october', '2026-10-01 09:00'],
    ['eod', '2026-04-08 17:00'],
    ['eow', '2026-04-10 17:00'],
    ['eom', '2026-04-30 17:00'],
    ['eoq', '2026-06-30 17:00'],
    ['eoy', '2026-12-31 17:00'],
    ['1st', '2026-05-01 09:00'],
    ['23rd', '2026-04-23 09:00'],
    ['3d', '2026-04-11 16:35:20'],
    ['2wks', '2026-04-22 16:35:20'],
    ['1hr', '2026-04-08 17:35:20'],
    ['P1D', '2026-04-09 16:35:20'],
    ['P1Y2M', '2027-06-08 16:35:20'],
    ['PT1H30M', '2026-04-08 18:05:20'],
    ['2026-W20', '2026-05-11 09:00'],
    ['2026-150', '2026-05-30 09:00'],
    ['20260530', '2026-05-30 09:00'],
    ['2026-05-30T12:00Z', '2026-05-30 07:00'],
    ['8a', '2026-04-09 08:00'],
    ['8:30pm', '2026-04-08 20:30'],
    ['later', VAGUE],
    ['someday', VAGUE],
    ['easter', UNKNOWN],
    ['sod', UNKNOWN],
  ],
  'limit notices of agents': [
    ['resets 7:30pm (Europe/Paris)', '2026-04-09 12:30'],
    ['try again in 2h 10m', '2026-04-08 18:45:20'],
    ["You've hit your limit · resets 11pm (UTC)", '2026-04-08 18:00'],
    ['usage limit reached. Available again at 6pm.', '2026-04-08 18:00'],
    ['resets 3pm', '2026-04-09 15:00'],
    ['resets last friday', UNKNOWN],
  ],
  'dates that have passed': [
    ['1 jan 2026', PASSED],
    ['05/31/2024 14:15', PASSED],
    ['2013-2-7', PASSED],
    ['2024 August', PASSED],
    ['tuesday of this week', PASSED],
    ['2026-01-05', '2026-01-05 09:00'],
  ],
};

describe('phrases of other suites, in our own words', () => {
  for (const [suite, table] of Object.entries(SUITES)) {
    it(suite, t => {
      const tally = { tried: table.length, read: 0, refused: 0 };
      for (const [text, meant] of table) {
        const read = parseWhen(text, { now, zone });
        if (typeof meant === 'string') {
          assert.ok(!isRefusal(read) && read.kind === 'instant', `"${text}": ${'why' in read ? read.why : read.reads}`);
          assert.equal(wallText(read.at, zone), meant, text);
          tally.read += 1;
        } else {
          assert.ok(isRefusal(read), `"${text}" was read as ${'reads' in read ? read.reads : ''}`);
          assert.match(read.why, meant, text);
          tally.refused += 1;
        }
      }
      t.diagnostic(JSON.stringify(tally));
    });
  }

  it('of everyday phrases, all are read', t => {
    for (const [text, clock] of [...NAMED, ...OTHERS]) {
      const read = parseWhen(text, { now, zone });
      assert.ok(!isRefusal(read) && read.kind === 'instant', text);
      assert.equal(wallText(read.at, zone), clock, text);
    }
    t.diagnostic(`${NAMED.length} named, ${OTHERS.length} others`);
  });
});

describe('words and rules', () => {
  it('of every usual cron line, the words are read and give the same times', t => {
    let tried = 0;
    for (const minute of [
      '*',
      '0',
      '5',
      '30',
      '*/5',
      '*/10',
      '*/15',
      '*/20',
      '*/30',
      '*/7',
      '*/25',
      '*/40',
      '*/45',
      '0,30',
      '15,45',
      '3-59/10',
      '0-30',
    ]) {
      for (const hour of ['*', '0', '9', '23', '9,17', '9-17', '*/2', '*/3', '*/6', '*/5', '8-18/2', '22,23,0,1']) {
        for (const day of ['*', '1', '15', '1,15', 'L', '1-7', '*/2', '31']) {
          for (const [month, weekday] of [
            ['*', '*'],
            ['*', '1-5'],
            ['*', 'MON'],
            ['*', '0,6'],
            ['*', 'FRI-MON'],
            ['*', '5L'],
            ['*', '2#3'],
            ['6-8', '*'],
            ['DEC', '1,3,5'],
          ]) {
            const cron = [minute, hour, day, month, weekday].join(' ');
            const repeat = readRepeat({ cron, tz: zone });
            assert.ok(!isRefusal(repeat), cron);
            const words = repeat.words;
            const again = parseRule(words, { now, zone });
            assert.ok(!isRefusal(again), `${cron}: "${words}": ${'why' in again ? again.why : ''}`);
            assert.deepEqual(
              again.repeat.upcoming(now, 4).map(toIso),
              repeat.upcoming(now, 4).map(toIso),
              `${cron}: ${words}`,
            );
            tried += 1;
          }
        }
      }
    }
    t.diagnostic(`${tried} lines`);
  });
});
