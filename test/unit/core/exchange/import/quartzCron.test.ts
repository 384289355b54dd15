import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQuartz, type Counting } from '../../../../../src/core/exchange/import/quartzCron.ts';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';

const cronOf = (line: string, counting: Counting = 'from 1'): string => {
  const read = readQuartz(line, counting);
  return isRefusal(read) ? `refused: ${read.why}` : read.cron;
};

test('weekday numbers become names of the days that they mean where they come from', () => {
  const cases: readonly (readonly [line: string, from1: string, from0: string])[] = [
    ['0 9 * * 1-5', '0 9 * * SUN-THU', '0 9 * * MON-FRI'],
    ['0 9 * * 2-6', '0 9 * * MON-FRI', '0 9 * * TUE-SAT'],
    ['0 9 * * 1', '0 9 * * SUN', '0 9 * * MON'],
    ['0 9 * * 7', '0 9 * * SAT', '0 9 * * SUN'],
    ['0 9 * * 1,7', '0 9 * * SUN,SAT', '0 9 * * SUN,MON'],
    ['0 9 * * 1-7', '0 9 * * *', '0 9 * * *'],
    ['0 9 * * 2/2', '0 9 * * MON,WED,FRI', '0 9 * * TUE,THU,SAT'],
    ['0 9 * * */3', '0 9 * * SUN,WED,SAT', '0 9 * * SUN,WED,SAT'],
    ['0 9 * * MON-FRI', '0 9 * * MON-FRI', '0 9 * * MON-FRI'],
    ['0 9 * * Monday-Friday', '0 9 * * MON-FRI', '0 9 * * MON-FRI'],
    ['0 9 * * mon,4', '0 9 * * MON,WED', '0 9 * * MON,THU'],
  ];
  for (const [line, from1, from0] of cases) {
    assert.deepEqual([cronOf(line, 'from 1'), cronOf(line, 'from 0')], [from1, from0], line);
  }
  assert.match(cronOf('0 9 * * 0'), /^refused: The weekdays "0" name no days where Sunday is 1/);
  assert.match(cronOf('0 9 * * 8'), /^refused/);
  assert.equal(cronOf('0 9 * * 0', 'from 0'), '0 9 * * SUN');
});

test('both readings of numbers are said, and nothing is said of names', () => {
  const notesOf = (line: string): readonly string[] => {
    const read = readQuartz(line, 'from 1');
    return isRefusal(read) ? [read.why] : read.notes;
  };
  assert.match(notesOf('0 9 * * 1-5').join(), /Sunday as 1: SUN-THU\. With Sunday as 0 they would mean MON-FRI/);
  assert.deepEqual(notesOf('0 9 * * MON-FRI'), []);
  // Both come to the same, so there is nothing to change.
  assert.deepEqual(notesOf('0 9 * * MON/2'), ['Weekdays "MON/2" are read as MON,WED,FRI.']);
  assert.deepEqual(notesOf('0 9 * * 1-7'), ['Weekdays "1-7" are read as SUN-SAT.']);
  assert.deepEqual(notesOf('0 0 9 1 * ? *'), []);
});

test('six and seven fields lose the second and the year that say nothing', () => {
  assert.equal(cronOf('0 0 9 * * MON-FRI *'), '0 9 * * MON-FRI');
  assert.equal(cronOf('*/30 * * * * *'), '*/30 * * * * *');
  assert.equal(cronOf('@daily'), '@daily');
  for (const line of ['0 9 * *', '0 9 * * * * * *', '', 'every day', '0 0 25 * * *', '0 9 31 2 *']) {
    assert.match(cronOf(line), /^refused/, line);
  }
});

test('one year, or some in a row, are the moments between which it comes', () => {
  const read = readQuartz('0 0 9 1 1 * 2027-2028', 'from 1');
  assert.ok(!isRefusal(read));
  assert.deepEqual(
    [read.cron, read.anchor, read.until],
    ['0 9 1 1 *', '2026-12-31T23:59:59.999Z', '2028-12-31T23:59:59.999Z'],
  );
  assert.match(cronOf('0 0 9 1 1 * 2027,2029'), /^refused: The years/);
});

test('a day that has to be both is kept where that can be said, else it is paused', () => {
  assert.equal(cronOf('0 15 1-7 * FRI'), '0 15 * * FRI#1');
  assert.equal(cronOf('0 15 22-28 * 2'), '0 15 * * MON#4');
  const read = readQuartz('0 8 13 * FRI', 'from 1');
  assert.ok(!isRefusal(read));
  assert.ok(read.isDoubtful && /either is enough/.test(read.notes.join()));
  const free = readQuartz('0 8 13 * ?', 'from 1');
  assert.ok(!isRefusal(free) && !free.isDoubtful);
});
