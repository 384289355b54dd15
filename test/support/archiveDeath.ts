import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { encodeChange } from '../../src/core/rows/encode.ts';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import { END_OF_TIME, instant } from '../../src/core/basics/time.ts';
import { appendRows } from '../../src/store/log/append.ts';
import { digest } from '../../src/store/disk/digest.ts';
import { FileLog } from '../../src/store/log/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { endLinked } from '../../src/verbs/endLinked.ts';
import { lockPath } from '../../src/store/log/archiveLock.ts';
import { bundled } from './bundled.ts';
import { folderWith, scheduleOf } from './folder.ts';

const run = promisify(execFile);
const NOW = instant(Date.UTC(2026, 10, 23, 10));

const row = (id: string, status: string): string =>
  encodeChange(id, undefined, { set: { status, note: id } }, { now: NOW, actor: 'abc123', digest });

/** How many steps an archive takes in a process of its own; undefined where it died before one of them. */
async function archiveIn(folder: string, dieAt: number): Promise<number | undefined> {
  const script = bundled(join(import.meta.dirname, 'archiveProcess.ts'));
  const { stdout } = await run(process.execPath, [script, folder, String(dieAt)]).catch(() => ({ stdout: '' }));
  return stdout === '' ? undefined : (JSON.parse(stdout) as { steps: number }).steps;
}

/**
 * Lets an archive be killed before every so-manieth of its steps that change the disk: each time every row is still in
 * the schedule or the archive, what is added later stays, and the next archive leaves what one that lived would have.
 */
export async function survivesDeath(t: TestContext, every: number): Promise<void> {
  const text = `${row('a', 'done')}\n${row('b', 'pending')}\n${row('c', 'done')}\n`;
  const all = (await archiveIn(await folderWith(text), 0)) ?? 0;
  assert.ok(all > 10);
  t.diagnostic(`${all} steps, every ${every}. tried`);
  for (let step = 1 + Math.floor(every / 2); step <= all; step += every) {
    const folder = await folderWith(text);
    assert.equal(await archiveIn(folder, step), undefined);
    const archive = join(folder, '.sf', 'archive', 'schedule_202611.jsonl');
    const texts = await Promise.all([scheduleOf(folder), archive].map(path => readFile(path, 'utf8').catch(() => '')));
    for (const line of text.split('\n')) {
      assert.ok(texts.join('').includes(line), `step ${step}`);
    }
    // It would count as left behind in a few seconds.
    await rm(`${await lockPath(scheduleOf(folder))}.lock`, { recursive: true, force: true });
    await appendRows(folder, [row('later', 'pending')]);
    const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
    const ids = new Set(Array.from((await ledger.look()).all(), ({ id }) => id));
    assert.ok(!isRefusal(await ledger.archive({ ids, closedBy: END_OF_TIME }, NOW)));
    const left = Array.from((await ledger.look()).all(), ({ id, isOpen }) => `${id} ${isOpen}`);
    assert.deepEqual(left, ['a false', 'b true', 'c false', 'later true'], `step ${step}`);
    assert.equal(await readFile(archive, 'utf8'), `${row('a', 'done')}\n${row('c', 'done')}\n`);
    assert.equal(await stat(`${scheduleOf(folder)}.tmp`).catch(() => undefined), undefined);
  }
}
