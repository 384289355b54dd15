import { copyFile, lstat, rm, utimes } from 'node:fs/promises';

/** The largest index that is copied, in bytes. */
const MOST_INDEX = 256 * 1024 * 1024;

/** A stamp of an index. It changes whenever git writes the index. */
export async function stampOf(index: string): Promise<string> {
  const found = await lstat(index, { bigint: true }).catch(() => undefined);
  return found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') : 'none';
}

/**
 * Copies an index, so that git reads only files that changed since. False where the index is not a plain file, or is
 * too large.
 */
export async function copyIndex(index: string, copy: string): Promise<boolean> {
  await rm(copy, { force: true });
  const found = await lstat(index, { bigint: true }).catch(() => undefined);
  if (!found) {
    return true;
  }
  if (!found.isFile() || found.size > MOST_INDEX) {
    return false;
  }
  await copyFile(index, copy);
  // Git reads files again that were written at the index's time or later, because size and time may not show the
  // change. A newer time on the copy would hide such a change.
  const written = Number(found.mtimeNs / 1000n - 2n) / 1e6;
  await utimes(copy, written, written);
  return true;
}
