import * as l10n from '@vscode/l10n';
import { refusal, isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { behindShim, isBatch, type Behind, type Found } from './behindShim.ts';
import { thisDisk, type Disk } from './programDisk.ts';
import { distrustOf, untrustedFolders } from './untrustedFolders.ts';

/** A program that may be started. */
export interface Program {
  /** Its absolute real path. */
  readonly path: string;
  /** The path under which it was found. */
  readonly calledAs: string;
  /** The program that is started in its place, where it is a Windows shim. */
  readonly behind?: Behind;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What Windows can start directly, and cmd.exe. Other endings in PATHEXT are opened by another program. */
const STARTABLE: ReadonlySet<string> = new Set(['.com', '.exe', '.bat', '.cmd']);
const USUAL_EXTENSIONS = '.COM;.EXE;.BAT;.CMD';

/** The longest chain of shims that is followed. */
const MOST_SHIMS = 4;

/**
 * Finds the program that a name on PATH or an absolute path means; every program that Defer starts is found here. Only
 * a regular file with a real path outside of `folders` and of the checkouts around them counts, reached over no link
 * and no PATH entry that lies in one, nor over a relative or empty PATH entry, nor over the `node_modules/.bin` of a
 * package around one, which npm puts on PATH: what a repository brings along never chooses what runs. Refused with the
 * reason otherwise. Nothing is looked for in the current folder, as cmd.exe would. The program behind a shim of npm on
 * Windows, and the script that it runs, are looked up by the same rules.
 */
export async function findProgram(
  name: string,
  environment: Environment,
  folders: readonly string[],
  disk: Disk = thisDisk,
): Promise<Program | Refusal> {
  const untrusted = await untrustedFolders(folders, disk);
  const find = async (each: string, depth: number): Promise<Found | Refusal> => {
    const found = await look(each, environment, untrusted, disk);
    if (isRefusal(found) || disk.platform !== 'win32' || !isBatch(found.path) || depth === MOST_SHIMS) {
      return found;
    }
    const behind = await behindShim(found, {
      ...{ disk, env: environment },
      find: inner => find(inner, depth + 1),
      distrust: path => distrustRefusal(path, untrusted, disk),
    });
    return isRefusal(behind)
      ? { ...behind, why: l10n.t('{0} starts another program. {1}', shown(each), behind.why) }
      : { ...found, ...(behind && { behind }) };
  };
  return find(name, 0);
}

async function look(
  name: string,
  environment: Environment,
  untrusted: readonly string[],
  disk: Disk,
): Promise<Program | Refusal> {
  if (name === '' || name.includes('\0')) {
    return refusal(l10n.t('No program is named.'));
  }
  const names = namesOf(name, environment, disk);
  if (isRefusal(names)) {
    return names;
  }
  if (isWhole(name, disk)) {
    return (await checkFirst(names, untrusted, disk)) ?? missing(doesNotExist(name));
  }
  if (name.includes('/') || (disk.platform === 'win32' && /[\\:]/.test(name))) {
    return refusal(
      l10n.t('{0} is a relative path, and those are not started. Use a name on PATH or a whole path.', shown(name)),
    );
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
  return why ?? missing(isNotOnPath(name));
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

const missing = (why: string): Refusal => ({ ...refusal(why), missing: true });

const doesNotExist = (name: string): string =>
  l10n.t(
    '{0} does not exist. Install it, or set its path in the setting defer.agents or in ~/.sf/defer/profiles.json.',
    shown(name),
  );

const isNotOnPath = (name: string): string =>
  l10n.t(
    '{0} was not found on PATH. Install it, or set its path in the setting defer.agents or in ~/.sf/defer/profiles.json.',
    shown(name),
  );

/** A name for a message: the file may have chosen it, so anything but plain characters is left out. */
const shown = (name: string): string => (/^[\w .:@+/\\-]{1,200}$/.test(name) ? name : l10n.t('The program'));

async function relativeEntry(name: string, candidates: readonly string[], { has }: Disk): Promise<Refusal | undefined> {
  const there = await Promise.all(candidates.map(has));
  return there.includes(true)
    ? refusal(l10n.t('{0} is found only through a relative entry of PATH, so it is not started.', shown(name)))
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
  const distrust = await distrustRefusal(candidate, untrusted, disk);
  if (distrust) {
    return distrust;
  }
  if (!(await disk.isFile(path))) {
    return refusal(l10n.t('{0} is not a file, so it cannot be started.', shown(candidate)));
  }
  return (await disk.mayExecute(path))
    ? { path, calledAs: candidate }
    : refusal(l10n.t('{0} is not executable. Allow it with chmod +x, if you trust it.', shown(candidate)));
}

/** Why the program at a path may not be started. Undefined where it may. */
async function distrustRefusal(path: string, untrusted: readonly string[], disk: Disk): Promise<Refusal | undefined> {
  switch (await distrustOf(path, untrusted, disk)) {
    case 'folder':
      return refusal(
        l10n.t(
          '{0} lies in, or leads through, the folder it would work on or the repository around that, so it is not started.',
          shown(path),
        ),
      );
    case 'package':
      return refusal(
        l10n.t('{0} belongs to a package around the folder it would work on, so it is not started.', shown(path)),
      );
    case undefined:
      return undefined;
  }
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
    return refusal(
      l10n.t('{0} is opened by another program on Windows. Name the .exe or .cmd that starts it.', shown(name)),
    );
  }
  return named.filter(each => STARTABLE.has(each)).map(each => name + each);
}
