import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { END_OF_TIME } from '../../../../src/core/basics/time.ts';
import type { EntryState } from '../../../../src/core/fold/entryState.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { changeOf, ENTRY_IDS, play, shuffled, steps } from '../../../support/histories.ts';
import { holds } from '../../../support/property.ts';
import { foldOf, Replica } from '../../../support/replica.ts';

const picks = fc.array(fc.nat(997), { minLength: 4, maxLength: 12 });
const ALL = ['act', 'act', 'edit', 'forge', 'merge', 'repeat', 'foreign', 'foreign'] as const;

/** A clock that a writer may have: right, of another year, before there were clocks, past all that may be written. */
const clock = fc.oneof(
  fc.integer({ min: 0, max: END_OF_TIME }),
  fc.constantFrom(0, END_OF_TIME, END_OF_TIME + 1, -1, Date.UTC(2026, 10, 22, 12)),
);

function fieldsOf(state: EntryState | undefined): Record<string, unknown> {
  assert.ok(state);
  return { ...state.fields() };
}

test('an own act wins over all its writer had seen, also after a merge moved and repeated those lines', t => {
  holds(
    t,
    fc.property(steps(ALL), fc.nat(1), clock, picks, (history, entry, now, order) => {
      const [mine] = play(history);
      const id = ENTRY_IDS[entry] as string;
      const own = { status: 'cancelled', reason: 'mine', due_at: '2031-01-01T00:00:00.000Z' };
      mine.act(id, now, { set: { ...own, original_due_at: undefined } });
      const expected = fieldsOf(mine.state(id));
      assert.deepEqual(
        { ...expected, ...own, original_due_at: undefined },
        { ...expected, original_due_at: undefined },
      );
      assert.ok(!('original_due_at' in expected));
      const moved = shuffled([...mine.rows, ...mine.rows], order);
      assert.deepEqual(fieldsOf(foldOf(moved).get(id)), expected);
    }),
  );
});

test('an own act wins at the very end of the range of stamps', t => {
  holds(
    t,
    fc.property(fc.nat(999), fc.boolean(), clock, fc.integer({ min: 1, max: 3 }), (pick, sealed, now, acts) => {
      const replica = new Replica('aaaaaa');
      const st = [END_OF_TIME, 2 ** 31 - 1 - (pick % 2), 'f'.repeat(32)];
      const open = JSON.stringify({
        id: 'x',
        status: 'cancelled',
        due_at: '2099-01-01T00:00:00Z',
        defer: { st, ch: ['status', 'due_at'] },
      }).slice(0, -2);
      replica.append(`${open},"h":"${sealed ? digest(open) : '0'.repeat(16)}"}}`);
      for (let act = 1; act <= acts; act += 1) {
        const status = act % 2 === 0 ? 'done' : 'pending';
        const due = `2030-01-0${act}T00:00:00.000Z`;
        replica.act('x', now, { set: { status, due_at: due } });
        const { status: newStatus, due_at } = fieldsOf(replica.state('x'));
        assert.deepEqual([newStatus, due_at], [status, due]);
      }
    }),
  );
});

test('a row alone is the whole picture, also for a reader who only knows that the latest row wins', t => {
  holds(
    t,
    fc.property(steps(ALL), history => {
      play(history, (replica, row, change) => {
        const {
          id: _id,
          schemaVersion: _version,
          run: _run,
          defer: _defer,
          ...plain
        } = JSON.parse(row.text) as Record<string, unknown>;
        const alone = fieldsOf(foldOf([row]).get(row.id));
        const known = fieldsOf(replica.state(row.id));
        // What a row only carries for others to read (a snooze's status) need not be how the entry stands.
        const carried = Object.keys(change.carry ?? {}).filter(name => !row.changed.includes(name));
        for (const name of carried) {
          delete known[name];
        }
        assert.deepEqual(alone, plain);
        for (const name of carried) {
          delete alone[name];
        }
        assert.deepEqual(alone, known);
      });
    }),
  );
});

const RESERVED = ['id', 'schemaVersion', 'run', 'defer', 'due_at', 'run_at', 'status'];
const KNOWN = [
  ...RESERVED,
  'kind',
  'original_due_at',
  'expires_at',
  'created_at',
  'updated_at',
  'created_by',
  'repeat',
];
const MORE = [
  'waits_for',
  'payload',
  'origin',
  'attempts',
  'max_retries',
  'last_error',
  'reason',
  'overlap',
  'process',
];
const unknownName = fc
  .oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '1', 'x', ''), fc.string({ maxLength: 6 }))
  .filter(name => !KNOWN.includes(name) && !MORE.includes(name))
  // V8 13.6 (Node 24) takes the name "\"" for "\\" where it has parsed an object with that in the same place before.
  .filter(name => !/["\\]/.test(name));

test('unknown fields are carried along by every act', t => {
  holds(
    t,
    fc.property(
      fc.array(fc.tuple(unknownName, fc.jsonValue({ maxDepth: 3 })), { maxLength: 4 }),
      fc.array(fc.nat(999), { maxLength: 4 }),
      (extra, acts) => {
        const members = [['id', 'x'], ...extra].map(
          ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
        );
        const replica = new Replica('aaaaaa');
        replica.append(`{${members.join(',')}}`);
        const unknown = (state: EntryState | undefined): string =>
          JSON.stringify(
            Object.entries(state?.fields() ?? {})
              .filter(([name]) => extra.some(([known]) => known === name))
              .map(member => JSON.stringify(member))
              .sort(),
          );
        const before = unknown(replica.state('x'));
        assert.equal(JSON.parse(before).length, new Set(extra.map(([name]) => name)).size);
        for (const pick of acts) {
          const row = replica.act('x', pick, changeOf(pick, pick));
          assert.equal(unknown(replica.state('x')), before);
          assert.equal(unknown(foldOf([row]).get('x')), before);
        }
      },
    ),
  );
});
