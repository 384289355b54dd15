import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** The paths of a checkout that git can take down, and those that it cannot. */
export interface Takable {
  readonly taken: readonly string[];
  readonly left: readonly string[];
}

/**
 * A path of a checkout as the disk takes it. `path`: from the top on, each character a byte of the name (`latin1`),
 * which need not be UTF-8.
 */
export function diskPath(top: string, path: string): string | Buffer {
  const bytes = Buffer.from(path, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? join(top, text) : Buffer.concat([Buffer.from(`${top}/`), bytes]);
}

/** A path for a person. */
export const shownPath = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

/**
 * Tells the paths in a checkout that git can take down (plain files that may be read, links, and what is gone) from
 * those that it cannot, such as another repository, which has a configuration of its own. What lies behind a link is
 * not in the checkout, so it is in neither list. Undefined where the files to take are over `most` bytes together.
 * `top`: the real path of the checkout; `paths`: as for `diskPath`.
 */
export async function takablePaths(top: string, paths: readonly string[], most: number): Promise<Takable | undefined> {
  const taken: string[] = [];
  const left: string[] = [];
  const folders = new Map<string, Promise<boolean>>();
  let bytes = 0;
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    for (const { path, kind, size } of await Promise.all(
      paths.slice(from, from + AT_ONCE).map(one => lookAt(top, one, folders)),
    )) {
      if (kind !== 'elsewhere') {
        (kind === 'taken' ? taken : left).push(path);
      }
      bytes += size;
    }
    if (bytes > most) {
      return undefined;
    }
  }
  return { taken, left };
}

/** How many files are looked at together: one after the other, thousands take seconds. */
const AT_ONCE = 64;

/** What there is at a path. `elsewhere`: behind a link. */
interface Found {
  readonly path: string;
  readonly kind: 'taken' | 'left' | 'elsewhere';
  readonly size: number;
}

async function lookAt(top: string, path: string, folders: Map<string, Promise<boolean>>): Promise<Found> {
  const whole = diskPath(top, path);
  const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const isReal = folders.get(above) ?? isRealOrGone(above === '' ? top : diskPath(top, above));
  folders.set(above, isReal);
  if (!(await isReal)) {
    return { path, kind: 'elsewhere', size: 0 };
  }
  const found = await lstat(whole).catch(() => undefined);
  if (found === undefined || found.isSymbolicLink()) {
    return { path, kind: 'taken', size: 0 };
  }
  return found.isFile() && (await mayRead(whole))
    ? { path, kind: 'taken', size: found.size }
    : { path, kind: 'left', size: 0 };
}

/**
 * Those of some paths where something lies in the checkout, be it a link that leads nowhere. Paths as for `diskPath`.
 */
export async function thoseThere(top: string, paths: readonly string[]): Promise<readonly string[]> {
  const there: string[] = [];
  for (const path of paths) {
    if (await lstat(diskPath(top, path)).catch(() => undefined)) {
      there.push(path);
    }
  }
  return there;
}

/** A path as it compares on a disk that ignores case, or keeps letters in another Unicode form. */
const folded = (path: string): string => path.normalize('NFC').toLowerCase();

const isRealOrGone = (folder: string | Buffer): Promise<boolean> =>
  realpath(folder, { encoding: 'buffer' }).then(
    real => (typeof folder === 'string' ? folded(real.toString()) === folded(folder) : real.equals(folder)),
    () => true,
  );

const mayRead = (path: string | Buffer): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
