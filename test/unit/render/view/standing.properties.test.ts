import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toEntry } from '../../../../src/core/entry/entry.ts';
import { NEVER } from '../../../../src/core/entry/times.ts';
import type { Fold } from '../../../../src/core/fold/fold.ts';
import { moveOn } from '../../../../src/core/entry/moveOn.ts';
import { readRepeat } from '../../../../src/core/repeat/repeat.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { instant, MINUTE, toIso } from '../../../../src/core/basics/time.ts';
import { isDue, timingOf } from '../../../../src/core/entry/timing.ts';
import { outline } from '../../../../src/render/view/outline.ts';
import { viewEntry } from '../../../../src/render/view/entryView.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { dueStates, tallyOf, upcomingStates } from '../../../../src/render/view/tally.ts';
import { holds } from '../../../support/property.ts';
import { foldOf, rowOf } from '../../../support/replica.ts';
import { at } from '../../../support/world.ts';

const NOON = at('2026-11-23T12:00:00Z');

/** A moment within some days of noon, mostly near it, as the file writes it. */
const moment = fc
  .oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -9000, max: 9000 }))
  .map(minutes => toIso(instant(NOON + minutes * MINUTE)));
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const repeat = fc.record(
  {
    cron: maybe(fc.constantFrom('0 9 * * *', '*/10 * * * *', '0 12 * * 1-5', 'no rule', '30 2 29 2 *')),
    every: maybe(fc.constantFrom('PT10M', 'PT1H', 'P1D')),
    tz: maybe(fc.constantFrom('Europe/Paris', 'America/New_York', 'Nowhere')),
    anchor: maybe(moment),
    catchup: maybe(fc.constantFrom('once', 'ask', 'skip')),
    until: maybe(moment),
    count: maybe(fc.integer({ min: 1, max: 9 })),
    enabled: maybe(fc.boolean()),
  },
  { noNullPrototype: true },
);

const row = fc.record(
  {
    due_at: maybe(moment),
    original_due_at: maybe(moment),
    slot: maybe(moment),
    expires_at: maybe(moment),
    created_at: maybe(moment),
    status: maybe(fc.constantFrom('pending', 'failed', 'proposed', 'done', 'odd')),
    created_by: maybe(fc.constantFrom('user', 'agent:x')),
    repeat: maybe(repeat),
  },
  { noNullPrototype: true },
);

/** The schedule that entries of these fields make. */
function scheduleOf(rows: readonly object[]): Fold {
  const fold = foldOf(rows.map((fields, index) => rowOf(JSON.stringify({ id: `e${index}`, ...fields }))));
  fold.useRules(readRepeat);
  return fold;
}

test('however an entry stands, the tree, the lists, the counts and a single look agree on it', t => {
  const view = viewAt(NOON, 'UTC', () => false);
  const property = fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), rows => {
    const schedule = scheduleOf(rows);
    const due = new Set(dueStates(schedule, NOON));
    const upcoming = new Set(upcomingStates(schedule, NOON));
    const sections = outline([{ schedule, tag: 0 }], view, 50);
    const groups = new Map(
      sections.flatMap(({ group, members }) => members.map(({ state }) => [state, group] as const)),
    );
    const pictures = [...schedule.all()].map(state => ({ state, seen: viewEntry(state, view) }));
    for (const { state, seen } of pictures) {
      assert.deepEqual(timingOf(seen.entry, NOON), timingOf(state, NOON));
      assert.ok(seen.group === 'Closed' || groups.get(state) === seen.group);
      assert.equal(due.has(state), seen.group === 'Overdue');
      assert.equal(due.has(state), isDue(seen.entry, NOON));
      assert.ok(!(due.has(state) && upcoming.has(state)));
      assert.ok(seen.late >= 0 && (seen.late === 0 || due.has(state)));
      assert.ok(seen.missed === undefined || seen.missed.count >= 1);
      assert.ok(seen.next.every((one, index) => one > (index === 0 ? NOON : (seen.next[index - 1] ?? 0))));
      assert.ok(!upcoming.has(state) || seen.due === undefined || seen.due > NOON);
    }
    for (const { group, members } of sections) {
      const times = members.map(({ state }) => viewEntry(state, view).due ?? Infinity);
      assert.ok(group === 'Closed' || times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0)));
    }
    const tally = tallyOf([schedule], NOON, () => false);
    assert.equal(tally.overdue, due.size);
    const times = pictures.filter(({ state }) => upcoming.has(state)).map(({ seen }) => seen.due ?? Infinity);
    assert.equal(tally.next ?? Infinity, Math.min(Infinity, ...times));
  });
  holds(t, property, 2000);
});

test('whatever stands in the file, moving on goes ahead, past the slot that was dealt with, or is refused', t => {
  const property = fc.property(row, fc.constantFrom('done', 'skipped'), (fields, dealt) => {
    const state = scheduleOf([fields]).get('e0');
    const entry = toEntry(state ?? assert.fail());
    const moved = moveOn(entry, NOON, dealt);
    if (isRefusal(moved)) {
      const isMovable = entry.repeat !== undefined && !isRefusal(entry.repeat);
      assert.ok(!isMovable || entry.isPaused || entry.status === 'proposed', moved.why);
      return;
    }
    const { slot } = timingOf(entry, NOON);
    const next = moved.set['due_at'];
    assert.ok(next === undefined ? moved.set['status'] === 'done' : at(String(next)) > NOON);
    assert.ok(next === undefined || slot === NEVER || at(String(next)) > slot);
    const events = [...(moved.run ? [moved.run] : []), ...(moved.also ?? [])];
    assert.ok(events.every(({ event, slots }) => event === 'done' || (event === 'skipped' && (slots ?? 0) >= 1)));
    assert.equal(events[0]?.event, dealt, 'what was done or skipped is always told');
  });
  holds(t, property, 4000);
});
