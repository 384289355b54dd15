import { lstat, readdir, rename, rm, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { sep } from 'node:path';

/** How many files are deleted at a time. */
const AT_ONCE = 32;

/**
 * The time of the disk that a folder is on, in ms. A file that is written later has a later `ctime`, however the clock
 * of this machine stands to that of the disk.
 */
export async function timeOfDisk(folder: string): Promise<number> {
  try {
    const now = Date.now() / 1000;
    await utimes(folder, now, now);
    return (await stat(folder)).ctimeMs;
  } catch {
    return Date.now();
  }
}

/**
 * Deletes a folder with all that is in it, but for files that were written, changed or put there after `seen`, and the
 * folders that hold them. True where there are such. What cannot be deleted stays as well. No link is followed.
 */
export async function removeSeen(folder: string, seen: number): Promise<boolean> {
  const late: Buffer[] = [];
  await removeIn(Buffer.from(folder), seen, late);
  return late.length > 0;
}

/** Names of files need not be UTF-8, so paths are bytes. */
async function removeIn(folder: Buffer, seen: number, late: Buffer[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch(() => []);
  const inside = (name: Buffer): Buffer => Buffer.concat([folder, SEPARATOR, name]);
  const files = entries.filter(entry => !entry.isDirectory());
  for (let from = 0; from < files.length; from += AT_ONCE) {
    await Promise.all(files.slice(from, from + AT_ONCE).map(({ name }) => removeFile(inside(name), seen, late)));
  }
  for (const { name } of entries.filter(entry => entry.isDirectory())) {
    await removeIn(inside(name), seen, late);
  }
  await rmdir(folder).catch(() => undefined);
}

const SEPARATOR = Buffer.from(sep);

async function removeFile(path: Buffer, seen: number, late: Buffer[]): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && found.ctimeMs > seen) {
    late.push(path);
  } else if (found) {
    // `rm` also knows files that Windows protects, or that somebody holds open for a moment.
    await unlink(path).catch(() => rm(path, { force: true, maxRetries: 3 }).catch(() => undefined));
  }
}

/** The names under which the folder of a worktree is found that was written to while it was deleted, or since. */
export const isLateName = (name: string): boolean => /\.late(?:-\d+)?$/.test(name);

/**
 * Moves a folder beside a worktree's place, where it is in nobody's way. Gives its new path; undefined where it stays.
 */
export async function putAside(folder: string, worktree: string): Promise<string | undefined> {
  for (let count = 1; count < 100; count += 1) {
    const path = `${worktree}.late${count === 1 ? '' : `-${count}`}`;
    if (!(await lstat(path).catch(() => undefined))) {
      return rename(folder, path).then(
        () => path,
        () => undefined,
      );
    }
  }
  return undefined;
}
