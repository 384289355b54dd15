import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
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
import { moveOver } from './disk/replaceFile.ts';

/** What was done to a schedule. */
export type ActResult =
  | { readonly id: string; readonly before: Fields | undefined; readonly after: Fields; readonly change: Change }
  | { readonly archived: Archived }
  /** Rows that were written as they are. */
  | { readonly rows: readonly string[]; readonly word: RowsWord };

/** What the log says of rows that were written as they are. */
export type RowsWord = 'imported' | 'cancelled';

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
      ? done.rows.map(row => [done.word, [['id', (JSON.parse(row) as { readonly id: string }).id]]] as const)
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
  let isFull = false;
  try {
    const mine = await handle.stat();
    if (!mine.isFile()) {
      return;
    }
    await handle.write(text);
    // A writer that finds it too long moves it away, unless another just did.
    isFull = mine.size > LONGEST && (await stat(path)).ino === mine.ino;
  } finally {
    await handle.close();
  }
  await (isFull ? moveOver(path, `${path}.1`) : undefined);
}

/** The last lines of a log, oldest first. Throws a StoreFault where it cannot be read. */
export async function lastActLines(
  path: string,
  limit: number,
  keeps: (line: string) => boolean,
): Promise<readonly string[]> {
  const lines: string[] = [];
  if (limit === 0) {
    // `slice(-0)` would take all of them.
    return lines;
  }
  for (const file of [path, `${path}.1`]) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') {
        return '';
      }
      throw toFault(error, l10n.t('read {0}', file));
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
