import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './fault.ts';
import { syncFolderOf } from './place.ts';

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Who may read and write the new one (permission bits); as for any new file without. */
  readonly mode?: number;
  /** Called when the new text is on the disk, just before it takes its place. Where it throws, the old file stays. */
  readonly before?: () => Promise<void>;
  /** Whether it has to be on the disk when this resolves, as it does unless told; a cache may be lost in a crash. */
  readonly durable?: boolean;
}

/**
 * Puts a text in the place of a file, or where there is none yet, in one step: whoever reads meanwhile sees the old one
 * or the new, whole. Any number of processes may do so at once: all succeed, and the last one's stays. Throws the
 * error of the file system where the disk refuses; then nothing is left beside it.
 */
export async function replaceFile(
  path: string,
  text: string,
  { mode, before, durable = true }: ReplaceOptions = {},
): Promise<void> {
  // A name of its own for each replacement, in the folder itself: no step leads over the border of a file system.
  const beside = join(dirname(path), `.defer-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await (mode === undefined ? undefined : handle.chmod(mode));
      await handle.writeFile(text, 'utf8');
      await (durable ? handle.sync() : undefined);
    } finally {
      await handle.close();
    }
    await before?.();
    await moveOver(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
  await (durable ? syncFolderOf(path) : undefined);
}

/** How long Windows is asked again to put a file over one that others have open, in ms, and how often. */
const PATIENCE = 3000;
const PAUSE = 50;

/** What moves files; a test gives another platform's. */
export interface MoveSystem {
  readonly platform: NodeJS.Platform;
  rename(from: string, to: string): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** How this machine moves files. */
export const machineMoves = (): MoveSystem => ({ platform: process.platform, rename, pause });

/** What Windows says meanwhile. */
const HELD = /^E(?:PERM|ACCES|BUSY)$/;

/**
 * Moves a file over another. Windows refuses that while anybody has the other one open, a virus scanner for one: there
 * it is tried again for a while.
 */
export async function moveOver(from: string, to: string, system: MoveSystem = machineMoves()): Promise<void> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      await system.rename(from, to);
      return;
    } catch (error) {
      if (system.platform !== 'win32' || !HELD.test(codeOf(error) ?? '') || waited >= PATIENCE) {
        throw error;
      }
    }
    await system.pause(PAUSE);
  }
}
