import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import { readRepeat } from '../../../../../src/core/repeat/repeat.ts';
import { readCron } from '../../../../../src/core/repeat/cron/readCron.ts';
import { splitCron } from '../../../../../src/core/repeat/cron/cronSyntax.ts';
import { instant, toIso } from '../../../../../src/core/basics/time.ts';
import { parseCron, parseWhen } from '../../../../../src/core/when/parseMoment.ts';
import { cronLines } from '../../../../support/cronLines.ts';
import { holds } from '../../../../support/property.ts';

const zone = 'UTC';
const now = instant(Date.UTC(2026, 3, 8, 21, 35, 20));
const slotsOf = (cron: string): readonly string[] => {
  const repeat = readRepeat({ cron, tz: zone });
  assert.ok(!isRefusal(repeat), `${cron}: ${'why' in repeat ? repeat.why : ''}`);
  return repeat.upcoming(now, 60).map(toIso);
};
const whyNot = (cron: string): string => {
  const read = parseCron(cron, { now, zone });
  assert.ok(isRefusal(read), `${cron} was read`);
  return read.why;
};

describe('what is legal cron is read', () => {
  const same: readonly (readonly [line: string, plain: string])[] = [
    ['0 9 * * 0,7', '0 9 * * 0'],
    ['0 9 * * 7,0,SUN', '0 9 * * 0'],
    ['*/10,30-35 * * * *', '0,10,20,30,31,32,33,34,35,40,50 * * * *'],
    ['0 9 * * 1-5,5', '0 9 * * 1-5'],
    ['0 9 1,1 * *', '0 9 1 * *'],
    ['0 9 L,L,15 * *', '0 9 15,L * *'],
    ['0 9,9 * * *', '0 9 * * *'],
    ['0 9 * JAN,1 *', '0 9 * 1 *'],
    ['1,1 0 9 * * *', '1 0 9 * * *'],
    ['0 9 * * FRI-MON', '0 9 * * 0,1,5,6'],
    ['0 9 * * fri-mon/2', '0 9 * * 0,5'],
    ['0 9 * * SAT-SUN', '0 9 * * 0,6'],
    ['0 9 * * MON-SUN', '0 9 * * *'],
    ['0 9 * * SUN-SAT', '0 9 * * *'],
    ['0 9 * * 5-7,0-1', '0 9 * * 0,1,5,6'],
    ['0 9 * * 5-1', '0 9 * * 0,1,5,6'],
    ['0 9 * * 6-7', '0 9 * * 0,6'],
    ['0 9 * * 7-1', '0 9 * * 0,1'],
    ['0 9 * * 7-7', '0 9 * * 0'],
    ['0 9 * * FRI-MON,MON,2', '0 9 * * 0,1,2,5,6'],
    ['*,5 9 * * *', '* 9 * * *'],
  ];
  for (const [line, plain] of same) {
    it(`${line} comes when ${plain} does`, () => assert.deepEqual(slotsOf(line), slotsOf(plain)));
  }

  it('a time that is named twice is still a time of day, a range in a list still follows the clock', () => {
    const fixed = (line: string): boolean | undefined => {
      const fields = readCron(line);
      return isRefusal(fields) ? undefined : fields.hasFixedTime;
    };
    assert.deepEqual(['0 9,9 * * *', '0,0 9 * * 0,7', '*/30,0 2 * * *', '0 2-3,3 * * *'].map(fixed), [
      true,
      true,
      false,
      false,
    ]);
  });

  it('the two ranges that stand in for one that runs backwards are read, and are what was meant', () => {
    for (const [line, hours] of [
      ['0 22-6 * * *', [22, 23, 0, 1, 2, 3, 4, 5, 6]],
      ['0 22-6/3 * * *', [22, 1, 4]],
      ['0 20-1/5 * * *', [20, 1]],
      ['0 20-0/5 * * *', [20]],
    ] as const) {
      const instead = /such as (\S+)\. /.exec(whyNot(line))?.[1] ?? '';
      const fields = readCron(line.replace(/\d+-\S+/, instead));
      assert.ok(!isRefusal(fields), instead);
      assert.deepEqual(new Set(fields.hours), new Set(hours), instead);
    }
    assert.match(whyNot('0 9 * NOV-FEB *'), /such as 11-12,1-2/);
  });
});

describe('what other programs have and Defer has not is named, with what to use', () => {
  const named: readonly (readonly [line: string, why: RegExp])[] = [
    ['0 9 15W * *', /"15W" asks for the nearest weekday \(W\), which is not supported; use a day, such as 15/],
    ['0 9 LW * *', /nearest weekday \(W\)/],
    ['0 9 1W,15 * *', /nearest weekday \(W\)/],
    ['0 9 L-3 * *', /counts back from the last day, which is not supported; use L/],
    ['0 9 * * MON#1,FRI#2', /L or # in a list, which is not supported; make one entry for each/],
    ['0 9 * * MONL,FRIL', /L or # in a list/],
    ['0 9 * * 1,5L', /L or # in a list/],
    ['0 9 * * MON#6', /# with 1 to 5/],
    ['0 9 * * * 2026', /"2026" is a year.*--until 2026-12-31/],
    ['0 9 * * ? 2026-2028', /is a year.*--until 2028-12-31/],
    ['0 0 9 * * ? 2026', /this has 7\. Years are not supported.*--until or --count/],
    ['H * * * *', /leaves the choice to Jenkins \(H\), which is not supported; use a number, such as 17/],
    ['H/15 H(0-7) * * *', /Jenkins/],
    ['? 30 * * * MON', /second "\?" takes no "\?", which belongs in the two day fields/],
    ['0 ? * * *', /hour "\?"/],
    ['0 9 * ? *', /month "\?"/],
    ['0 9 ?,1 * *', /takes "\?" only alone/],
    ['0 9 13 * +FRI', /asks for both days at once \(\+\), which is not supported: either is enough; use MON#2/],
    ['0~30 9 * * *', /random number \(~\), which is not supported/],
    ['TZ=Europe/Paris 0 9 * * *', /Use --tz "Europe\/Paris" with "0 9 \* \* \*"/],
    ['CRON_TZ=Asia/Tokyo 0 9 * * *', /Use --tz "Asia\/Tokyo"/],
    ['cron(0 9 * * ? *)', /cron\(…\) is not supported.*Type five fields alone/],
    ['rate(5 minutes)', /Type every 5 minutes/],
    ['@reboot', /start of the machine \(@reboot\).*Use @yearly/],
    ['@every 1h30m', /@every is not supported\. Type every 1h30m, or use --every 1h30m/],
    ['@every', /Type every 30m/],
    ['*/15', /five fields, or six with seconds first; this has 1/],
  ];
  for (const [line, why] of named) {
    it(line, () => {
      assert.match(whyNot(line), why);
      // Not only where a cron line is asked for: it is known as one wherever a time may stand.
      const typed = parseWhen(line, { now, zone });
      assert.ok(isRefusal(typed));
      assert.match(typed.why, why);
    });
  }

  it('what is advised in their place is read', () => {
    for (const text of ['every 5 minutes', 'every 1h30m', 'every 30m', '@yearly', '0 9 * * MON#2']) {
      assert.ok(!isRefusal(parseWhen(text, { now, zone })), text);
    }
  });

  it('no other text is taken for a cron line', () => {
    for (const text of ['3 days #5 foo', '5 # foo', 'h', 'hello *', 'at 5?', 'what? now', 'C# at 9']) {
      const read = parseWhen(text, { now, zone });
      assert.ok(isRefusal(read));
      assert.doesNotMatch(read.why, /cron line|field/, text);
    }
  });
});

describe('no text of a library reaches anybody', () => {
  /** What the parser says where it refuses the same line, in the words of any version of it. */
  const libraryTexts = (line: string): readonly string[] => {
    try {
      CronExpressionParser.parse(line, { tz: 'UTC', currentDate: 0 });
      return [];
    } catch (fault) {
      return [fault instanceof Error ? fault.message : String(fault)];
    }
  };
  const marks = fc.constantFrom(
    ...'0123456789*/,-#?LWH+~@ ',
    '60',
    '99',
    '1-5,5',
    '0,7',
    'MON',
    'JAN',
    'FRI#9',
    '31',
    ' 2 ',
  );
  const garbage = fc.array(marks, { minLength: 1, maxLength: 14 }).map(parts => parts.join(''));
  const shaped = fc.tuple(cronLines, garbage, fc.nat(6)).map(([line, more, place]) => {
    const fields = line.split(' ');
    fields[Math.min(place, fields.length - 1)] = more;
    return fields.join(' ');
  });

  it('whatever the line, a refusal is in words of our own', t => {
    holds(
      t,
      fc.property(fc.oneof(garbage, shaped, cronLines), line => {
        for (const read of [parseCron(line, { now, zone }), readCron(line)]) {
          if (isRefusal(read)) {
            assert.match(read.why, /^[A-Z"@cr].*\.$/);
            assert.doesNotMatch(
              read.why,
              /Validation|Invalid|Constraint|duplicate|undefined|expression|\bError\b/,
              line,
            );
            for (const text of libraryTexts(line)) {
              assert.ok(!read.why.includes(text), read.why);
            }
          }
        }
      }),
      5000,
    );
  });

  it('of the fields that pass here, the parser refuses only days that no calendar has', t => {
    holds(
      t,
      fc.property(cronLines, text => {
        const line = splitCron(text);
        assert.ok(!isRefusal(line), `${text}: ${'why' in line ? line.why : ''}`);
        for (const said of libraryTexts(line.fields.join(' '))) {
          assert.match(said, /explicit day of month/, text);
        }
      }),
      5000,
    );
  });
});
