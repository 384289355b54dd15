import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isInside } from './inside.ts';
import { spelledReal } from './spelling.ts';

/** The real path of a path, in one spelling (`realFolder`). Undefined where nothing exists there. */
export const realOf = (path: string): Promise<string | undefined> => realpath(path).then(spelledReal, () => undefined);

/** The result of looking up a path inside a folder: its real path, `missing`, or `outside`. */
export type Inside = { readonly path: string } | 'missing' | 'outside';

/**
 * Looks up an untrusted path inside a folder. A path that leads out as written is not looked up at all, because on
 * Windows the look-up alone could contact another machine.
 */
export async function realInside(folder: string, path: string): Promise<Inside> {
  const root = await realOf(folder);
  const wanted = resolve(root ?? folder, path);
  if (!isInside(wanted, root ?? folder) && !isInside(wanted, resolve(folder))) {
    return 'outside';
  }
  const real = await realOf(wanted);
  if (real === undefined || root === undefined) {
    return 'missing';
  }
  return isInside(real, root) ? { path: real } : 'outside';
}

/** Whether a path names a folder inside a folder. */
export async function folderInside(folder: string, path: string): Promise<boolean> {
  const found = await realInside(folder, path);
  return typeof found === 'object' && (await stat(found.path)).isDirectory();
}
