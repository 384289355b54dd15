import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CronExpressionParser } from 'cron-parser';
import { isRefusal } from '../../../src/core/basics/refusal.ts';
import { readRepeat } from '../../../src/core/repeat/repeat.ts';
import { instant } from '../../../src/core/basics/time.ts';
import { agreedChanges, disputesOf, isIn, type Stretch } from './disputes.ts';
import { askPython, keptAnswer, momentsOf, QUESTION, type Answer, type ZoneAnswer } from './oracle.ts';

const START = Date.UTC(QUESTION.fromYear, 0, 1) / 1000;
const END = Date.UTC(QUESTION.toYear, 0, 1) / 1000;
/** Bare stepping is too slow for forty years of every hour; around each change is where it goes wrong. */
const AROUND = 2 * 86_400;
const MOST_STEPS = 400;

const asked = askPython();
const answer: Answer = asked ?? keptAnswer();
const disputes = new Map(answer.zones.map(zone => [zone.zone, disputesOf(zone, START, END)]));
const disputed = (zone: ZoneAnswer): readonly Stretch[] => disputes.get(zone.zone) ?? [];
const source = asked ? 'python3 on this machine' : 'the kept vectors';
const changes = answer.zones.reduce((sum, zone) => sum + zone.changes.length, 0);
const agreed = answer.zones.reduce((sum, zone) => sum + agreedChanges(zone, disputed(zone)).length, 0);

interface Tally {
  compared: number;
  missing: number;
  extra: number;
  notLater: number;
  notBack: number;
}

/** Walks a line through all the years and compares every slot, and every step back, with the oracle's. */
function walk(zone: ZoneAnswer, index: number, tally: Tally): void {
  const repeat = readRepeat({ cron: QUESTION.lines[index], tz: zone.zone });
  assert.ok(!isRefusal(repeat));
  const skip = disputed(zone);
  const oracle = momentsOf(zone.series[index] ?? [], answer.patterns);
  let expected = oracle.next();
  let last = instant(START * 1000 - 1);
  for (;;) {
    const slot = repeat.next(last);
    if (slot === undefined || slot >= END * 1000) {
      break;
    }
    tally.notLater += slot > last ? 0 : 1;
    tally.notBack += last >= START * 1000 && repeat.previous(slot) !== last ? 1 : 0;
    for (; !expected.done && expected.value * 1000 < slot; expected = oracle.next()) {
      tally.missing += isIn(skip, expected.value) ? 0 : 1;
    }
    const hit = !expected.done && expected.value * 1000 === slot;
    if (hit) {
      expected = oracle.next();
    }
    tally.compared += hit ? 1 : 0;
    tally.extra += hit || isIn(skip, slot / 1000) ? 0 : 1;
    last = slot;
  }
  for (; !expected.done; expected = oracle.next()) {
    tally.missing += isIn(skip, expected.value) ? 0 : 1;
  }
}

interface BareTally {
  windows: number;
  /** Days around a change for which the oracle says something else. */
  wrong: number;
  /** A fixed time of day that came twice on one day. */
  twice: number;
  /** A step to the same moment or an earlier one. */
  back: number;
  thrown: number;
}

/** Steps bare cron-parser through the days around each change, each step asked anew from the one before. */
function stepBare(zone: ZoneAnswer, index: number, tally: BareTally): void {
  const expectedAll = [...momentsOf(zone.series[index] ?? [], answer.patterns)];
  const line = QUESTION.lines[index] ?? '';
  for (const [at, before, after] of agreedChanges(zone, disputed(zone))) {
    const [from, to] = [at - AROUND, at + AROUND];
    if (from < START || to > END) {
      continue;
    }
    const found: number[] = [];
    const shown = new Set<number>();
    let last = from;
    tally.windows++;
    try {
      for (let count = 0; count < MOST_STEPS; count++) {
        const step = CronExpressionParser.parse(line, { currentDate: last * 1000, tz: zone.zone }).next();
        const next = step.getTime() / 1000;
        if (next > to) {
          break;
        }
        const clock = next + (next < at ? before : after);
        tally.twice += /[*/-]/.test(line.split(' ').slice(0, 2).join()) || !shown.has(clock) ? 0 : 1;
        shown.add(clock);
        found.push(next);
        if (next <= last) {
          tally.back++;
          break;
        }
        last = next;
      }
    } catch {
      tally.thrown++;
    }
    const first = firstAfter(expectedAll, from);
    const expected = expectedAll.slice(first, firstAfter(expectedAll, to));
    tally.wrong += JSON.stringify(found) === JSON.stringify(expected) ? 0 : 1;
  }
}

/** The index of the first of rising moments that lies after one. */
function firstAfter(moments: readonly number[], at: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? Infinity) > at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

const lines = QUESTION.lines.map((line, index) => ({ line, index }));

describe(`cron lines in ${answer.zones.length} zones, ${QUESTION.fromYear} to ${QUESTION.toYear}`, () => {
  it('the question was answered whole', t => {
    t.diagnostic(`oracle: ${source}, tzdata ${answer.tzdata}; here ${process.versions['tz'] ?? 'unknown'}`);
    t.diagnostic(`${changes} changes of the clocks, ${agreed} of them the same in both`);
    assert.equal(answer.zones.length, QUESTION.zones.length);
    assert.ok(changes > 1000 && agreed > changes / 2);
  });

  for (const { line, index } of lines) {
    it(`"${line}": every slot is the oracle's`, t => {
      const tally: Tally = { compared: 0, missing: 0, extra: 0, notLater: 0, notBack: 0 };
      for (const zone of answer.zones) {
        walk(zone, index, tally);
      }
      t.diagnostic(JSON.stringify(tally));
      assert.ok(tally.compared > 10_000);
      assert.deepEqual({ ...tally, compared: 0 }, { compared: 0, missing: 0, extra: 0, notLater: 0, notBack: 0 });
    });
  }

  it('the same comparison catches bare cron-parser stepping', t => {
    const tally: BareTally = { windows: 0, wrong: 0, twice: 0, back: 0, thrown: 0 };
    for (const zone of answer.zones) {
      for (const { index } of lines) {
        stepBare(zone, index, tally);
      }
    }
    t.diagnostic(JSON.stringify(tally));
    assert.ok(tally.wrong > 0);
  });
});
