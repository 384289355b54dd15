import { constants } from 'node:fs';
import { access, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32, type PlatformPath } from 'node:path';

/** A file system, as whoever looks for programs sees it. A test gives one of another platform. */
export interface Disk {
  readonly platform: NodeJS.Platform;
  /** How paths are written there. */
  readonly paths: PlatformPath;
  /** The person's own folder; empty where the environment names none. */
  home(): string;
  /** The real path of what is at a path; undefined where there is nothing. */
  real(path: string): Promise<string | undefined>;
  /** Where a link leads, as it is written in it; undefined for anything else. */
  link(path: string): Promise<string | undefined>;
  /** Whether there is anything at a path, even a link that leads nowhere. */
  has(path: string): Promise<boolean>;
  isFile(path: string): Promise<boolean>;
  /** Whether this user may execute a file. */
  mayExecute(path: string): Promise<boolean>;
}

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
  real: path => orNothing(realpath(path)),
  link: path => orNothing(readlink(path)),
  has: path => isDone(lstat(path)),
  isFile: path =>
    stat(path).then(
      found => found.isFile(),
      () => false,
    ),
  mayExecute: path => isDone(access(path, constants.X_OK)),
};
