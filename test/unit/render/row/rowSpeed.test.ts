import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { rowText } from '../../../../src/render/row/rowText.ts';
import { viewEntry } from '../../../../src/render/view/entryView.ts';
import { matcherOf } from '../../../../src/render/view/match.ts';
import { outline } from '../../../../src/render/view/outline.ts';
import { dueStates } from '../../../../src/render/view/tally.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { at, createWorld } from '../../../support/world.ts';

const COUNT = 2000;
const now = at('2026-11-23T10:00:00Z');
const text = Array.from({ length: COUNT }, (_, index) =>
  JSON.stringify({
    id: `entry${String(index).padStart(6, '0')}`,
    kind: 'prompt',
    status: 'pending',
    due_at: new Date(now + (index - COUNT / 2) * 7 * MINUTE - HOUR).toISOString(),
    payload: { message: `Review the retry semantics ${index}`, agent: 'claude', tags: ['api'], prompt: 'Go on.' },
  }),
).join('\n');

/** The middle of several goes, in ms of this process: others may be busy beside it. */
function middle(work: () => void): number {
  const times = Array.from({ length: 7 }, () => {
    const begun = process.cpuUsage();
    work();
    return process.cpuUsage(begun).user / 1000;
  });
  return times.sort((a, b) => a - b)[3] ?? 0;
}

test('with 2,000 entries the rows of the review list, and a key in the filter, cost far less than a person notices', async context => {
  const world = createWorld({ text });
  const schedule = await world.project.ledger.look();
  const view = viewAt(now, 'Europe/Berlin', () => false);
  const review = middle(() => {
    for (const state of dueStates(schedule, now).slice(0, 500)) {
      rowText(viewEntry(state, view), now, view.zone, false);
    }
  });
  // As the filter keeps them from key to key.
  const entries = new Map(schedule.open.map(state => [state, toEntry(state)] as const));
  const key = middle(() => {
    const fits = matcherOf('retry @claude');
    const sections = outline([{ schedule, tag: 0 }], view, 200, state => {
      const entry = entries.get(state);
      return entry !== undefined && fits(entry);
    });
    for (const { members } of sections) {
      members.slice(0, 40).forEach(({ state }) => rowText(viewEntry(state, view), now, view.zone));
    }
  });
  context.diagnostic(`review list of 500 rows: ${review.toFixed(1)} ms; a key in the filter: ${key.toFixed(1)} ms`);
  assert.ok(review < 150, `${review.toFixed(1)} ms for the review list`);
  // A stall is to be felt from 50 ms on; a busy machine takes twice as long.
  assert.ok(key < 100, `${key.toFixed(1)} ms for a key in the filter`);
});
