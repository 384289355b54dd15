import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import type { Schedule } from '../../../../src/core/fold/schedule.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { rowText } from '../../../../src/render/row/rowText.ts';
import { viewEntry } from '../../../../src/render/view/entryView.ts';
import { matcherOf } from '../../../../src/render/view/match.ts';
import { outline } from '../../../../src/render/view/outline.ts';
import { dueStates } from '../../../../src/render/view/tally.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { growth } from '../../../support/growth.ts';
import { at, createWorld } from '../../../support/world.ts';

const COUNT = 2048;
const now = at('2026-11-23T10:00:00Z');
const view = viewAt(now, 'Europe/Berlin', () => false);
const textOf = (count: number): string =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `entry${String(index).padStart(6, '0')}`,
      kind: 'prompt',
      status: 'pending',
      due_at: new Date(now + (index - count / 2) * 7 * MINUTE - HOUR).toISOString(),
      payload: { message: `Review the retry semantics ${index}`, agent: 'claude', tags: ['api'], prompt: 'Go on.' },
    }),
  ).join('\n');
const schedules = new Map<number, Schedule>();
for (const count of [COUNT / 8, COUNT]) {
  schedules.set(count, await createWorld({ text: textOf(count) }).project.ledger.look());
}
const scheduleOf = (count: number): Schedule => schedules.get(count) ?? assert.fail(`no schedule of ${count}`);

// What they take in ms, `npm run bench` measures in the real editor.
test('the rows of the review list cost their number, not its square', async () => {
  const review = (count: number): void => {
    const due = dueStates(scheduleOf(count), now);
    for (const state of due) rowText(viewEntry(state, view), now, view.zone, false);
    assert.ok(due.length > count / 2);
  };
  const grown = await growth(review, COUNT);
  assert.ok(grown < 24, `${grown.toFixed(1)} times as long for 8 times as many`);
});

test('a key in the filter costs the number of entries, not its square', async () => {
  const key = (count: number): void => {
    const schedule = scheduleOf(count);
    const entries = new Map(schedule.open.map(state => [state, toEntry(state)] as const));
    const fits = matcherOf('retry @claude');
    const sections = outline([{ schedule, tag: 0 }], view, 200, state => {
      const entry = entries.get(state);
      return entry !== undefined && fits(entry);
    });
    for (const { members } of sections) members.forEach(({ state }) => rowText(viewEntry(state, view), now, view.zone));
    assert.ok(sections.length > 1);
  };
  const grown = await growth(key, COUNT);
  assert.ok(grown < 24, `${grown.toFixed(1)} times as long for 8 times as many`);
});
