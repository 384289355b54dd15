import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayBeside, timeOnDay } from '../../../../src/vscode/agenda/moveByDay.ts';
import { at } from '../../../support/world.ts';

const now = at('2026-03-27T10:00:00Z');
const zone = 'Europe/Berlin';
const due = (iso: string): { due: ReturnType<typeof at>; now: ReturnType<typeof at>; zone: string } => ({
  due: at(iso),
  now,
  zone,
});

test('a day later or earlier is the same time of day, also where the clocks change', () => {
  assert.equal(dayBeside(due('2026-03-28T08:00:00Z'), 1), '2026-03-29 09:00');
  assert.equal(dayBeside(due('2026-03-30T07:00:00Z'), -1), '2026-03-29 09:00');
  assert.equal(dayBeside(due('2026-03-28T23:30:00Z'), -1), '2026-03-28 00:30');
});

test('what is late goes to tomorrow, and nothing goes to a time that has passed', () => {
  assert.equal(dayBeside(due('2026-03-20T08:00:00Z'), 1), '2026-03-28 09:00');
  assert.match(JSON.stringify(dayBeside(due('2026-03-28T08:00:00Z'), -1)), /has passed already/);
  assert.match(JSON.stringify(dayBeside(due('2026-03-20T08:00:00Z'), -1)), /has passed already/);
});

test('what has no due time begins tomorrow', () => {
  assert.equal(dayBeside({ due: undefined, now, zone }, 1), 'tomorrow');
  assert.match(JSON.stringify(dayBeside({ due: undefined, now, zone }, -1)), /no due time yet/);
});

test('an entry that is dropped on a day keeps its time of day where that is still ahead', () => {
  const day = { year: 2026, month: 3, day: 29 };
  assert.equal(timeOnDay(due('2026-03-28T08:00:40Z'), day), '2026-03-29 09:00');
  assert.equal(timeOnDay(due('2026-03-20T08:00:00Z'), day), '2026-03-29');
  assert.equal(timeOnDay({ due: undefined, now, zone }, day), '2026-03-29');
  const today = { year: 2026, month: 3, day: 27 };
  assert.equal(timeOnDay(due('2026-03-28T08:00:00Z'), today), '1h');
  assert.equal(timeOnDay(due('2026-03-28T18:00:00Z'), today), '2026-03-27 19:00');
});
