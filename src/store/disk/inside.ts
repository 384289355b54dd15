import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep, type PlatformPath } from 'node:path';

const OWN = { isAbsolute, relative, sep };

/**
 * Whether a path is a folder or something below it; both absolute, compared as they are written. `paths`: how the
 * platform writes them, where it is not this one.
 */
export function isInside(
  path: string,
  folder: string,
  paths: Pick<PlatformPath, 'isAbsolute' | 'relative' | 'sep'> = OWN,
): boolean {
  const way = paths.relative(folder, path);
  return way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
}

/** The way from a folder to another in it, both real paths, with `/`; empty where they are one, undefined where it is outside. */
export const pathInside = (folder: string, path: string): string | undefined =>
  isInside(path, folder) ? relative(folder, path).split(sep).join('/') : undefined;

/** The real path, or undefined where there is nothing. */
export const realOf = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined);

/** What a path names inside a folder: its real path, that there is nothing, or that it leads out. */
export type Inside = { readonly path: string } | 'missing' | 'outside';

/**
 * Finds what a path that nobody vouches for names inside a folder. One that leads out as it is written is not even
 * looked for: on Windows that alone would greet another machine.
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
