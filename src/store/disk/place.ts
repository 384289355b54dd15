import { constants, lstatSync } from 'node:fs';
import { lstat, mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, StoreFault, toFault } from './fault.ts';
import { openNoFollow } from './noFollow.ts';
import { realOf, isInside } from './inside.ts';

/** Where a schedule is, from the folder it belongs to. */
export const SCHEDULE_FILE = join('.sf', 'schedule.jsonl');

/** What a file of a schedule is called when something is said of it: in the home, which may be anywhere, by its whole path. */
const shownIn = (folder: string, name: string): string => (folder === homedir() ? join(folder, name) : name);

/** What a schedule is called when something is said of it. */
export const scheduleName = (folder: string): string => shownIn(folder, SCHEDULE_FILE);

/** What git should know of a schedule, in `.sf/.gitattributes`. */
export const ATTRIBUTES = 'schedule.jsonl text eol=lf merge=union\n';
const IGNORED = 'heartbeat-state.json\n*.tmp\n';

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
    throw toFault(error, `${how === 'read' ? 'read' : 'write to'} ${name}`);
  }
  const stat = await handle.stat();
  const wrong = !stat.isFile() ? 'is not a regular file' : stat.nlink > 1 ? 'is a hard link' : undefined;
  if (wrong) {
    await handle.close();
    throw new StoreFault(`${name} ${wrong}, so it was left alone. Put a plain file in its place.`);
  }
  return handle;
}

/** Makes `.sf` with what git should know about it, where there is no schedule yet. What is there stays as it is. */
export async function prepareSfFolder(folder: string): Promise<void> {
  const path = join(folder, '.sf');
  try {
    await checkSfFolder(folder);
    if (await lstat(join(folder, SCHEDULE_FILE)).catch(() => undefined)) {
      return;
    }
    await mkdir(path, { recursive: true });
    for (const [name, text] of [
      ['.gitattributes', ATTRIBUTES],
      ['.gitignore', IGNORED],
    ] as const) {
      await writeFile(join(path, name), text, { flag: 'wx' }).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') {
          throw error;
        }
      });
    }
  } catch (error) {
    throw toFault(error, `make the folder ${shownIn(folder, '.sf')}`);
  }
}

/** Throws a StoreFault where `.sf` is a link that leads out of the folder, but to `~/.sf/projects`. */
export async function checkSfFolder(folder: string): Promise<void> {
  const path = join(folder, '.sf');
  const stat = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw toFault(error, `look into ${shownIn(folder, '.sf')}`);
  });
  if (!stat?.isSymbolicLink()) {
    return;
  }
  const [target, ...roots] = await Promise.all([path, folder, join(homedir(), '.sf', 'projects')].map(realOf));
  if (target === undefined || !roots.some(root => root !== undefined && isInside(target, root))) {
    throw new StoreFault(
      '.sf is a link that leads out of the folder, so it was left alone. Put a folder in its place.',
    );
  }
}

/** Makes the creation of a file in a folder last; where folders cannot be synced (Windows), nothing. */
export async function syncFolderOf(path: string): Promise<void> {
  const handle = await open(dirname(path), constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
