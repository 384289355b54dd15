import { isAbsolute, relative, sep, type PlatformPath } from 'node:path';

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

/**
 * The way from a folder to another in it, both real paths, with `/`; empty where they are one, undefined where it is
 * outside.
 */
export const pathInside = (folder: string, path: string): string | undefined =>
  isInside(path, folder) ? relative(folder, path).split(sep).join('/') : undefined;
