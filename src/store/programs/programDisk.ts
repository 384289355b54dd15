import { constants } from 'node:fs';
import { access, lstat, readFile, readlink, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32, type PlatformPath } from 'node:path';
import { realOf } from '../disk/realInside.ts';
import { spelled } from '../disk/spelling.ts';

/** A file system, as whoever looks for programs sees it. A test gives one of another platform. */
export interface Disk {
  readonly platform: NodeJS.Platform;
  /** How paths are written there. */
  readonly paths: PlatformPath;
  /** The person's own folder; empty where the environment names none. */
  home(): string;
  /** The real path of what is at a path; undefined where there is nothing. */
  real(path: string): Promise<string | undefined>;
  /** Spells a path as the disk stores it. Absent where paths are compared without regard to case (`paths`). */
  readonly spelled?: (path: string) => string;
  /** Where a link leads, as it is written in it; undefined for anything else. */
  link(path: string): Promise<string | undefined>;
  /** Whether there is anything at a path, even a link that leads nowhere. */
  has(path: string): Promise<boolean>;
  isFile(path: string): Promise<boolean>;
  /** The text of a small file. Undefined where there is none, or it is too large. */
  text(path: string): Promise<string | undefined>;
  /** Whether this user may execute a file. */
  mayExecute(path: string): Promise<boolean>;
}

/** The largest file that is read as a shim, in bytes. */
const LARGEST_TEXT = 64 * 1024;

const isDone = (job: Promise<unknown>): Promise<boolean> =>
  job.then(
    () => true,
    () => false,
  );

const orNothing = (job: Promise<string>): Promise<string | undefined> => job.catch(() => undefined);

/** The file system of this machine. */
export const thisDisk: Disk = {
  platform: process.platform,
  paths: process.platform === 'win32' ? win32 : posix,
  home: homedir,
  real: realOf,
  ...(process.platform !== 'win32' && { spelled: path => spelled(path) }),
  link: path => orNothing(readlink(path)),
  has: path => isDone(lstat(path)),
  isFile: path =>
    stat(path).then(
      found => found.isFile(),
      () => false,
    ),
  text: path =>
    orNothing(
      stat(path).then(({ size }) => (size > LARGEST_TEXT ? Promise.reject(new Error()) : readFile(path, 'utf8'))),
    ),
  mayExecute: path => isDone(access(path, constants.X_OK)),
};
