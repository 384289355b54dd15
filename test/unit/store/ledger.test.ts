import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Change } from '../../../src/core/rows/change.ts';
import { isRefusal, refusal, type Refusal } from '../../../src/core/basics/refusal.ts';
import type { EntryState } from '../../../src/core/fold/entryState.ts';
import { instant } from '../../../src/core/basics/time.ts';
import { FileLog } from '../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../src/store/ledger.ts';
import { endLinked } from '../../../src/verbs/endLinked.ts';
import { BEING_WRITTEN } from '../../../src/store/scheduleReader.ts';
import { MemoryLog } from '../../support/memoryLog.ts';
import { folderWith, scheduleOf } from '../../support/folder.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 12));
const ledgerOn = (log: FileLog | MemoryLog): Ledger =>
  new Ledger({ scope: 'project', folder: '/f' }, log, '9f3a1c', endLinked);
const open: Change = { set: { status: 'pending', n: 0 } };

test('an act is written once it is decided, and its entry is what then stands', async () => {
  const ledger = ledgerOn(new MemoryLog());
  const state = await ledger.act('a', NOW, () => open);
  assert.ok(!isRefusal(state));
  assert.deepEqual({ ...state.fields() }, open.set);
  assert.equal(ledger.schedule.get('a'), state);
});

test('a new entry is written without a look at older rows, and is what a reader of them finds', async () => {
  const folder = await folderWith('{"id":"a","status":"pending"}\n');
  const reads: string[] = [];
  const log = new FileLog(folder);
  const watched = Object.assign(Object.create(log) as FileLog, {
    read: (...given: Parameters<FileLog['read']>) => (reads.push('read'), log.read(...given)),
  });
  const ledger = ledgerOn(watched);
  const made = await ledger.add('b', NOW, { set: { status: 'pending', payload: { message: 'Tea' } } });
  assert.ok(!isRefusal(made));
  assert.deepEqual(reads, []);
  const read = (await ledgerOn(new FileLog(folder)).look()).get('b');
  assert.deepEqual({ ...made.fields() }, { ...read?.fields() });
});

test('who has looked sees a new entry at once, beside what others wrote meanwhile', async () => {
  const folder = await folderWith('{"id":"a","status":"pending"}\n');
  const ledger = ledgerOn(new FileLog(folder));
  await ledger.look();
  await appendFile(scheduleOf(folder), '{"id":"c","status":"pending"}\n');
  const made = await ledger.add('b', NOW, open);
  assert.equal(ledger.schedule.get('b'), made);
  assert.equal(ledger.schedule.get('c')?.status, 'pending');
});

test('a new entry that is too long is refused, and nothing is written', async () => {
  const log = new MemoryLog();
  const made = await ledgerOn(log).add('a', NOW, { set: { status: 'pending', prompt: 'x'.repeat(256 * 1024) } });
  assert.ok(isRefusal(made) && /256 KiB/.test(made.why));
  assert.deepEqual(log.lines, []);
});

test('a refusal writes nothing', async () => {
  const log = new MemoryLog();
  const answer = await ledgerOn(log).act('a', NOW, () => refusal('No.'));
  assert.ok(isRefusal(answer));
  assert.deepEqual(log.lines, []);
});

test('acts at once are done one after another, each seeing the one before', async () => {
  const ledger = ledgerOn(new MemoryLog());
  await ledger.act('a', NOW, () => open);
  const count = (state: { fields(): Readonly<Record<string, unknown>> } | undefined): number =>
    Number(state?.fields()['n']);
  await Promise.all(
    Array.from({ length: 20 }, () => ledger.act('a', NOW, state => ({ set: { n: count(state) + 1 } }))),
  );
  assert.equal(count(ledger.schedule.get('a')), 20);
});

test('an act sees what another program wrote since the last look', async () => {
  const folder = await folderWith('{"id":"a","status":"pending"}\n');
  const ledger = ledgerOn(new FileLog(folder));
  await ledger.look();
  await appendFile(scheduleOf(folder), '{"id":"a","status":"done"}\n');
  let seen: string | undefined;
  await ledger.act('a', NOW, state => {
    seen = state?.status;
    return refusal('No.');
  });
  assert.equal(seen, 'done');
});

test('before every act it is decided what becomes of what is linked to processes', async () => {
  const asked: (readonly string[])[] = [];
  const ledger = new Ledger({ scope: 'project', folder: '/f' }, new MemoryLog(), '9f3a1c', async linked => {
    asked.push(linked.map(({ id }) => id));
    return linked.map(state => ({ state, change: { set: { status: 'cancelled' } } }));
  });
  const link = (): Change => ({ set: { status: 'pending', process: { pid: 1 } } });
  await ledger.act('a', NOW, link);
  let seen: string | undefined;
  const look = (state: EntryState | undefined): Refusal => {
    seen = state?.status;
    return refusal('No.');
  };
  await ledger.look();
  assert.deepEqual(asked, [], 'a look asks nothing, and nor does an act where nothing is linked');
  await ledger.act('a', NOW, look);
  assert.equal(seen, 'cancelled', 'also where the act is about that very entry, and then refuses');
  await ledger.act('b', NOW, link);
  await ledger.act('c', NOW, look);
  await ledger.act('d', NOW, link);
  await ledger.endLinked(NOW);
  assert.deepEqual(asked, [['a'], ['b'], ['d']]);
  assert.deepEqual((await ledger.look()).open, []);
});

test('no act of this process comes into the turn of another, however long that takes', async () => {
  const ledger = ledgerOn(new MemoryLog());
  const order: string[] = [];
  const note =
    (name: string, status: string) =>
    (state: EntryState | undefined): Change => {
      order.push(`${name} saw ${state?.status}`);
      return { set: { status } };
    };
  await Promise.all([ledger.act('a', NOW, note('one', 'failed')), ledger.act('a', NOW, note('two', 'done'))]);
  assert.deepEqual(order, ['one saw undefined', 'two saw failed']);
});

test('a fault is for the one who asked, and the next act goes on', async () => {
  const ledger = ledgerOn(new MemoryLog());
  await assert.rejects(
    ledger.act('a', NOW, () => ({ set: { x: 'x'.repeat(300_000) } })),
    { name: 'StoreFault' },
  );
  assert.ok(!isRefusal(await ledger.act('a', NOW, () => open)));
});

test('an unfinished end is a problem only once nobody can still be writing it', async () => {
  const folder = await folderWith('{"id":"a"}\n{"id":');
  const log = new FileLog(folder);
  const ledger = ledgerOn(log);
  await ledger.look();
  const written = log.tail?.writtenAt ?? 0;
  assert.deepEqual(ledger.problems(written + BEING_WRITTEN - 1), []);
  assert.deepEqual(
    ledger.problems(written + BEING_WRITTEN).map(problem => problem.class),
    ['torn tail'],
  );
});

test('while a file is read from its beginning, what was known before is still shown', async () => {
  const folder = await folderWith('{"id":"a"}\n');
  const ledger = ledgerOn(new FileLog(folder));
  await ledger.look();
  await appendFile(scheduleOf(folder), '{"id":"b","x":"y"}\n'.repeat(30_000));
  const fresh = ledgerOn(new FileLog(folder));
  const looking = fresh.look();
  assert.equal([...fresh.whole.all()].length, 0);
  await looking;
  assert.equal([...fresh.whole.all()].length, 2);
});
