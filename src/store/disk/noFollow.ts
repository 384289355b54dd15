import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

// Not on Windows, where links and pipes cannot be opened this way.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Opens what stands at a path that a repository, or another program, may have put there: a link is not followed (ELOOP),
 * and a pipe that nobody writes to holds nobody up. What it opened may still be no file: look at its `stat`. `flags` as
 * `open` takes them, for reading without; `mode`: the permissions of a file that it makes.
 */
export const openNoFollow = (path: string, flags: number = constants.O_RDONLY, mode?: number): Promise<FileHandle> =>
  open(path, flags | O_NOFOLLOW | O_NONBLOCK, mode);
