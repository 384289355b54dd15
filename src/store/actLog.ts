import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Instant } from '../core/basics/time.ts';
import type { Change } from '../core/rows/change.ts';
import type { Fields } from '../core/rows/row.ts';
import type { Archived } from './log/scheduleLog.ts';
import { actLine, logLine } from './actLine.ts';
import { deferHome } from './disk/deferHome.ts';
import { codeOf, toFault } from './disk/fault.ts';
import { realFolder } from './disk/realFolder.ts';
import { openNoFollow } from './disk/noFollow.ts';

/** What was done to a schedule. */
export type ActResult =
  | { readonly id: string; readonly before: Fields | undefined; readonly after: Fields; readonly change: Change }
  | { readonly archived: Archived }
  /** Rows that were written as they are. */
  | { readonly rows: readonly string[] };

/** Something that was done, when, and to the schedule of which folder. */
export interface LoggedAct {
  readonly folder: string;
  readonly now: Instant;
  readonly done: ActResult;
}

/** Notes what was done where a person can read it later. Never rejects: what was done is done. */
export type LogAct = (noted: LoggedAct) => Promise<void>;

/** The log of what is done. */
export interface ActLog {
  readonly path: string;
  /** How a folder is written in it. */
  nameOf(folder: string): string;
  /** The last so many of the lines that are kept. Throws a StoreFault where it cannot be read. */
  lines(limit: number, keeps: (line: string) => boolean): Promise<readonly string[]>;
  /** Why nothing can be written to it; undefined where it can. */
  problem(): Promise<string | undefined>;
}

/** Past this size a log goes on in a new file, in bytes; one old one is kept. */
const LONGEST = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this person's log is: `DEFER_LOG_FILE`, or in `DEFER_LOG_DIR`, else in Defer's home. */
export const actLogPath = (env: Environment = process.env, home = deferHome()): string =>
  env['DEFER_LOG_FILE'] || join(env['DEFER_LOG_DIR'] || join(home, 'log'), 'defer.log');

/** Notes in a log what is done: a line for each act, with no text of an entry but its id. */
export const openActLog =
  (path: string): LogAct =>
  async noted => {
    try {
      await write(path, linesOf(noted));
    } catch {
      // What was done is done, whether it was noted or not; `doctor` says why it is not.
    }
  };

function linesOf({ folder, now, done }: LoggedAct): string {
  const lines =
    'rows' in done
      ? done.rows.map(row => ['imported', [['id', (JSON.parse(row) as { readonly id: string }).id]]] as const)
      : 'archived' in done
        ? done.archived.ids.map(
            id =>
              [
                'archived',
                [
                  ['id', id],
                  ['file', done.archived.files.join(' ')],
                ],
              ] as const,
          )
        : [actLine(done.id, done.before, done.after, done.change)];
  return lines.map(([what, values]) => `${logLine(now, what, [...values, ['in', realFolder(folder)]])}\n`).join('');
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await openNoFollow(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    const mine = await handle.stat();
    if (!mine.isFile()) {
      return;
    }
    await handle.write(text);
    // A writer that finds it too long moves it away, unless another just did.
    if (mine.size > LONGEST && (await stat(path)).ino === mine.ino) {
      await rename(path, `${path}.1`);
    }
  } finally {
    await handle.close();
  }
}

/** The last lines of a log, oldest first. Throws a StoreFault where it cannot be read. */
export async function lastActLines(
  path: string,
  limit: number,
  keeps: (line: string) => boolean,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const file of [path, `${path}.1`]) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') {
        return '';
      }
      throw toFault(error, 'read the log');
    });
    lines.unshift(
      ...text
        .split('\n')
        .filter(line => line !== '' && keeps(line))
        .slice(-limit),
    );
    if (lines.length >= limit) {
      break;
    }
  }
  return lines.slice(-limit);
}

/** Why nothing can be written to a log; undefined where it can. */
export async function actLogProblem(path: string): Promise<string | undefined> {
  const isThere = await stat(path).then(
    found => (found.isFile() ? true : undefined),
    () => false,
  );
  if (isThere === undefined) {
    return 'It is not a regular file.';
  }
  const failed = async (what: string, how: number): Promise<unknown> =>
    access(what, how).then(
      () => undefined,
      (error: unknown) => error,
    );
  if (isThere) {
    const error = await failed(path, constants.W_OK);
    return error === undefined ? undefined : toFault(error, 'write to it').message;
  }
  for (let at = dirname(path); ; at = dirname(at)) {
    const error = await failed(at, constants.W_OK | constants.X_OK);
    if (error === undefined || dirname(at) === at) {
      return undefined;
    }
    if (codeOf(error) !== 'ENOENT') {
      return toFault(error, 'make its folder').message;
    }
  }
}
