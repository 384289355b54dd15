import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEntry, type Entry } from '../../../../src/core/entry/entry.ts';
import { APPROVAL_FORMAT } from '../../../../src/core/agent/approval.ts';
import { grantMark, grantRefusal, type Grant, type GrantUse } from '../../../../src/core/agent/grant.ts';
import { HOUR, instant, type Instant } from '../../../../src/core/basics/time.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { at } from '../../../support/world.ts';

const GIVEN = at('2026-11-23T08:00:00Z');
const GRANT: Grant = { hash: 'h', approvedAt: GIVEN, slot: null, once: false };
const USE: GrantUse = { occ: 'event:0', upto: instant(GIVEN + HOUR), failed: false, failures: 0, starting: false };

/** An entry that waits for files, which changed at a moment, after so many events. */
async function changed(when: Instant, handled: number): Promise<Entry> {
  const waits_for = { file: '*.txt', baseline: {}, handled };
  const log = new MemoryLog(JSON.stringify({ id: 'a', title: 'x', kind: 'prompt', waits_for }));
  const state = (await new Ledger({ scope: 'project', folder: '/work' }, log, 'abc123', endLinked).look()).get('a');
  assert.ok(state);
  state.observe({ at: when, seen: {} });
  return toEntry(state);
}

const why = (entry: Entry, use: GrantUse | undefined): string | undefined =>
  grantRefusal(GRANT, use, { entry, hash: 'h', retries: 0 }, { now: instant(GIVEN + 9 * HOUR), zone: 'UTC' })?.why;

test('what waits for files runs once for each change, however many events a row says were handled', async () => {
  assert.equal(why(await changed(instant(GIVEN + HOUR), 0), undefined), undefined);
  assert.match(why(await changed(GIVEN, 0), undefined) ?? '', /due before it was allowed/);
  assert.match(why(await changed(instant(GIVEN + HOUR), 0), USE) ?? '', /has already run/);
  assert.match(why(await changed(instant(GIVEN + HOUR), 7), USE) ?? '', /already dealt with on this machine/);
  assert.equal(why(await changed(instant(GIVEN + 2 * HOUR), 1), USE), undefined, 'they changed once more');
  assert.equal(grantMark(GRANT, USE, 'h', await changed(instant(GIVEN + HOUR), 0)), true, 'the next change is covered');
});

test('a difference to what an earlier version approved is not said to come from the entry', async () => {
  const entry = await changed(instant(GIVEN + HOUR), 0);
  const whyAfter = (grant: Grant): string | undefined =>
    grantRefusal(grant, undefined, { entry, hash: 'i', retries: 0 }, { now: instant(GIVEN + 9 * HOUR), zone: 'UTC' })
      ?.why;
  assert.match(whyAfter({ ...GRANT, format: APPROVAL_FORMAT }) ?? '', /has changed since it was allowed/);
  for (const earlier of [GRANT, { ...GRANT, format: APPROVAL_FORMAT - 1 }]) {
    assert.match(whyAfter(earlier) ?? '', /allowed in an earlier version of Defer.*defer allow <id>/);
  }
});

test('a run that is being started holds up every other, and a failed one is tried again as often as was approved', async () => {
  const entry = await changed(instant(GIVEN + HOUR), 0);
  const refused = grantRefusal(
    GRANT,
    { ...USE, starting: true },
    { entry, hash: 'h', retries: 3 },
    { now: instant(GIVEN + 9 * HOUR), zone: 'UTC' },
  );
  assert.equal(refused?.busy, true);
  assert.equal(why(entry, { ...USE, failed: true }), undefined, 'a usage limit is no failure');
  assert.match(why(entry, { ...USE, failed: true, failures: 1 }) ?? '', /as often as allowed \(retries: 0\)/);
});
