import { existsSync, lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SCHEDULE_FILE } from '../../store/disk/place.ts';
import { realFolder } from '../../store/disk/realFolder.ts';
import { isInside } from '../../store/disk/inside.ts';

/** The folder that was found. `isForeign`: it or its schedule belongs to another user, so it is not used. */
export interface FoundFolder {
  readonly folder: string;
  readonly isForeign: boolean;
}

/** The owners of a file, and of the link that leads to it; none where there is nothing. */
export type OwnersOf = (path: string) => readonly number[];

/**
 * The folder whose schedule is meant where none was named: the first one upward that has a schedule, but never above
 * the root of the git checkout; without such a schedule that root, and without a checkout the current folder. Neither
 * the home folder nor one above it, and nothing of another user but root's: whoever can put a file into a folder above
 * would read and answer everything (git looks at owners for the same reason). `undefined` where that leaves none.
 * `user`: who asks; null where the system has no such numbers, and then nobody's is another's.
 */
export function findFolder(
  from: string,
  user: number | null = process.getuid?.() ?? null,
  ownersOf: OwnersOf = ownersOnDisk,
): FoundFolder | undefined {
  const isOurs = (path: string): boolean =>
    user === null || ownersOf(path).every(owner => owner === user || owner === 0);
  const isOwn = (folder: string): boolean =>
    [folder, join(folder, '.sf'), join(folder, SCHEDULE_FILE)].every(path => isOurs(path));
  const start = real(from);
  const home = real(homedir());
  const upward: string[] = [];
  let root: string | undefined;
  for (let folder = start; root === undefined && !isInside(home, folder); folder = dirname(folder)) {
    upward.push(folder);
    const git = join(folder, '.git');
    root = existsSync(git) && isOurs(git) && isOurs(folder) ? folder : undefined;
    if (dirname(folder) === folder) {
      break;
    }
  }
  const folder = upward.find(one => existsSync(join(one, SCHEDULE_FILE)) && isOwn(one)) ?? root ?? upward[0];
  return folder === undefined ? undefined : { folder, isForeign: !isOwn(folder) };
}

/** A folder that was named, absolute; `undefined` where there is no such folder. */
export function namedFolder(name: string, from: string): string | undefined {
  const folder = resolve(from, name);
  return existsSync(folder) && statSync(folder).isDirectory() ? real(folder) : undefined;
}

function ownersOnDisk(path: string): readonly number[] {
  try {
    return [lstatSync(path).uid, statSync(path).uid];
  } catch {
    // Nothing is there, or nobody lets us see it; then it is not read either.
    return [];
  }
}

/** The path of a folder without links; as it was given where it is not there. */
export const real = (folder: string): string => realFolder(resolve(folder));
