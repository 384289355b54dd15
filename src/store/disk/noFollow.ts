import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

// Not on Windows, where links and pipes cannot be opened this way.
const { O_NOFOLLOW, O_NONBLOCK = 0 } = constants as Partial<Record<'O_NOFOLLOW' | 'O_NONBLOCK', number>>;

/** The flags that keep `open` from following a link, and from waiting at a pipe. */
export const NO_FOLLOW = (O_NOFOLLOW ?? 0) | O_NONBLOCK;

/**
 * Opens what stands at a path that a repository, or another program, may have put there: a link is not followed
 * (ELOOP), and a pipe that nobody writes to holds nobody up. What it opened may still be no file: look at its `stat`.
 * `flags`: as `open` takes them; for reading if absent. `mode`: the permissions of a new file. `hasFlag`: whether the
 * system has `O_NOFOLLOW`; tests pass another value.
 */
export async function openNoFollow(
  path: string,
  flags: number = constants.O_RDONLY,
  mode?: number,
  hasFlag = O_NOFOLLOW !== undefined,
): Promise<FileHandle> {
  if (hasFlag) {
    return open(path, flags | NO_FOLLOW, mode);
  }
  return (await import('./openChecked.ts')).openChecked(path, flags | O_NONBLOCK, mode);
}
