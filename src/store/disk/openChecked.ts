import { lstat, open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './fault.ts';

/** How often opening is tried while the file keeps being replaced. */
const TRIES = 5;

/**
 * Opens a file without following a link, on a system that has no `O_NOFOLLOW`. It checks the path before, and compares
 * the opened file with the path afterwards. Throws ELOOP at a link, as `O_NOFOLLOW` does, and EBUSY where the file
 * keeps being replaced.
 */
export async function openChecked(path: string, flags: number, mode?: number): Promise<FileHandle> {
  for (let left = TRIES; left > 0; left -= 1) {
    await refuseLink(path);
    const handle = await open(path, flags, mode);
    try {
      // The opened file must be the one at the path, and the path must not be a link.
      const [mine, there] = [await handle.stat({ bigint: true }), await refuseLink(path)];
      if (there?.ino === mine.ino && there.dev === mine.dev) {
        return handle;
      }
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
  }
  throw Object.assign(new Error(`${path} keeps being replaced`), { code: 'EBUSY' });
}

/** Identifies the file at a path; undefined where there is none. Throws ELOOP where the path is a link. */
async function refuseLink(path: string): Promise<{ readonly ino: bigint; readonly dev: bigint } | undefined> {
  const found = await lstat(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (found?.isSymbolicLink()) {
    throw Object.assign(new Error(`${path} is a link`), { code: 'ELOOP' });
  }
  return found;
}
