import { uptime } from 'node:os';
import { join } from 'node:path';
import { twoDigits } from '../../core/basics/calendarDate.ts';
import { DAY, SECOND, toDate } from '../../core/basics/time.ts';
import { codexTurn, readCodex } from '../../core/conversations/readCodex.ts';
import { codexHelpers, HELPER_LINES } from '../../core/usage/helpersBegun.ts';
import { codexUsage, USAGE_LINES } from '../../core/usage/usageReaders.ts';
import { recordIn, recordOf, memberOf, timeIn, type Members } from '../../core/rows/fieldValues.ts';
import { openNoFollow } from '../../store/disk/noFollow.ts';
import { parseJson } from '../home/homeFiles.ts';
import { namesIn, type Keeper, type Sought, type Stores, type TranscriptFile } from './keeper.ts';
import { lockedFiles } from './lockedFiles.ts';
import { Slices } from './slices.ts';
import { usedIn } from './usedIn.ts';
import { filesIn, folderBelow, foldersIn, statOf } from './storeFiles.ts';

/** `rollout-<local time>-<id>.jsonl`; the id is a UUID. */
const ROLLOUT = /^rollout-.+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/;

/** How much of a file is read, in bytes: its first line, which tells what it is, and the first prompt. */
const MOST_BYTES = 1024 * 1024;

/** The most files that are read in one look, the newest first: their names begin with the time. */
const MOST_FILES = 50;

/**
 * Codex: `sessions/<year>/<month>/<day>/rollout-….jsonl` in `~/.codex`, by local date. It names its conversations
 * itself; the file's first line holds the id, the folder and the time, a later one the prompt.
 */
export const codexKeeper = (stores: Stores): Keeper => ({
  files: {
    read: readCodex,
    turnIn: codexTurn,
    find: async slices => transcriptsIn(await stores.folder('CODEX_HOME', '.codex'), slices),
    held: async ids => heldIn(await stores.folder('CODEX_HOME', '.codex'), ids),
  },
  async used(id, since) {
    const all = await transcriptsIn(await stores.folder('CODEX_HOME', '.codex'), new Slices());
    const [own, ...more] = all.filter(({ name }) => name === id).map(({ path }) => path);
    const helpers = [...more];
    for (const { path, name } of all) {
      if (name !== id && isNewer(path, since) && (await isHelperOf(path, id))) {
        helpers.push(path);
      }
    }
    return usedIn(own, helpers, since, {
      ...{ lines: USAGE_LINES.codex, open: codexUsage },
      ...{ helperLines: HELPER_LINES.codex, openHelpers: codexHelpers },
    });
  },
  async has(id) {
    const root = await stores.folder('CODEX_HOME', '.codex');
    const all = await transcriptsIn(root, new Slices());
    return all.length === 0 ? undefined : all.some(({ name }) => name === id);
  },
  async find(sought) {
    const root = await stores.folder('CODEX_HOME', '.codex');
    if (root === undefined) {
      return undefined;
    }
    const ids = new Set<string>();
    for (const day of daysSince(sought.since)) {
      const folder = join(root, 'sessions', ...day);
      const names = (await namesIn(folder)).filter(name => ROLLOUT.test(name)).sort();
      for (const name of names.slice(-MOST_FILES)) {
        const id = ROLLOUT.exec(name)?.[1];
        if (id !== undefined && isSought(await beginningOf(join(folder, name)), id, sought)) {
          ids.add(id);
        }
      }
    }
    const [only] = ids;
    return ids.size === 1 ? only : undefined;
  },
});

/** Whether a file was written after a moment. */
const isNewer = (path: string, since: number): boolean => (statOf(path)?.mtimeMs ?? 0) >= since;

/** Whether the first line of a file says that a conversation began it, not a person. */
const isHelper = (meta: Members): boolean => memberOf(recordIn(meta, 'source'), 'subagent') !== undefined;

/** Whether a file is that of a helper, which the conversation of this id began. */
async function isHelperOf(path: string, id: string): Promise<boolean> {
  const meta = metaIn(await beginningOf(path));
  return memberOf(meta, 'session_id') === id && isHelper(meta);
}

async function transcriptsIn(root: string | undefined, slices: Slices): Promise<readonly TranscriptFile[]> {
  const sessions = root === undefined ? undefined : folderBelow(root, 'sessions');
  const found: TranscriptFile[] = [];
  const below = (folder: string): readonly string[] => foldersIn(folder).map(name => join(folder, name));
  for (const day of sessions === undefined ? [] : below(sessions).flatMap(below).flatMap(below)) {
    for (const file of filesIn(day)) {
      const name = ROLLOUT.exec(file)?.[1];
      if (name !== undefined) {
        found.push({ path: join(day, file), name });
      }
    }
    if (slices.isOver) {
      await slices.next();
    }
  }
  return found;
}

/** While it writes to a conversation codex locks `<id>.lock`, and takes that away at its end. */
async function heldIn(root: string | undefined, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const locks = root === undefined ? undefined : folderBelow(root, 'thread-writer-locks');
  const names = locks === undefined ? [] : filesIn(locks).filter(name => ids.has(name.replace(/\.lock$/, '')));
  const locked = names.length === 0 ? undefined : lockedFiles();
  const isLocked = (name: string): boolean => {
    const stat = statOf(join(locks ?? '', name));
    return stat !== undefined && (locked?.has(stat.ino) ?? stat.mtimeMs > Date.now() - uptime() * SECOND);
  };
  return new Set(names.filter(isLocked).map(name => name.replace(/\.lock$/, '')));
}

/** The folders of the local days on which a conversation may have begun: that of the start, and the next. */
function daysSince(since: number): readonly (readonly string[])[] {
  return [since, since + DAY].map(at => {
    const date = toDate(at);
    return [String(date.getFullYear()), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  });
}

/** The payload of the first line of a file. */
function metaIn(text: string): Members {
  const end = text.indexOf('\n');
  return recordIn(recordOf(parseJson(end < 0 ? '' : text.slice(0, end))), 'payload');
}

/** Whether a file is that of the conversation; what it says of itself must be what its name says. */
function isSought(text: string, id: string, { since, cwd, mark }: Sought): boolean {
  const [end, meta] = [text.indexOf('\n'), metaIn(text)];
  return (
    memberOf(meta, 'id') === id &&
    memberOf(meta, 'cwd') === cwd &&
    !isHelper(meta) &&
    (timeIn(meta, 'timestamp') ?? -Infinity) >= since &&
    text.includes(JSON.stringify(mark).slice(1, -1), end)
  );
}

/** The first part of a file, following no link; nothing where it cannot be read. */
async function beginningOf(path: string): Promise<string> {
  try {
    const handle = await openNoFollow(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
