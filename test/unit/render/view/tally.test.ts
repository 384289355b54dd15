import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusText, tallyOf } from '../../../../src/render/view/tally.ts';
import { overdueText } from '../../../../src/render/view/overdueText.ts';
import { at, createWorld } from '../../../support/world.ts';

const tally = async (lines: readonly string[], now = '2026-11-25T10:00:00Z', runs = false) => {
  const world = createWorld({ text: lines.join('\n') });
  return tallyOf([await world.project.ledger.look()], at(now), () => runs);
};
const now = at('2026-11-25T10:00:00Z');

test('the status bar counts what is due, else counts down to what is next, else is empty', async () => {
  const late = '{"id":"a","due_at":"2026-11-25T09:00:00Z"}';
  const next = '{"id":"b","due_at":"2026-11-25T12:05:00Z"}';
  assert.equal(statusText(await tally([late, next]), now), '1 due');
  assert.equal(statusText(await tally([next]), now), 'next in 2 h 5 min');
  assert.equal(statusText(await tally(['{"id":"c"}']), now), '');
  assert.equal(statusText(await tally([]), now), '');
});

test('what is running is not due, and is again when its run is lost', async () => {
  const due = '{"id":"a","due_at":"2026-11-25T09:00:00Z"}';
  const run = { occ: '2026-11-25T09:00:00Z', gen: 0, token: 'ab', event: 'started', at: '2026-11-25T09:59:00Z' };
  const lines = [due, JSON.stringify({ id: 'a', run })];
  assert.deepEqual([(await tally(lines, undefined, true)).overdue, (await tally(lines)).overdue], [0, 1]);
});

test('a proposal is neither due nor next', async () => {
  const proposed = (id: string, due: string): string => `{"id":"${id}","status":"proposed","due_at":"${due}"}`;
  const counted = await tally([proposed('a', '2026-11-25T09:00:00Z'), proposed('b', '2026-11-25T11:00:00Z')]);
  assert.deepEqual([counted.overdue, counted.oldest, counted.next], [0, undefined, undefined]);
  const behind = await tally([proposed('b', '2026-11-25T11:00:00Z'), '{"id":"c","due_at":"2026-11-25T12:00:00Z"}']);
  assert.equal(statusText(behind, now), 'next in 2 h');
});

test('the banner says since when the oldest waits, however often it was snoozed', async () => {
  const since = async (slot: string): Promise<string> => {
    const row = `{"id":"a","due_at":"2026-11-25T09:59:00Z","original_due_at":"${slot}"}`;
    return overdueText(await tally([row, '{"id":"b","due_at":"2026-11-25T09:58:00Z"}']), now, 'UTC');
  };
  assert.equal(await since('2026-11-25T08:05:00Z'), '2 overdue, oldest since 08:05');
  assert.equal(await since('2026-11-24T08:05:00Z'), '2 overdue, oldest since yesterday');
  assert.equal(await since('2026-11-19T08:05:00Z'), '2 overdue, oldest since Thursday');
  assert.equal(await since('2026-11-18T08:05:00Z'), '2 overdue, oldest since 18 Nov');
  assert.match(await since('2025-11-18T08:05:00Z'), /oldest since 18 Nov 2025$/);
});

test('yesterday is yesterday where the person is', async () => {
  const late = await tally(['{"id":"a","due_at":"2026-11-24T23:30:00Z"}']);
  assert.equal(overdueText(late, now, 'UTC'), '1 overdue, oldest since yesterday');
  assert.equal(overdueText(late, now, 'Europe/Paris'), '1 overdue, oldest since 00:30');
});
