import { join } from 'node:path';
import { DAY, toDate } from '../../core/basics/time.ts';
import { parseJson } from '../home/homeFiles.ts';
import { namesIn, type Keeper, type Sought, type Stores } from './keeper.ts';
import { recordIn, recordOf, memberOf, timeIn } from '../../core/rows/fieldValues.ts';
import { twoDigits } from '../../core/basics/calendarDate.ts';
import { openNoFollow } from '../../store/disk/noFollow.ts';

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

/** The folders of the local days on which a conversation may have begun: that of the start, and the next. */
function daysSince(since: number): readonly (readonly string[])[] {
  return [since, since + DAY].map(at => {
    const date = toDate(at);
    return [String(date.getFullYear()), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  });
}

/** Whether a file is that of the conversation; what it says of itself must be what its name says. */
function isSought(text: string, id: string, { since, cwd, mark }: Sought): boolean {
  const end = text.indexOf('\n');
  const meta = recordIn(recordOf(parseJson(end < 0 ? '' : text.slice(0, end))), 'payload');
  return (
    memberOf(meta, 'id') === id &&
    memberOf(meta, 'cwd') === cwd &&
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
