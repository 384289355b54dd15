import assert from 'node:assert/strict';
import { constants, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { askDiskDirectly } from '../../../../src/cli/start/directDisk.ts';

/** The disk as a command gets it that asks directly. */
function directDisk(): typeof promises {
  const place = Symbol.for('defer.disk');
  askDiskDirectly();
  try {
    return Reflect.get(globalThis, place) as typeof promises;
  } finally {
    Reflect.deleteProperty(globalThis, place);
  }
}

/** What Defer does with files, and what came of each step. */
async function steps(disk: typeof promises, folder: string): Promise<readonly unknown[]> {
  const path = join(folder, 'a.jsonl');
  const failed = (job: Promise<unknown>): Promise<unknown> =>
    job.then(
      () => 'done',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
  const handle = await disk.open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o640);
  const bytes = Buffer.from('one\ntwo\n');
  const written = await handle.write(bytes, 0, bytes.length);
  await handle.writeFile('three\n');
  await handle.sync();
  await handle.chmod(0o600);
  const there = Buffer.alloc(4);
  const { bytesRead } = await handle.read(there, 0, 4, 4);
  const { size, mode } = await handle.stat({ bigint: true });
  const closed = [await failed(handle.close()), await failed(handle.close())];
  await disk.mkdir(join(folder, 'deep', 'er'), { recursive: true });
  await disk.symlink(path, join(folder, 'link'));
  await disk.rename(path, join(folder, 'b.jsonl'));
  const entries = await disk.readdir(folder, { withFileTypes: true });
  return [
    ...[written.bytesWritten, bytesRead, there.toString(), size, Number(mode) & 0o777, closed],
    entries.map(entry => [entry.name, entry.isDirectory(), entry.isSymbolicLink()]),
    await disk.readFile(join(folder, 'b.jsonl'), 'utf8'),
    await failed(disk.realpath(join(folder, 'link'))),
    await failed(disk.lstat(path)),
    await failed(disk.writeFile(join(folder, 'b.jsonl'), 'x', { flag: 'wx' })),
    await failed(disk.open(folder, constants.O_WRONLY)),
    await failed(disk.access(folder, constants.W_OK)),
    await failed(disk.rm(join(folder, 'deep'))),
    await failed(disk.rm(join(folder, 'deep'), { recursive: true })),
  ];
}

test('a disk that is asked directly answers as Node’s does', async t => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-disk-')));
  t.after(() => rmSync(root, { recursive: true }));
  const [one, other] = [await promises.mkdtemp(join(root, 'a')), await directDisk().mkdtemp(join(root, 'b'))];
  assert.deepEqual(await steps(directDisk(), other), await steps(promises, one));
});

test('timers have their turn while the disk is asked directly', async () => {
  const disk = directDisk();
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  for (const end = performance.now() + 300; performance.now() < end;) {
    await disk.lstat(tmpdir());
  }
  clearInterval(timer);
  assert.ok(turns >= 2, `${turns} turns`);
});
