import * as l10n from '@vscode/l10n';
import type { BigIntStats } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isTooLong, ROW_TOO_LONG } from '../../core/rows/row.ts';
import { StoreFault, toFault } from '../disk/fault.ts';
import { openSchedule, SCHEDULE_FILE, scheduleName, syncFolderOf } from '../disk/place.ts';
import { prepareSfFolder } from '../disk/prepareSfFolder.ts';
import { waitForArchive } from './archiveLock.ts';

/** How often a write is tried again when the file was replaced, or took only a part of it. */
const TRIES = 5;

/** Hears that a schedule file in the state `before` was only added to until `after`. */
type Follow = (before: BigIntStats, after: BigIntStats) => Promise<void> | undefined;

/**
 * Adds rows to the schedule of a folder (FORMAT.md, "Adding a row"): one buffer, one write at the end of the file, a
 * line end first where the file has none, synced to the disk. Makes the file where there is none. Needs no lock: what
 * several writers do at once stands there one after another, and equal rows are harmless, so that whatever goes wrong
 * half way is mended by writing again. `follow` hears of it. Throws a StoreFault where a row is too long or the disk
 * refuses.
 */
export async function appendRows(
  folder: string,
  rows: readonly string[],
  follow?: Follow,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  refuseLongRows(rows);
  await prepareSfFolder(folder);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const handle = await openSchedule(folder, 'append');
      if (!handle || (await write(handle, rows, { path: join(folder, SCHEDULE_FILE), follow, platform }))) {
        return;
      }
      if (attempt === TRIES) {
        throw new StoreFault(
          l10n.t('Could not write to {0}: it keeps being replaced. Try again in a moment.', scheduleName(folder)),
        );
      }
    }
  } catch (error) {
    throw toFault(error, l10n.t('write to {0}', scheduleName(folder)));
  }
}

/** Throws a StoreFault where a row is longer than any reader takes (FORMAT.md). */
export function refuseLongRows(rows: readonly string[]): void {
  if (rows.some(isTooLong)) {
    throw new StoreFault(ROW_TOO_LONG);
  }
}

/** The schedule file to write rows to, and the system that it is on. */
interface Target {
  readonly path: string;
  readonly follow: Follow | undefined;
  readonly platform: NodeJS.Platform;
}

/** Whether the rows are in the file that stands at `path` now; false where they have to be written again. */
async function write(
  handle: FileHandle,
  rows: readonly string[],
  { path, follow, platform }: Target,
): Promise<boolean> {
  try {
    const before = await handle.stat({ bigint: true });
    const size = Number(before.size);
    const text = Buffer.from(`${(await endsLine(handle, size)) ? '' : '\n'}${rows.join('\n')}\n`, 'utf8');
    await handle.write(text, 0, text.length);
    await handle.sync();
    const after = await handle.stat({ bigint: true });
    if (size === 0) {
      await syncFolderOf(path);
    }
    if (!(await standsAlone(handle, rows, size))) {
      return false;
    }
    if (platform === 'win32') {
      // Windows cannot replace an open file, so an archive and this writer would wait for each other.
      await handle.close();
    }
    await waitForArchive(path);
    const there = await stat(path, { bigint: true }).catch(() => undefined);
    if (there === undefined || there.ino !== after.ino || there.dev !== after.dev) {
      return false;
    }
    if (after.size === before.size + BigInt(text.length)) {
      await follow?.(before, after);
    }
    return true;
  } finally {
    await handle.close();
  }
}

async function endsLine(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) {
    return true;
  }
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  return last[0] === 10;
}

/**
 * Whether the rows are there as lines of their own. They are not where the disk took only a part of them, nor where
 * another writer died in the middle of a row between our look at the end of the file and our write.
 */
async function standsAlone(handle: FileHandle, rows: readonly string[], size: number): Promise<boolean> {
  const from = Math.max(0, size - 1);
  const added = Buffer.alloc(Math.max(0, (await handle.stat()).size - from));
  const { bytesRead } = await handle.read(added, 0, added.length, from);
  const before = size === 0 ? '\n' : '';
  return `${before}${added.toString('utf8', 0, bytesRead)}`.includes(`\n${rows.join('\n')}\n`);
}
