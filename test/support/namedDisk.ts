import { posix } from 'node:path';
import type { Disk } from '../../src/store/programs/programDisk.ts';
import { spelled, type NamedDisk } from '../../src/store/disk/spelling.ts';

/** Folds a name as APFS does, with full Unicode case folding: ß is ss. */
const folded = (path: string): string => path.toLowerCase().toUpperCase().normalize('NFD');

/** A Mac's usual disk: it keeps the case of a name and ignores case on look-up. `paths`: files and folders. */
export function macNames(paths: readonly string[]): NamedDisk {
  const all = new Map<string, string>();
  for (const path of paths) {
    for (let at = path; at !== '/'; at = posix.dirname(at)) {
      all.set(folded(at), at);
    }
  }
  return {
    numberOf: path => all.get(folded(path)),
    namesIn: folder =>
      [...all.values()]
        .filter(path => folded(posix.dirname(path)) === folded(folder))
        .map(path => posix.basename(path)),
  };
}

/** A Mac's usual disk for the finder of programs. All files are programs. `links`: the targets of links, by path. */
export function macDisk(paths: readonly string[], links: Readonly<Record<string, string>> = {}): Disk {
  const names = macNames([...paths, ...Object.keys(links)]);
  const asWritten = (path: string): string => spelled(path, names);
  const real = async (path: string): Promise<string | undefined> => {
    let at = asWritten(path);
    for (const [link, target] of Object.entries(links)) {
      if (at === link || at.startsWith(`${link}/`)) {
        at = asWritten(target + at.slice(link.length));
      }
    }
    return names.numberOf(at) === undefined ? undefined : at;
  };
  return {
    ...{ platform: 'darwin', paths: posix, home: () => '/Users/me' },
    ...{ real, spelled: asWritten, mayExecute: async () => true },
    link: async path => links[asWritten(path)],
    text: async () => undefined,
    has: async path => names.numberOf(path) !== undefined,
    isFile: async path => paths.some(each => folded(each) === folded(path)),
  };
}
