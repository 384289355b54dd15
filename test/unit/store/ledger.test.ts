import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Change } from '../../../src/core/rows/change.ts';
import { isRefusal, refusal } from '../../../src/core/basics/refusal.ts';
import { instant } from '../../../src/core/basics/time.ts';
import { FileLog } from '../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../src/store/ledger.ts';
import { BEING_WRITTEN } from '../../../src/store/scheduleReader.ts';
import { MemoryLog } from '../../support/memoryLog.ts';
import { folderWith, scheduleOf } from '../../support/folder.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 12));
const ledgerOn = (log: FileLog | MemoryLog): Ledger => new Ledger({ scope: 'project', folder: '/f' }, log, '9f3a1c');
const open: Change = { set: { status: 'pending', n: 0 } };

test('an act is written once it is decided, and its entry is what then stands', async () => {
  const ledger = ledgerOn(new MemoryLog());
  const state = await ledger.act('a', NOW, () => open);
  assert.ok(!isRefusal(state));
  assert.deepEqual({ ...state.fields() }, open.set);
  assert.equal(ledger.schedule.get('a'), state);
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
