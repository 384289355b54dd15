import * as l10n from '@vscode/l10n';
import { constants, lstatSync } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, StoreFault, toFault } from './fault.ts';
import { openNoFollow } from './noFollow.ts';
import { isSfOutside } from './sfPlace.ts';

/** Where a schedule is, from the folder it belongs to. */
export const SCHEDULE_FILE = join('.sf', 'schedule.jsonl');

/**
 * What a file of a schedule is called when something is said of it: in the home, which may be anywhere, by its whole
 * path.
 */
export const shownIn = (folder: string, name: string): string => (folder === homedir() ? join(folder, name) : name);

/** What a schedule is called when something is said of it. */
export const scheduleName = (folder: string): string => shownIn(folder, SCHEDULE_FILE);

/**
 * Opens the schedule of a folder, `undefined` where there is none. Refused, so that a repository cannot make Defer
 * read or write elsewhere: a link, a pipe, a device, a file with a second name, and an `.sf` that leads out of the
 * folder (but to `~/.sf/projects`). Throws a StoreFault that says so.
 */
export async function openSchedule(folder: string, how: 'read' | 'append'): Promise<FileHandle | undefined> {
  if (how === 'read' && isMissing(join(folder, '.sf'))) {
    return undefined;
  }
  await checkSfFolder(folder);
  return openPlain(join(folder, SCHEDULE_FILE), scheduleName(folder), how);
}

/** Most folders have none, and then `node:fs/promises`, a tenth of the start of a command, need not be loaded. */
function isMissing(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Opens a file in a folder that was checked before. `name` is what a fault calls the file. */
export async function openPlain(path: string, name: string, how: 'read' | 'append'): Promise<FileHandle | undefined> {
  const flags = how === 'read' ? constants.O_RDONLY : constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
  let handle: FileHandle;
  try {
    handle = await openNoFollow(path, flags, 0o666);
  } catch (error) {
    if (how === 'read' && codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw toFault(error, how === 'read' ? l10n.t('read {0}', name) : l10n.t('write to {0}', name));
  }
  const stat = await handle.stat();
  const wrong = !stat.isFile()
    ? l10n.t('{0} is not a regular file, so it was left alone. Put a plain file in its place.', name)
    : stat.nlink > 1
      ? l10n.t('{0} is a hard link, so it was left alone. Put a plain file in its place.', name)
      : undefined;
  if (wrong !== undefined) {
    await handle.close();
    throw new StoreFault(wrong);
  }
  return handle;
}

/** Throws a StoreFault where `.sf` is a link that leads out of the folder, but to `~/.sf/projects`. */
export async function checkSfFolder(folder: string): Promise<void> {
  const path = join(folder, '.sf');
  const faultOf = (error: unknown): StoreFault => toFault(error, l10n.t('look into {0}', shownIn(folder, '.sf')));
  const stat = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw faultOf(error);
  });
  if (!stat?.isSymbolicLink()) {
    if (stat?.isDirectory() === false) {
      // Windows would report a missing file instead.
      throw faultOf(Object.assign(new Error(), { code: 'ENOTDIR' }));
    }
    return;
  }
  if (isSfOutside(folder)) {
    throw new StoreFault(
      l10n.t('.sf is a link that leads out of the folder, so it was left alone. Put a folder in its place.'),
    );
  }
}

/** Makes the creation of a file in a folder last; where folders cannot be synced (Windows), nothing. */
export async function syncFolderOf(path: string): Promise<void> {
  const handle = await open(dirname(path), constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
