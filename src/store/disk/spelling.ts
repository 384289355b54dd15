import { lstatSync, readdirSync } from 'node:fs';
import { join, parse, sep } from 'node:path';

/** What the file system says about names. Tests pass that of another system. */
export interface NamedDisk {
  /** The file system's number of a path, without following a link. Undefined where nothing exists. */
  numberOf(path: string): string | undefined;
  /** The names in a folder. Empty where it cannot be read. */
  namesIn(folder: string): readonly string[];
}

const thisDisk: NamedDisk = {
  numberOf(path) {
    try {
      const { dev, ino } = lstatSync(path, { bigint: true });
      return `${dev}:${ino}`;
    } catch {
      return undefined;
    }
  },
  namesIn(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};

/**
 * Spells an absolute path as the disk stores it, where the disk takes several spellings for one name: it may ignore
 * case, or combine a letter with its accent. Links are not followed. It asks the disk once for each name, and more
 * often only where a name has two spellings.
 */
export function spelled(path: string, disk: NamedDisk = thisDisk): string {
  const { root } = parse(path);
  let at = root;
  for (const name of path.slice(root.length).split(sep).filter(Boolean)) {
    at = join(at, onDisk(at, name, disk));
  }
  return at;
}

/**
 * Spells a real path as the disk stores it. On macOS and Windows `realpath` does that already. Linux keeps the typed
 * spelling, even on a disk that ignores case, such as a Windows disk under WSL.
 */
export const spelledReal = (path: string): string => (process.platform === 'linux' ? spelled(path) : path);

function onDisk(folder: string, name: string, disk: NamedDisk): string {
  const [small, capital] = [name.toLowerCase(), name.toUpperCase()];
  const others = new Set([name === small ? capital : small, name.normalize('NFC'), name.normalize('NFD')]);
  others.delete(name);
  const numberOf = (each: string): string | undefined => disk.numberOf(join(folder, each));
  const same = [...others].some(other => {
    const number = numberOf(other);
    return number !== undefined && number === numberOf(name);
  });
  if (!same) {
    return name;
  }
  const names = disk.namesIn(folder);
  if (names.includes(name)) {
    return name;
  }
  // A disk may equate more letters than `folded` does, such as ß and ss.
  const own = numberOf(name);
  return names.find(each => folded(each) === folded(name)) ?? names.find(each => numberOf(each) === own) ?? name;
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase();
