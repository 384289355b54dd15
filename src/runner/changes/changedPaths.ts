import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The paths of a checkout that git can take down, and those that it cannot. */
export interface Takable {
  readonly taken: readonly string[];
  readonly left: readonly string[];
}

/**
 * Tells the paths in a checkout that git can take down (plain files that may be read, links, and what is gone) from
 * those that it cannot: what lies behind a link, and another repository, which has a configuration of its own. Undefined
 * where the files to take are over `most` bytes together. `top`: the real path of the checkout.
 */
export async function takablePaths(top: string, paths: readonly string[], most: number): Promise<Takable | undefined> {
  const taken: string[] = [];
  const left: string[] = [];
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
    } else {
      left.push(path);
    }
    if (bytes > most) {
      return undefined;
    }
  }
  return { taken, left };
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
