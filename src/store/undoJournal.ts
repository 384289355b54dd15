import { constants } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord, timeOf } from '../core/rows/fieldValues.ts';
import { toIso, type Instant } from '../core/basics/time.ts';
import type { Fields } from '../core/rows/row.ts';
import { toRunEvent } from '../core/rows/readRunEvent.ts';
import { fromRunEvent, type RunEvent } from '../core/rows/runEvents.ts';
import { sha256 } from './disk/digest.ts';
import { openNoFollow } from './disk/noFollow.ts';
import { realFolder } from './disk/realFolder.ts';
import { writeProblem } from './disk/writeProblem.ts';
import { replaceFile } from './disk/replaceFile.ts';

/** What one act of a person changed. */
export interface NotedAct {
  /** Names it among the others of its schedule. */
  readonly key: string;
  /** What several acts have in common that a person did at once. */
  readonly batch?: string;
  readonly id: string;
  readonly at: Instant;
  /** The fields that it set, as they were, null for one that was not there; absent where it made the entry. */
  readonly before?: Fields;
  /** These fields as they were afterwards. */
  readonly after: Fields;
  /** Fields that it changed for other readers only, as they were. */
  readonly carried: Fields;
  readonly events: readonly RunEvent[];
  /** What the file that defines the entry said of being on; absent where the act did not change that. */
  readonly enabled?: boolean;
}

/** What a person did last to a schedule, so that it can be undone. Kept on this machine. */
export interface UndoJournal {
  /** Never rejects: what was done is done, whether it can be undone or not. */
  note(folder: string, act: Omit<NotedAct, 'key'>): Promise<void>;
  /** The last acts that were not undone, the newest first; none before one that cannot be undone. */
  last(folder: string): Promise<readonly NotedAct[]>;
  /** Notes that acts were undone. */
  settle(folder: string, keys: readonly string[]): Promise<void>;
  /** Notes that something was done that cannot be undone, so that nothing before it is. Never rejects. */
  close(folder: string): Promise<void>;
  /** The path of the journal and why it cannot be written. Undefined where it can be. */
  problem(folder: string): Promise<{ readonly path: string; readonly why: string } | undefined>;
}

/** How many acts can be undone, one after another; acts that were done at once count as one. */
const MOST = 50;

/** How many lines are kept of a long file. */
const MOST_LINES = 1000;

/** Past this size only the last acts are kept, in bytes. */
const LONGEST = 1024 * 1024;

/** Keeps what can be undone in files of a home, one for each schedule. */
export function openUndoJournal(home: string): UndoJournal {
  const pathOf = (folder: string): string => join(home, 'undo', `${sha256(realFolder(folder))}.jsonl`);
  const append = (folder: string, lines: readonly unknown[]): Promise<void> => appendTo(pathOf(folder), lines);
  let count = 0;
  return {
    async note(folder, act) {
      count += 1;
      const key = `${process.pid}-${count}-${act.at}`;
      await append(folder, [{ ...act, key, at: toIso(act.at), events: act.events.map(fromRunEvent) }]).catch(
        () => undefined,
      );
    },
    last: folder => readActs(pathOf(folder)),
    settle: (folder, keys) => append(folder, [{ undone: keys }]),
    close: folder => append(folder, [{ closed: true }]).catch(() => undefined),
    async problem(folder) {
      const why = await writeProblem(pathOf(folder));
      return why === undefined ? undefined : { path: pathOf(folder), why };
    },
  };
}

async function appendTo(path: string, lines: readonly unknown[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
  const handle = await openNoFollow(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    const found = await handle.stat();
    if (!found.isFile()) {
      return;
    }
    if (found.size < LONGEST) {
      await handle.write(text);
      return;
    }
  } finally {
    await handle.close();
  }
  const kept = (await readFile(path, 'utf8')).split('\n').filter(Boolean).slice(-MOST_LINES);
  await replaceFile(path, `${kept.join('\n')}\n${text}`, { mode: 0o600, durable: false });
}

async function readActs(path: string): Promise<readonly NotedAct[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  let acts: NotedAct[] = [];
  for (const line of text.split('\n')) {
    const value = parse(line);
    if (isRecord(value) && value['closed'] === true) {
      acts = [];
    } else if (isRecord(value) && Array.isArray(value['undone'])) {
      const undone = new Set<unknown>(value['undone']);
      acts = acts.filter(({ key }) => !undone.has(key));
    } else {
      acts.push(...toAct(value));
    }
  }
  const newest = acts.reverse();
  const gestures = new Set(newest.map(gestureOf));
  const counted = new Set([...gestures].slice(0, MOST));
  return newest.filter(act => counted.has(gestureOf(act)));
}

/** What was done at once has one name. */
const gestureOf = ({ batch, key }: NotedAct): string => batch ?? key;

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line that was cut off, or an empty one.
    return undefined;
  }
}

function toAct(value: unknown): readonly NotedAct[] {
  if (!isRecord(value)) {
    return [];
  }
  const { key, id, batch, before, after, carried, events, enabled } = value;
  const at = timeOf(value['at']);
  const isWhole =
    typeof key === 'string' && typeof id === 'string' && at !== undefined && isRecord(after) && isRecord(carried);
  return isWhole && Array.isArray(events)
    ? [
        {
          ...{ key, id, at, after, carried },
          ...(typeof batch === 'string' && { batch }),
          ...(isRecord(before) && { before }),
          ...(typeof enabled === 'boolean' && { enabled }),
          events: events.map(toRunEvent).filter(event => event !== undefined),
        },
      ]
    : [];
}
