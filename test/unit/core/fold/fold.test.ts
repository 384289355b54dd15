import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryState } from '../../../../src/core/fold/entryState.ts';
import { Fold } from '../../../../src/core/fold/fold.ts';
import { instant, toIso } from '../../../../src/core/basics/time.ts';
import { digest } from '../../../../src/store/disk/digest.ts';
import { growth } from '../../../support/growth.ts';
import { foldOf, inOrder, Replica, rowOf } from '../../../support/replica.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const at = (ms: number): string => toIso(instant(NOON + ms));
const ADDED = {
  kind: 'reminder',
  status: 'pending',
  due_at: at(1000),
  updated_at: at(0),
  payload: { message: 'Look' },
};

function added(id = 'a', actor = 'aaaaaa'): Replica {
  const replica = new Replica(actor);
  replica.act(id, NOON, { set: ADDED });
  return replica;
}

/** The file of `mine` once the rows that only `theirs` has were merged into it. */
function merged(mine: Replica, theirs: Replica): Fold {
  return foldOf([...mine.rows, ...theirs.rows]);
}

const copyOf = (replica: Replica, actor: string): Replica => {
  const copy = new Replica(actor);
  copy.take(replica.rows);
  return copy;
};

const fieldsOf = (state: EntryState | undefined): Record<string, unknown> => ({ ...state?.fields() });

test('a done on one branch wins over a snooze on the other that had not seen it', () => {
  const mine = added();
  const theirs = copyOf(mine, 'bbbbbb');
  mine.act('a', NOON + 1, { set: { status: 'done' } });
  theirs.act('a', NOON + 9, { set: { due_at: at(9000), original_due_at: at(1000) }, carry: { status: 'snoozed' } });
  for (const fold of [merged(mine, theirs), merged(theirs, mine)]) {
    assert.equal(fold.get('a')?.status, 'done');
    assert.equal(fieldsOf(fold.get('a'))['due_at'], at(9000));
  }
});

test('two branches that change different fields both keep their change', () => {
  const mine = added();
  const theirs = copyOf(mine, 'bbbbbb');
  mine.act('a', NOON + 1, { set: { payload: { message: 'Look again' } } });
  theirs.act('a', NOON + 2, { set: { due_at: at(5000) } });
  const state = merged(mine, theirs).get('a');
  assert.deepEqual(fieldsOf(state), { ...ADDED, payload: { message: 'Look again' }, due_at: at(5000) });
});

test('a row that another tool copied and changed beats the row it was copied from, for every field it carries', () => {
  const replica = added();
  const own = replica.act('a', NOON + 5, { set: { due_at: at(7000) } });
  const copy = rowOf(own.text.replace('"Look"', '"Edited"').replace('"reminder"', '"review"'));
  for (const rows of [
    [...replica.rows, copy],
    [copy, ...replica.rows],
  ]) {
    const state = foldOf(rows).get('a');
    assert.deepEqual(fieldsOf(state), { ...ADDED, kind: 'review', due_at: at(7000), payload: { message: 'Edited' } });
  }
});

test('a copied and changed row stands as late as its own updated_at says', () => {
  const replica = added();
  const copy = replica.rows[0]?.text
    .replace('"pending"', '"done"')
    .replace(`"updated_at":"${at(0)}"`, `"updated_at":"${at(50)}"`);
  replica.act('a', NOON + 20, { set: { status: 'pending', due_at: at(7000) } });
  replica.append(copy ?? '');
  assert.equal(replica.state('a')?.status, 'done');
  assert.equal(replica.state('a')?.due, NOON + 1000);
});

test('a bare line without a mark closes an entry and keeps all it does not speak of', () => {
  const replica = added();
  replica.append('{"id":"a","status":"done"}');
  assert.deepEqual(fieldsOf(replica.state('a')), { ...ADDED, status: 'done' });
});

test('a line without a mark says nothing about a row that was written later', () => {
  const replica = added();
  replica.append('{"id":"a","status":"done"}');
  replica.act('a', NOON + 1, { set: { status: 'pending' } });
  assert.equal(replica.state('a')?.status, 'pending');
  assert.deepEqual(replica.rows.at(-1)?.answers, [digest('{"id":"a","status":"done"}')]);
});

test('the row after a line without a mark sets every field, so that from then on the order does not matter', () => {
  const replica = added();
  replica.append('{"id":"a","status":"done","title":"t"}');
  const row = replica.act('a', NOON + 1, { set: { due_at: at(3) } });
  assert.deepEqual(new Set(row.changed), new Set([...Object.keys(ADDED), 'title']));
});

test('a line that was answered says nothing wherever and however often it stands, nor does its run event', () => {
  const line = `{"id":"a","status":"done","run":{"occ":"once","gen":0,"token":"ab","event":"ended","at":"${at(1)}"}}`;
  const replica = added();
  replica.append(line);
  assert.equal(replica.state('a')?.runEvents().length, 1);
  replica.act('a', NOON + 1, { set: { status: 'pending' } });
  replica.take([rowOf(line), ...replica.rows, rowOf(line)]);
  assert.equal(replica.state('a')?.status, 'pending');
  assert.deepEqual(replica.state('a')?.runEvents(), []);
  const problems = replica.fold.problems();
  assert.deepEqual(
    problems.map(problem => [problem.line, problem.class]),
    [
      [3, 'already answered'],
      [5, 'already answered'],
    ],
  );
});

test('lines without a mark stand one after another, each later than all before it', () => {
  const replica = added();
  replica.append('{"id":"a","status":"cancelled"}');
  replica.append('{"id":"a","status":"pending"}');
  assert.equal(replica.state('a')?.status, 'pending');
});

test('a tie falls on the side that does not start work', () => {
  const replica = added();
  const [row] = replica.rows;
  const [done, open] = ['done', 'snoozed'].map(status => rowOf(row?.text.replace('"pending"', `"${status}"`) ?? ''));
  assert.ok(done && open);
  assert.equal(foldOf([done, open]).get('a')?.status, 'done');
  assert.equal(foldOf([open, done]).get('a')?.status, 'done');
});

test('of run events that are one, the one that was written first is kept', () => {
  const event = { occ: 'once', gen: 0, token: 'ab', event: 'ended', at: instant(NOON) } as const;
  const replica = added();
  replica.act('a', NOON + 1, { set: {}, run: { ...event, exit_code: 1 } });
  replica.act('a', NOON + 2, { set: {}, run: { ...event, exit_code: 0 } });
  assert.deepEqual(replica.state('a')?.runEvents(), [{ ...event, exit_code: 1 }]);
  assert.deepEqual(foldOf(replica.rows.toReversed()).get('a')?.runEvents(), [{ ...event, exit_code: 1 }]);
});

test('a run event is never carried into a later row', () => {
  const replica = added();
  const event = { occ: 'once', gen: 0, token: 'ab', event: 'claimed', at: instant(NOON) } as const;
  replica.act('a', NOON + 1, { set: {}, run: event });
  assert.equal(replica.act('a', NOON + 2, { set: { status: 'done' } }).run, undefined);
});

test('an id with any row of a newer format is shown as such and named as a problem', () => {
  const fold = foldOf([
    rowOf('{"schemaVersion":2,"id":"a","due_at":"2026-11-23T09:00:00Z"}'),
    rowOf('{"id":"a","status":"done"}'),
  ]);
  assert.equal(fold.get('a')?.isNewer, true);
  assert.deepEqual(
    fold.problems().map(problem => problem.class),
    ['newer format'],
  );
});

test('a field that a row sets to the wrong type stays as it was, and one it removes goes', () => {
  const replica = added();
  const sealed = (members: string, changed: string): string => {
    const open = `{"id":"a",${members}"defer":{"st":[${NOON + 9},0,"bbbbbb"],"ch":${changed}`;
    return `${open},"h":"${digest(open)}"}}`;
  };
  replica.append(sealed('"due_at":7,', '["due_at"]'));
  assert.equal(replica.state('a')?.due, NOON + 1000);
  replica.append(sealed('', '["due_at","payload"]'));
  assert.equal(replica.state('a')?.due, Number.POSITIVE_INFINITY);
  assert.ok(!('payload' in fieldsOf(replica.state('a'))));
});

test('an id that is the name of a member of every object is an id like any other', () => {
  const fold = foldOf(['__proto__', 'constructor', 'toString'].map(id => rowOf(`{"id":"${id}","status":"done"}`)));
  assert.deepEqual(
    [...fold.all()].map(state => [state.id, state.status]),
    [
      ['__proto__', 'done'],
      ['constructor', 'done'],
      ['toString', 'done'],
    ],
  );
  assert.equal(({} as Record<string, unknown>)['status'], undefined);
});

test('many lines without a mark for one entry cost their number, not its square', async () => {
  const rows = inOrder(Array.from({ length: 8000 }, (_, index) => rowOf(`{"id":"a","status":"done","n":${index}}`)));
  const add = (count: number): void => {
    const fold = new Fold(digest);
    for (const row of rows.slice(0, count)) fold.add([row]);
    assert.equal(fieldsOf(fold.get('a'))['n'], count - 1);
  };
  const grown = await growth(add, rows.length);
  assert.ok(grown < 24, `${grown.toFixed(1)} times as long for 8 times as many`);
});
