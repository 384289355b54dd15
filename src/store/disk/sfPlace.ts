import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isInside } from './inside.ts';

/**
 * A key that identifies the `.sf` of a folder, whether it exists or not. Two folders have equal keys if their schedules
 * are one file. That schedule is the global one if one of the folders is the home (FORMAT.md). The key uses the file
 * system's number of the folder, because two names of one folder may differ by links or by letter case. A link that
 * leads outside counts as missing, because no schedule is read through it. Otherwise a repository could hide the
 * schedule of another folder.
 */
export const sfPlace = (folder: string): string =>
  (isSfOutside(folder) ? undefined : numberOf(join(folder, '.sf'))) ?? join(numberOf(folder) ?? folder, '.sf');

/** Whether the target of `.sf` is missing, or is neither in the folder nor in `~/.sf/projects`. */
export function isSfOutside(folder: string): boolean {
  const [target, ...roots] = [join(folder, '.sf'), folder, join(homedir(), '.sf', 'projects')].map(realOf);
  return target === undefined || !roots.some(root => root !== undefined && isInside(target, root));
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** The file system's number (inode) of a path. Undefined where nothing is found, or the file system has no numbers. */
function numberOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return ino ? `${dev}:${ino}` : undefined;
  } catch {
    return undefined;
  }
}
