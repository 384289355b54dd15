import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { SCHEDULE_FILE } from '../store/place.ts';
import { realFolder } from '../store/realFolder.ts';

/**
 * The folder whose schedule is meant where none was named: the first one upward that has a schedule, else the root of
 * the git checkout, else the current one; never the home folder or one above it. `undefined` where that leaves none.
 */
export function findFolder(from: string): string | undefined {
  const start = real(from);
  const home = real(homedir());
  const upward: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    if (isHomeOrAbove(folder, home)) {
      break;
    }
    upward.push(folder);
    if (dirname(folder) === folder) {
      break;
    }
  }
  return (
    upward.find(folder => existsSync(join(folder, SCHEDULE_FILE))) ??
    upward.find(folder => existsSync(join(folder, '.git'))) ??
    upward[0]
  );
}

/** A folder that was named, absolute; `undefined` where there is no such folder. */
export function namedFolder(name: string, from: string): string | undefined {
  const folder = resolve(from, name);
  return existsSync(folder) && statSync(folder).isDirectory() ? real(folder) : undefined;
}

const isHomeOrAbove = (folder: string, home: string): boolean => {
  const down = relative(folder, home);
  return down === '' || (down !== '..' && !down.startsWith(`..${sep}`) && resolve(folder, down) === home);
};

const real = (folder: string): string => realFolder(resolve(folder));
