import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, instant, MINUTE, toIso } from '../../../../src/core/basics/time.ts';
import type { Schedule } from '../../../../src/core/fold/schedule.ts';
import { agendaDays } from '../../../../src/render/agenda/agendaDays.ts';
import { agendaOf, type Agenda } from '../../../../src/render/agenda/agenda.ts';
import type { LaneItem } from '../../../../src/render/agenda/agendaLook.ts';
import { viewAt } from '../../../../src/render/view/viewAt.ts';
import { dueStates } from '../../../../src/render/view/tally.ts';
import { holds } from '../../../support/property.ts';
import { at, createWorld } from '../../../support/world.ts';

const NOW = at('2026-03-27T10:00:00Z');

/** Some of these change their clocks within the days that are tried, one at midnight. */
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Beirut', 'Africa/Cairo', 'Pacific/Apia'] as const;

const repeats = [
  undefined,
  { cron: '30 2 * * *', tz: 'Europe/Berlin' },
  { cron: '0 0 * * 1', tz: 'Asia/Beirut', catchup: 'skip' },
  { cron: '*/20 9-10 * * *', tz: 'UTC' },
  { every: 'PT7H', anchor: '2026-03-01T00:00:00Z' },
  { cron: '15 */11 * * *', tz: 'UTC', catchup: 'skip', until: '2026-03-30T00:00:00Z' },
  { cron: '0 12 * * *', tz: 'UTC', enabled: false },
];

const lines = fc.array(
  fc.record({
    due: fc.option(fc.integer({ min: -3 * 24 * 60, max: 30 * 24 * 60 }), { nil: undefined }),
    first: fc.option(fc.integer({ min: -5 * 24 * 60, max: 0 }), { nil: undefined }),
    repeat: fc.constantFrom(...repeats),
    status: fc.constantFrom('pending', 'pending', 'proposed', 'failed', 'done', 'nonsense'),
    waits: fc.boolean(),
    expires: fc.option(fc.integer({ min: -60, max: 600 }), { nil: undefined }),
    runs: fc.boolean(),
  }),
  { maxLength: 30 },
);

const iso = (minutes: number): string => toIso(instant(NOW + minutes * MINUTE));

const textOf = (some: typeof lines extends fc.Arbitrary<infer Lines> ? Lines : never): string =>
  some
    .map(({ due, first, repeat, status, waits, expires, runs }, index) =>
      JSON.stringify({
        ...{ id: `e${index}`, title: `e${index}`, status, created_at: '2026-03-01T00:00:00Z' },
        ...(due !== undefined && { due_at: iso(due) }),
        ...(first !== undefined && { original_due_at: iso(first) }),
        ...(repeat && due !== undefined && { repeat }),
        ...(waits && !repeat && { waits_for: { file: 'a.md', baseline: {} } }),
        ...(expires !== undefined && { expires_at: iso(expires) }),
        ...(runs && { run: { occ: 'once', gen: 0, token: `a${index}`, event: 'started', at: iso(-5) } }),
      }),
    )
    .join('\n');

const agendaAt = (schedule: Schedule, now: number, zone: string, skip: number, most = 1000): Agenda<string> =>
  agendaOf(
    [{ schedule, tag: 'tag', keyOf: ({ id }) => `here ${id}` }],
    viewAt(instant(now), zone, ({ token }) => token.endsWith('0')),
    {
      ...{ skip, filter: '', linesOf: () => most, past: [], limits: [], isRestricted: false },
    },
  );

const entriesIn = (items: readonly LaneItem[]): readonly string[] =>
  items.flatMap(item => (item.kind === 'entry' ? [item.key] : []));

test('every open entry stands in the agenda once, or is counted', async t => {
  const places = fc.record({
    zone: fc.constantFrom(...ZONES),
    skip: fc.constantFrom(0, 1, 7, 14),
    most: fc.constantFrom(3, 1000),
  });
  await holds(
    t,
    fc.asyncProperty(lines, places, async (some, { zone, skip, most }) => {
      const schedule = await createWorld({ text: textOf(some) }).project.ledger.look();
      const { look, members } = agendaAt(schedule, NOW, zone, skip, most);
      const before = Number(look.before.split(' ')[0] ?? 0);
      const counted = look.lanes.reduce((sum, { count }) => sum + count, before);
      assert.equal(counted, schedule.open.length);
      const shown = look.lanes.flatMap(({ items }) => entriesIn(items));
      assert.equal(new Set(shown).size, shown.length, 'shown twice');
      for (const { count, items, more } of look.lanes) {
        assert.ok(entriesIn(items).length + more >= count, 'neither shown nor counted');
        assert.equal(new Set(items.map(({ key }) => key)).size, items.length, 'two lines of one key');
      }
      for (const item of look.lanes.flatMap(({ items }) => items)) {
        assert.ok(item.kind === 'mark' || members.has(item.kind === 'tick' ? item.entry : item.key));
      }
    }),
    1000,
  );
});

test('the late lane holds what is due, and the lanes of days what comes up on them, whenever it is looked at', async t => {
  await holds(
    t,
    fc.asyncProperty(lines, fc.constantFrom(...ZONES), fc.nat(9 * 24 * 4), async (some, zone, quarters) => {
      const now = NOW + quarters * 15 * MINUTE;
      const schedule = await createWorld({ text: textOf(some) }).project.ledger.look();
      const { look, members } = agendaAt(schedule, now, zone, 0);
      const late =
        look.lanes[0]?.items.flatMap(item => (item.kind === 'entry' && item.tone !== 'running' ? [item.key] : [])) ??
        [];
      const due = dueStates(schedule, instant(now)).map(({ id }) => id);
      const isRunning = (id: string): boolean => schedule.get(id)?.hasRuns === true && Number(id.slice(1)) % 10 === 0;
      for (const id of due) {
        assert.equal(late.includes(`here ${id}`), !isRunning(id), `${id} is due`);
      }
      const days = agendaDays(instant(now), zone);
      for (const { id, start, end } of days) {
        const lane = look.lanes.find(one => one.id === id);
        for (const key of entriesIn(lane?.items ?? [])) {
          const state = members.get(key)?.state;
          assert.ok(state);
          const isOwn = state.due >= start && state.due < end;
          const isMoved =
            state.due <= now && (isRunning(state.id) || state.status === 'proposed' || state.repeat !== undefined);
          assert.ok(isOwn || isMoved || isRunning(state.id), `${key} on ${id}`);
        }
      }
    }),
    1000,
  );
});

test('days follow one another without a gap in every zone', t => {
  holds(
    t,
    fc.property(fc.constantFrom(...ZONES), fc.nat(730), fc.nat(30), (zone, day, skip) => {
      const now = instant(Date.UTC(2025, 0, 1, 12) + day * DAY);
      const days = agendaDays(now, zone, skip);
      assert.equal(days.length, 7);
      for (const [index, { start, end }] of days.entries()) {
        assert.ok(end - start >= 22 * HOUR && end - start <= 26 * HOUR);
        assert.ok(index === 0 || days[index - 1]?.end === start);
      }
      const [first] = agendaDays(now, zone);
      assert.ok(first && now >= first.start && now < first.end);
    }),
    2000,
  );
});
