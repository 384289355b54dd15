import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { instant } from '../../../../src/core/basics/time.ts';
import { runsToday } from '../../../../src/runner/approval/dailyRuns.ts';
import { Checkpoints } from '../../../../src/store/checkpoint/checkpoints.ts';
import { Ledger } from '../../../../src/store/ledger.ts';
import { endLinked } from '../../../../src/verbs/endLinked.ts';
import { FileLog } from '../../../../src/store/log/fileLog.ts';
import { emptyFolder, folderWith, scheduleOf } from '../../../support/folder.ts';

const NOON = instant(Date.UTC(2026, 10, 28, 12));

test('a run counts towards the day though its entry is closed and was not read', async () => {
  const closed = Array.from({ length: 50 }, (_, index) => `{"id":"closed${index}","status":"done"}`);
  const [folder, home] = [await folderWith(''), await emptyFolder()];
  const open = (): Ledger =>
    new Ledger(
      { scope: 'project', folder },
      new FileLog(folder, new Checkpoints(folder, home, 1)),
      '9f3a1c',
      endLinked,
    );
  const run = {
    occ: 'once',
    gen: 0,
    token: 'a'.repeat(32),
    at: NOON,
    pid: 1,
    host: hostname(),
    unattended: true,
  } as const;
  // Written before there was a checkpoint.
  const before = new Ledger({ scope: 'project', folder }, new FileLog(folder), '9f3a1c', endLinked);
  await before.act('ran', NOON, () => ({ set: { status: 'pending' } }));
  await before.act('ran', NOON, () => ({ set: {}, run: { ...run, event: 'started' } }));
  await before.act('ran', NOON, () => ({ set: { status: 'done' }, run: { ...run, event: 'ended', outcome: 'ok' } }));
  await appendFile(scheduleOf(folder), `${closed.join('\n')}\n`);
  await open().lookAtOpen();
  const ledger = open();
  await ledger.lookAtOpen();
  assert.equal(ledger.schedule.get('ran'), undefined);
  assert.throws(() => ledger.whole, /Closed entries are missing/);
  assert.equal(await runsToday(home, [ledger], NOON, 'UTC'), 1);
});
