import { constants } from 'node:fs';
import { access, readlink, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { refusal, isRefusal, type Refusal } from '../core/refusal.ts';
import { isInside, realOf, untrustedFolders } from './folders.ts';

/** A program that may be started. */
export interface Executable {
  /** Its absolute real path. */
  readonly path: string;
  /** The path under which it was found. */
  readonly calledAs: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** More links than this in a row lead nowhere. */
const MOST_LINKS = 40;

/**
 * Finds the program that a name on PATH or an absolute path means. Only a regular file with a real path outside of
 * `folders` counts, reached over no link and no PATH entry that lies in one, nor over a relative or empty PATH entry:
 * what a repository brings along never chooses what runs (SECURITY.md 7). Refused with the reason otherwise.
 */
export async function findExecutable(
  name: string,
  environment: Environment,
  folders: readonly string[],
): Promise<Executable | Refusal> {
  const untrusted = await untrustedFolders(folders);
  if (name === '' || name.includes('\0')) {
    return refusal('No program is named.');
  }
  if (isAbsolute(name)) {
    return (await checkFirst(withExtensions(name, environment), untrusted)) ?? missing(name, 'is not there');
  }
  if (name.includes('/') || (process.platform === 'win32' && /[\\:]/.test(name))) {
    return refusal(`${shown(name)} is a relative path, and those are not started. Use a name on PATH or a whole path.`);
  }
  let why: Refusal | undefined;
  for (const entry of pathOf(environment).split(delimiter)) {
    const found = isAbsolute(entry)
      ? await checkFirst(withExtensions(join(entry, name), environment), untrusted)
      : await relativeEntry(entry, name);
    if (found && !isRefusal(found)) {
      return found;
    }
    why ??= found;
  }
  return why ?? missing(name, 'was not found on PATH');
}

/** The PATH of an environment, whose name Windows writes as it likes. */
export function pathOf(environment: Environment): string {
  const name = Object.keys(environment).find(key => key.toUpperCase() === 'PATH');
  return (name === undefined ? undefined : environment[name]) ?? '';
}

const missing = (name: string, what: string): Refusal =>
  refusal(`${shown(name)} ${what}. Install it, or name its path in ~/.sf/defer/profiles.json.`);

/** A name for a message: the file may have chosen it, so anything but plain characters is left out. */
const shown = (name: string): string => (/^[\w .:@+/\\-]{1,200}$/.test(name) ? name : 'The program');

async function relativeEntry(entry: string, name: string): Promise<Refusal | undefined> {
  const there = await stat(join(entry, name)).catch(() => undefined);
  return there && refusal(`${shown(name)} is found only over a relative entry of PATH, so it is not started.`);
}

async function checkFirst(
  candidates: readonly string[],
  untrusted: readonly string[],
): Promise<Executable | Refusal | undefined> {
  let why: Refusal | undefined;
  for (const candidate of candidates) {
    const found = await check(candidate, untrusted);
    if (found && !isRefusal(found)) {
      return found;
    }
    why ??= found;
  }
  return why;
}

/** Whether one path may be started; undefined where there is nothing. */
async function check(candidate: string, untrusted: readonly string[]): Promise<Executable | Refusal | undefined> {
  const path = await realOf(candidate);
  if (path === undefined) {
    return undefined;
  }
  const inside = (await stationsOf(candidate, path)).some(station =>
    untrusted.some(folder => isInside(station, folder)),
  );
  if (inside) {
    return refusal(`${shown(candidate)} lies in, or leads through, the folder it would work on, so it is not started.`);
  }
  if (
    isPackageBin(dirname(candidate)) &&
    untrusted.some(folder => isInside(folder, dirname(dirname(dirname(candidate)))))
  ) {
    return refusal(
      `${shown(candidate)} belongs to a package around the folder it would work on, so it is not started.`,
    );
  }
  if (!(await stat(path)).isFile()) {
    return refusal(`${shown(candidate)} is not a file, so it cannot be started.`);
  }
  const allowed = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return allowed
    ? { path, calledAs: candidate }
    : refusal(`${shown(candidate)} is not executable. Allow it with chmod +x, if you trust it.`);
}

const isPackageBin = (folder: string): boolean =>
  basename(folder) === '.bin' && basename(dirname(folder)) === 'node_modules';

/** Every place that a path leads through: as it is written, link by link, and the end. */
async function stationsOf(candidate: string, end: string): Promise<readonly string[]> {
  const stations = [end];
  let station: string | undefined = resolve(candidate);
  for (let count = 0; station !== undefined && count < MOST_LINKS; count += 1) {
    const folder: string = (await realOf(dirname(station))) ?? dirname(station);
    stations.push(station, join(folder, basename(station)));
    const target: string | undefined = await readlink(station).catch(() => undefined);
    station = target === undefined ? undefined : resolve(folder, target);
  }
  return stations;
}

function withExtensions(path: string, environment: Environment): readonly string[] {
  if (process.platform !== 'win32') {
    return [path];
  }
  const extensions = (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';');
  return extensions.some(extension => extension !== '' && path.toLowerCase().endsWith(extension))
    ? [path]
    : extensions.map(extension => path + extension);
}
