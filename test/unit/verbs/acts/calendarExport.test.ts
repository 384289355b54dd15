import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HOUR, MINUTE } from '../../../../src/core/basics/time.ts';
import { calendarOf, valuesOf } from '../../../support/calendarReader.ts';
import { seed } from '../../../support/property.ts';
import { createWorld, type World } from '../../../support/world.ts';

/** The first events of a calendar: when each begins, and the slot that its UID names. */
async function occurrences(world: World, most = 3): Promise<readonly string[]> {
  const events = await calendarOf(world);
  const starts = valuesOf(events, 'DTSTART');
  return valuesOf(events, 'UID')
    .slice(0, most)
    .map((uid, index) => `${starts[index]?.slice(4, 13)} ${uid?.split('/')[1]?.slice(5, 16)}`);
}

const daily = async (...more: readonly string[]): Promise<{ world: World; id: string }> => {
  const world = createWorld();
  return { world, id: await world.add('Daily', 'every day at 15:00', ...more) };
};

describe('an occurrence in the calendar that was moved', () => {
  it('stands at its new time alone, earlier or later, under the name that it had', async () => {
    const { world, id } = await daily();
    const before = ['1123T1500 11-23T15:00', '1124T1500 11-24T15:00', '1125T1500 11-25T15:00'];
    assert.deepEqual(await occurrences(world), before);
    await world.say('reschedule', id, '13:00');
    assert.deepEqual(await occurrences(world), ['1123T1300 11-23T15:00', ...before.slice(1)]);
    await world.say('reschedule', id, '18:00');
    assert.deepEqual(await occurrences(world), ['1123T1800 11-23T15:00', ...before.slice(1)]);
    await world.say('snooze', id, '20:00');
    assert.deepEqual(await occurrences(world), ['1123T2000 11-23T15:00', ...before.slice(1)]);
  });

  it('stands alone until then where it was moved past later ones, which it takes along', async () => {
    const { world, id } = await daily();
    await world.say('reschedule', id, '2026-11-25 12:00');
    assert.deepEqual(await occurrences(world, 2), ['1125T1200 11-23T15:00', '1125T1500 11-25T15:00']);
  });

  it('is followed by the next one once it was dealt with', async () => {
    const { world, id } = await daily();
    await world.say('reschedule', id, '11:00');
    world.clock.push(2 * HOUR);
    await world.say('done', id);
    assert.deepEqual(await occurrences(world, 2), ['1124T1500 11-24T15:00', '1125T1500 11-25T15:00']);
  });

  it('is not there while the repeat is paused, and once after', async () => {
    const { world, id } = await daily();
    await world.say('reschedule', id, '18:00');
    await world.say('pause', id);
    assert.deepEqual(await occurrences(world), []);
    await world.say('resume', id);
    assert.deepEqual(await occurrences(world, 2), ['1123T1800 11-23T15:00', '1124T1500 11-24T15:00']);
  });
});

type Act = { readonly kind: string; readonly minutes: number };

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('pass', 'pass', 'reschedule', 'reschedule', 'snooze', 'done', 'skip', 'pause', 'resume'),
    minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }),
  }),
  { minLength: 1, maxLength: 8 },
);

const HISTORIES = 60;

it('a calendar has each slot at most once, whatever was done to the repeat', async t => {
  t.diagnostic(`${HISTORIES} histories; DEFER_SEED=${seed} repeats them`);
  const catchups = fc.constantFrom('once', 'skip');
  await fc.assert(
    fc.asyncProperty(acts, catchups, async (history: readonly Act[], catchup) => {
      const { world, id } = await daily('--catchup', catchup);
      // A time that it was moved to may be that of a later slot, by chance.
      let movedTo: unknown;
      for (const { kind, minutes } of history) {
        if (kind === 'pass') {
          world.clock.push(minutes * MINUTE);
        } else {
          await world.say(kind, id, ...(kind === 'reschedule' || kind === 'snooze' ? [`${minutes}m`] : []));
        }
        const { due_at: due, slot, group } = await world.value('show', id);
        movedTo = kind === 'snooze' || kind === 'reschedule' ? due : movedTo;
        const events = await calendarOf(world);
        const slots = valuesOf(events, 'UID').map(uid => uid?.split('/')[1]?.replace('@project.defer', ''));
        const starts = valuesOf(events, 'DTSTART').map(start => stamp(String(start)));
        assert.deepEqual([...slots].sort(), [...new Set(slots)].sort(), 'no slot twice, in order');
        if (group === 'Repeating' && due === null) {
          assert.deepEqual(starts, [], 'nothing while it is paused');
          continue;
        }
        // One that passes over what it missed stands at a later slot of its rule.
        const isLater = String(due) > String(slot) && String(due).endsWith('T15:00:00.000Z');
        const passes = catchup === 'skip' && isLater && due !== movedTo;
        const own = passes ? due : slot;
        assert.deepEqual([starts[0], slots[0]], [due, own], `after ${kind}`);
        assert.deepEqual(starts.slice(1), slots.slice(1), 'all others are where the rule has them');
      }
    }),
    { numRuns: HISTORIES, seed },
  );
});

/** `20261123T150000Z` as the file has it. */
const stamp = (text: string): string =>
  text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
