import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How many bytes of changed and untracked files git may be given to copy. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Those of the paths in a checkout that git can take down: plain files that may be read, links, and what is gone. Not
 * what lies behind a link, nor another repository, which has a configuration of its own. Undefined where they are too
 * large together. `top`: the real path of the checkout.
 */
export async function takablePaths(top: string, paths: readonly string[]): Promise<readonly string[] | undefined> {
  const taken: string[] = [];
  const folders = new Map<string, boolean>();
  let bytes = 0;
  for (const path of paths) {
    const whole = join(top, path);
    const folder = dirname(whole);
    const isReal = folders.get(folder) ?? (await isRealOrGone(folder));
    folders.set(folder, isReal);
    const found = isReal ? await lstat(whole).catch(() => 'gone' as const) : undefined;
    if (found === 'gone' || found?.isSymbolicLink()) {
      taken.push(path);
    } else if (found?.isFile() && (await mayRead(whole))) {
      taken.push(path);
      bytes += found.size;
    }
    if (bytes > MOST_BYTES) {
      return undefined;
    }
  }
  return taken;
}

/** Letters as a disk may keep them that takes them in either way. */
const folded = (path: string): string => path.normalize('NFC').toLowerCase();

const isRealOrGone = (folder: string): Promise<boolean> =>
  realpath(folder).then(
    real => folded(real) === folded(folder),
    () => true,
  );

const mayRead = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
