import { refusal, isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { thisDisk, type Disk } from './programDisk.ts';
import { distrustOf, untrustedFolders } from './untrustedFolders.ts';

/** A program that may be started. */
export interface Program {
  /** Its absolute real path. */
  readonly path: string;
  /** The path under which it was found. */
  readonly calledAs: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What Windows can start directly, and cmd.exe. Other endings in PATHEXT are opened by another program. */
const STARTABLE: ReadonlySet<string> = new Set(['.com', '.exe', '.bat', '.cmd']);
const USUAL_EXTENSIONS = '.COM;.EXE;.BAT;.CMD';

/**
 * Finds the program that a name on PATH or an absolute path means; every program that Defer starts is found here. Only
 * a regular file with a real path outside of `folders` and of the checkouts around them counts, reached over no link
 * and no PATH entry that lies in one, nor over a relative or empty PATH entry, nor over the `node_modules/.bin` of a
 * package around one, which npm puts on PATH: what a repository brings along never chooses what runs. Refused with the
 * reason otherwise. Nothing is looked for in the current folder, as cmd.exe would.
 */
export async function findProgram(
  name: string,
  environment: Environment,
  folders: readonly string[],
  disk: Disk = thisDisk,
): Promise<Program | Refusal> {
  const untrusted = await untrustedFolders(folders, disk);
  if (name === '' || name.includes('\0')) {
    return refusal('No program is named.');
  }
  const names = namesOf(name, environment, disk);
  if (isRefusal(names)) {
    return names;
  }
  if (isWhole(name, disk)) {
    return (await checkFirst(names, untrusted, disk)) ?? missing(name, 'does not exist');
  }
  if (name.includes('/') || (disk.platform === 'win32' && /[\\:]/.test(name))) {
    return refusal(`${shown(name)} is a relative path, and those are not started. Use a name on PATH or a whole path.`);
  }
  let why: Refusal | undefined;
  for (const entry of entriesOf(pathOf(environment), disk)) {
    const candidates = names.map(each => disk.paths.join(entry, each));
    const found = isWhole(entry, disk)
      ? await checkFirst(candidates, untrusted, disk)
      : await relativeEntry(name, candidates, disk);
    if (found && !isRefusal(found)) {
      return found;
    }
    why ??= found;
  }
  return why ?? missing(name, 'was not found on PATH');
}

/**
 * The entries of a PATH that may choose programs for work on `folders`, as `findProgram` takes them, for a program that
 * looks for others itself.
 */
export async function trustedPath(path: string, folders: readonly string[], disk: Disk = thisDisk): Promise<string> {
  const untrusted = await untrustedFolders(folders, disk);
  const entries = await Promise.all(
    entriesOf(path, disk).map(async entry =>
      isWhole(entry, disk) && (await distrustOf(entry, untrusted, disk)) === undefined ? [entry] : [],
    ),
  );
  return entries.flat().join(disk.paths.delimiter);
}

/** A variable of an environment, whose names Windows writes as it likes. */
export function variableOf(environment: Environment, name: string): string | undefined {
  const written = Object.keys(environment).find(key => key.toUpperCase() === name);
  return written === undefined ? undefined : environment[written];
}

/** The PATH of an environment. */
export const pathOf = (environment: Environment): string => variableOf(environment, 'PATH') ?? '';

/** The entries of a PATH. On Windows they may stand in quotes. */
const entriesOf = (path: string, { paths, platform }: Disk): readonly string[] =>
  path.split(paths.delimiter).map(entry => (platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry));

/** Whether a path is complete in itself. On Windows `\x` depends on the current drive, and `c:x` on a folder. */
const isWhole = (path: string, { paths, platform }: Disk): boolean =>
  platform === 'win32' ? /^(?:[a-z]:[\\/]|\\\\)/i.test(path) : paths.isAbsolute(path);

const missing = (name: string, what: string): Refusal =>
  refusal(
    `${shown(name)} ${what}. Install it, or set its path in the setting defer.agents or in ~/.sf/defer/profiles.json.`,
  );

/** A name for a message: the file may have chosen it, so anything but plain characters is left out. */
const shown = (name: string): string => (/^[\w .:@+/\\-]{1,200}$/.test(name) ? name : 'The program');

async function relativeEntry(name: string, candidates: readonly string[], { has }: Disk): Promise<Refusal | undefined> {
  const there = await Promise.all(candidates.map(has));
  return there.includes(true)
    ? refusal(`${shown(name)} is found only through a relative entry of PATH, so it is not started.`)
    : undefined;
}

async function checkFirst(
  candidates: readonly string[],
  untrusted: readonly string[],
  disk: Disk,
): Promise<Program | Refusal | undefined> {
  let why: Refusal | undefined;
  for (const candidate of candidates) {
    const found = await check(candidate, untrusted, disk);
    if (found && !isRefusal(found)) {
      return found;
    }
    why ??= found;
  }
  return why;
}

/** Whether one path may be started; undefined where there is nothing. */
async function check(
  candidate: string,
  untrusted: readonly string[],
  disk: Disk,
): Promise<Program | Refusal | undefined> {
  const path = await disk.real(candidate);
  if (path === undefined) {
    return undefined;
  }
  switch (await distrustOf(candidate, untrusted, disk)) {
    case 'folder':
      return refusal(
        `${shown(candidate)} lies in, or leads through, the folder it would work on or the repository around that, so it is not started.`,
      );
    case 'package':
      return refusal(
        `${shown(candidate)} belongs to a package around the folder it would work on, so it is not started.`,
      );
    case undefined:
  }
  if (!(await disk.isFile(path))) {
    return refusal(`${shown(candidate)} is not a file, so it cannot be started.`);
  }
  return (await disk.mayExecute(path))
    ? { path, calledAs: candidate }
    : refusal(`${shown(candidate)} is not executable. Allow it with chmod +x, if you trust it.`);
}

/** What a name may be called on the disk: on Windows with one of the extensions that PATHEXT names, in its order. */
function namesOf(name: string, environment: Environment, { paths, platform }: Disk): readonly string[] | Refusal {
  if (platform !== 'win32') {
    return [name];
  }
  const named = (variableOf(environment, 'PATHEXT') || USUAL_EXTENSIONS).toLowerCase().split(';');
  const extension = paths.extname(name).toLowerCase();
  if (STARTABLE.has(extension)) {
    return [name];
  }
  if (extension !== '' && named.includes(extension)) {
    return refusal(`${shown(name)} is opened by another program on Windows. Name the .exe or .cmd that starts it.`);
  }
  return named.filter(each => STARTABLE.has(each)).map(each => name + each);
}
