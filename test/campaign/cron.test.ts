import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import fc from 'fast-check';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { readRepeat } from '../../src/core/repeat/repeat.ts';
import { instant, toIso, type Instant } from '../../src/core/basics/time.ts';
import { parseWhen } from '../../src/core/when/parseMoment.ts';
import { cronLines } from '../support/cronLines.ts';
import { seed } from '../support/property.ts';

// What croner, cronosjs, cron-parser and robfig/cron try in their suites, in the same classes with lines of our own:
// two of them are asked here what the lines mean, and UTC keeps the clock changes out of it (those are in dst/).

const STEPS = 8;
const LINES = 6000;
const from = instant(Date.UTC(2026, 3, 8, 21, 35, 20));

/** The next moments of a line, or why it is refused. */
type Answer = readonly string[] | { readonly no: string };

const asked = (ask: () => readonly string[]): Answer => {
  try {
    return ask();
  } catch (fault) {
    return { no: String(fault) };
  }
};

const defer = (line: string, after: Instant = from): Answer => {
  const repeat = readRepeat({ cron: line, tz: 'UTC' });
  return isRefusal(repeat) ? { no: repeat.why } : repeat.upcoming(after, STEPS).map(toIso);
};
const croner = (line: string): Answer =>
  asked(() =>
    new Cron(line, { timezone: 'UTC', paused: true }).nextRuns(STEPS, new Date(from)).map(date => date.toISOString()),
  );
const cronParser = (line: string): Answer =>
  asked(() =>
    CronExpressionParser.parse(line, { tz: 'UTC', currentDate: new Date(from) })
      .take(STEPS)
      .map(date => date.toDate().toISOString()),
  );

const isNo = (answer: Answer): answer is { readonly no: string } => 'no' in answer;

describe(`cron lines, against croner and cron-parser (seed ${seed})`, () => {
  for (const [name, oracle, least] of [
    ['croner', croner, 0.5],
    ['cron-parser', cronParser, 0.4],
  ] as const) {
    it(`whatever ${name} reads, Defer reads, and both come at the same moments`, t => {
      const tally = { tried: 0, equal: 0, onlyDefer: 0, neither: 0 };
      for (const line of fc.sample(cronLines, { numRuns: LINES, seed })) {
        // croner takes it for the whole week; Vixie cron, cronosjs and cron-parser for Sunday.
        if (/\bSUN-SUN\b/.test(line)) {
          continue;
        }
        const [ours, theirs] = [defer(line), oracle(line)];
        tally.tried += 1;
        if (isNo(theirs)) {
          tally[isNo(ours) ? 'neither' : 'onlyDefer'] += 1;
          continue;
        }
        // Defer's time ends with 2099.
        const known = theirs.filter(at => at < '2100');
        if (known.length === 0 && isNo(ours)) {
          // A day that no calendar has: the other reads the line and never comes, Defer says so.
          assert.match(ours.no, /never comes/, line);
          tally.neither += 1;
        } else {
          assert.deepEqual(ours, known, line);
          tally.equal += 1;
        }
      }
      t.diagnostic(`${name}: ${JSON.stringify(tally)}`);
      assert.ok(tally.equal > tally.tried * least, JSON.stringify(tally));
    });
  }

  it('a list that names numbers twice, and a week that goes round, is the set of its days', t => {
    const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
    let tried = 0;
    for (let first = 0; first <= 7; first += 1) {
      for (let last = 0; last <= 7; last += 1) {
        const count = ((last % 7) - (first % 7) + 7) % 7;
        const days =
          first === 0 && last === 7
            ? [0, 1, 2, 3, 4, 5, 6]
            : Array.from({ length: count + 1 }, (_, index) => (first + index) % 7);
        const plain = `30 6 * * ${[...days].sort().join(',')}`;
        const [one, other] = [names[first % 7], names[last % 7]];
        for (const field of [
          `${first}-${last}`,
          `${first}-${last},${last}`,
          ...(first < 7 && last < 7 ? [`${one}-${other}`] : []),
        ]) {
          tried += 1;
          assert.deepEqual(defer(`30 6 * * ${field}`), croner(plain), field);
        }
      }
    }
    t.diagnostic(`${tried} weekday ranges`);
  });
});

/** Line, moment, and the next moment it comes after that: facts of our own making, in the classes of robfig/cron. */
const FACTS: readonly (readonly [line: string, after: string, next: string])[] = [
  ['0/15 * * * *', '2026-07-09T14:45:00Z', '2026-07-09T15:00:00Z'],
  ['0/15 * * * *', '2026-07-09T14:59:59Z', '2026-07-09T15:00:00Z'],
  ['20-35/15 * * * *', '2026-07-09T14:35:00Z', '2026-07-09T15:20:00Z'],
  ['20-35/15 * * * *', '2026-07-31T23:46:00Z', '2026-08-01T00:20:00Z'],
  ['*/5 * * * * *', '2026-07-09T14:45:57Z', '2026-07-09T14:46:00Z'],
  ['15/35 20-35/15 1/2 */2 7 *', '2026-07-09T02:00:00Z', '2026-07-09T03:20:15Z'],
  ['0 0 9 feb,jul *', '2026-07-09T00:00:00Z', '2027-02-09T00:00:00Z'],
  ['0 0 * feb mon', '2026-07-09T23:35:00Z', '2027-02-01T00:00:00Z'],
  ['0 0 29 2 *', '2026-07-09T23:35:00Z', '2028-02-29T00:00:00Z'],
  ['0 0 29 2 *', '2096-03-01T00:00:00Z', 'never'],
  ['0 0 31 12 *', '2026-12-31T00:00:00Z', '2027-12-31T00:00:00Z'],
  ['0 0 31 * *', '2026-08-31T00:00:00Z', '2026-10-31T00:00:00Z'],
  ['59 23 * * *', '2026-12-31T23:59:00Z', '2027-01-01T23:59:00Z'],
  ['0 12 ? * tue-thu', '2026-07-09T12:00:00Z', '2026-07-14T12:00:00Z'],
  ['0 12 1,15 * tue', '2026-07-14T12:00:00Z', '2026-07-15T12:00:00Z'],
  ['0 0 */10 * sun', '2026-07-11T00:00:00Z', '2026-07-12T00:00:00Z'],
  ['@hourly', '2026-07-09T14:45:00Z', '2026-07-09T15:00:00Z'],
  ['@daily', '2026-07-09T14:45:00Z', '2026-07-10T00:00:00Z'],
  ['@weekly', '2026-07-09T14:45:00Z', '2026-07-12T00:00:00Z'],
  ['@monthly', '2026-07-09T14:45:00Z', '2026-08-01T00:00:00Z'],
  ['@yearly', '2026-07-09T14:45:00Z', '2027-01-01T00:00:00Z'],
  ['0 0 l * *', '2027-02-01T00:00:00Z', '2027-02-28T00:00:00Z'],
  ['0 0 * * 7#1', '2026-11-01T00:00:00Z', '2026-12-06T00:00:00Z'],
  ['0 0 * * wedl', '2026-11-25T00:00:00Z', '2026-12-30T00:00:00Z'],
];

/** What the suites try that Defer has not: each is known as cron and refused by name. */
const NOT_SUPPORTED: Readonly<Record<string, { readonly lines: readonly string[]; readonly named: RegExp }>> = {
  'the nearest weekday': {
    lines: ['0 9 1W * *', '0 0 9 15W * *', '0 9 LW * *', '0 9 31W 1,7 *', '0 9 1W,15W * *', '0 9 W * *', '0 9 W15 * *'],
    named: /nearest weekday \(W\)/,
  },
  'days before the last': {
    lines: ['0 9 L-1 * *', '0 9 L-30 * *', '0 0 9 L-3 6 ?'],
    named: /counts back from the last day/,
  },
  'lists of # and L': {
    lines: ['0 9 * * 1#1,3#2', '0 9 * * FRI#2,MON', '0 9 * * 5L,1', '0 9 * * monl,fril', '0 9 * * 1-3,5#2'],
    named: /has L or # in a list/,
  },
  '# beyond five': { lines: ['0 9 * * 1#6', '0 9 * * MON#0', '0 9 * * FRI#12'], named: /takes # with 1 to 5 only/ },
  'a field of years': {
    lines: ['0 9 * * * 2027', '0 0 9 * * * 2027', '0 0 9 1 1 ? *', '0 9 1 1 ? 2027-2030', '* * * * * * 2027/2'],
    named: /[Yy]ears? (?:are|is) not supported|is a year/,
  },
  "Jenkins' hash": {
    lines: ['H * * * *', 'H/15 * * * *', 'H H * * *', 'H(0-29)/10 * * * *', 'H H(0-7) * * 1-5'],
    named: /Jenkins/,
  },
  '? for now': { lines: ['? * * * *', '? ? * * * *', '0 ? * * *', '0 9 1 ? *', '0 9 ?/2 * *'], named: /"\?"/ },
  'both days at once': { lines: ['0 9 13 * +FRI', '0 0 9 1-7 * +MON'], named: /both days at once \(\+\)/ },
  'a random number': { lines: ['0~30 9 * * *', '~ 9 * * *'], named: /random number \(~\)/ },
  'a zone before the line': {
    lines: ['TZ=Europe/Paris 0 9 * * *', 'CRON_TZ=UTC @daily', 'tz=Asia/Tokyo 0 0 9 * * *'],
    named: /Use --tz "[A-Za-z/]+"/,
  },
  'schedules of AWS': {
    lines: ['cron(0 9 * * ? *)', 'rate(5 minutes)', 'rate(1 day)'],
    named: /(?:cron|rate)\(…\) is not supported/,
  },
  'other shorthands': { lines: ['@reboot', '@every 1h30m', '@every 10s'], named: /@reboot|@every is not supported/ },
};

/** What every suite refuses. */
const WRONG = [
  ...[
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 0 *',
    '* * * 13 *',
    '* * * * 8',
    '-1 * * * *',
    '* * * * -1',
  ],
  ...[
    '5-1 * * * *',
    '* 22-6 * * *',
    '*/0 * * * *',
    '*/90 * * * *',
    '1//2 * * * *',
    '1-2-3 * * * *',
    '1,,2 * * * *',
    ',1 * * * *',
  ],
  ...[
    '* * * * FOO',
    '* * * FOO *',
    'MON * * * *',
    '* * * * MO',
    '1.5 * * * *',
    '*-5 * * * *',
    '* * * *',
    '*',
    '',
    '  ',
    '0 9 * * 1-',
    '5/ * * * *',
  ],
  ...['0 0 30 2 *', '0 0 31 4,6,9,11 *', '* * * * * * * *', '0x10 * * * *', '1e1 * * * *', '١ * * * *', '* * L,W * *'],
];

describe('cron lines of other suites, in our own words', () => {
  it('come when they should', t => {
    for (const [line, after, next] of FACTS) {
      const answer = defer(line, instant(Date.parse(after)));
      assert.equal(
        isNo(answer) ? answer.no : (answer[0]?.replace('.000Z', 'Z') ?? 'never'),
        next,
        `${line} after ${after}`,
      );
    }
    t.diagnostic(`${FACTS.length} facts`);
  });

  it('what is not supported is refused by name, wherever a time may stand', t => {
    let tried = 0;
    for (const [what, { lines, named }] of Object.entries(NOT_SUPPORTED)) {
      for (const line of lines) {
        tried += 1;
        for (const answer of [defer(line), whenRefused(line)]) {
          assert.ok(isNo(answer), `${what}: ${line} was read`);
          assert.match(answer.no, named, `${what}: ${line}`);
          assert.match(answer.no, /\b(?:use|Use|Type|leave|make|such as)\b/, `${what}: ${line} says nothing to use`);
        }
      }
    }
    t.diagnostic(`${tried} lines in ${Object.keys(NOT_SUPPORTED).length} classes`);
  });

  it('what is wrong everywhere is refused, in words of our own', t => {
    for (const line of WRONG) {
      const answer = defer(line);
      assert.ok(isNo(answer), `${line} was read`);
      for (const theirs of [croner(line), cronParser(line)]) {
        assert.ok(!isNo(theirs) || !answer.no.includes(theirs.no.replace(/^\w*Error: /, '')), answer.no);
      }
    }
    t.diagnostic(`${WRONG.length} lines`);
  });
});

function whenRefused(line: string): Answer {
  const read = parseWhen(line, { now: from, zone: 'UTC' });
  return isRefusal(read) ? { no: read.why } : [];
}
