import { thisDisk, type Disk } from './programDisk.ts';
import { isInside } from '../disk/inside.ts';

/** More links than this in a row lead nowhere. */
const MOST_LINKS = 40;

/**
 * Every way to write the folders whose content is not to be trusted with choosing a program, and the git checkouts
 * around them: as given and as real paths. The person's own home is not among them, though the global schedule lies
 * there, and neither is a checkout that the home is in.
 */
export async function untrustedFolders(folders: readonly string[], disk: Disk = thisDisk): Promise<readonly string[]> {
  const { paths } = disk;
  const home = disk.home();
  const homes = paths.isAbsolute(home) ? await writtenAndReal([home], disk) : [];
  const given = await writtenAndReal(folders, disk);
  const checkouts = (await Promise.all(given.map(folder => checkoutsAround(folder, disk)))).flat();
  const isHome = (path: string): boolean => homes.some(each => paths.relative(each, path) === '');
  const holdsHome = (path: string): boolean => homes.some(each => isInside(each, path, paths));
  return [...new Set([...given.filter(path => !isHome(path)), ...checkouts.filter(path => !holdsHome(path))])];
}

async function writtenAndReal(folders: readonly string[], disk: Disk): Promise<readonly string[]> {
  const { paths, real, spelled = asWritten } = disk;
  const written = folders.map(folder => spelled(paths.resolve(folder)));
  const ends = await Promise.all(written.map(real));
  return [...new Set([...written, ...ends.filter(path => path !== undefined)])];
}

/** The folders from this one upward that git has checked out: one may hold another. */
async function checkoutsAround(folder: string, { paths, has }: Disk): Promise<readonly string[]> {
  const upward: string[] = [];
  for (let at = folder; ; at = paths.dirname(at)) {
    upward.push(at);
    if (paths.dirname(at) === at) {
      break;
    }
  }
  const isCheckout = await Promise.all(upward.map(each => has(paths.join(each, '.git'))));
  return upward.filter((_, index) => isCheckout[index]);
}

const asWritten = (path: string): string => path;

/**
 * Why a path is not to be trusted: it leads through an untrusted folder, or through the programs of a package around
 * one.
 */
export type Distrust = 'folder' | 'package';

/**
 * Why what is at a path does not choose a program for work on `untrusted` folders (`untrustedFolders`); undefined where
 * it may. Each folder and each link on the way counts.
 */
export async function distrustOf(
  path: string,
  untrusted: readonly string[],
  disk: Disk = thisDisk,
): Promise<Distrust | undefined> {
  const { paths, spelled = asWritten } = disk;
  // Another spelling that the disk takes for the same folder leads into it as well.
  const stations = [...new Set((await stationsOf(path, disk)).map(station => spelled(station)))];
  if (stations.some(station => untrusted.some(folder => isInside(station, folder, paths)))) {
    return 'folder';
  }
  const packages = stations.filter(station => isPackageBin(station, disk)).map(bin => paths.join(bin, '..', '..'));
  return packages.some(each => untrusted.some(folder => isInside(folder, each, paths))) ? 'package' : undefined;
}

function isPackageBin(folder: string, { paths, platform }: Disk): boolean {
  const names = [paths.basename(paths.dirname(folder)), paths.basename(folder)].join('/');
  return (platform === 'win32' ? names.toLowerCase() : names) === 'node_modules/.bin';
}

/** Every place that a path leads through, one name after another: as it is written, and where links lead from there. */
async function stationsOf(path: string, { paths, link, platform }: Disk): Promise<readonly string[]> {
  const rootOf = (whole: string): string => paths.parse(whole).root;
  const between = platform === 'win32' ? /[\\/]/ : '/';
  const namesOf = (below: string): string[] => below.split(between).filter(name => name !== '' && name !== '.');
  const stations: string[] = [paths.resolve(path)];
  let at = rootOf(path);
  const names = namesOf(path.slice(at.length));
  for (let links = 0; names.length > 0 && links <= MOST_LINKS;) {
    const name = names.shift() ?? '';
    const next = name === '..' ? paths.dirname(at) : paths.join(at, name);
    stations.push(next);
    const target = await link(next);
    if (target === undefined) {
      at = next;
      continue;
    }
    links += 1;
    const root = rootOf(target);
    at = root || at;
    names.unshift(...namesOf(target.slice(root.length)));
  }
  return stations;
}
