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

/** An act of a person. */
interface Noted {
  /** Names it among the others of its schedule. */
  readonly key: string;
  /** What several acts have in common that a person did at once. */
  readonly batch?: string;
  readonly at: Instant;
}

/** What one act changed in one entry. */
export interface NotedChange extends Noted {
  readonly kind: 'change';
  readonly id: string;
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

/** An import. Its entries are those that it wrote at that moment; the schedule has them. */
export interface NotedImport extends Noted {
  readonly kind: 'import';
  /** How many entries it wrote. */
  readonly count: number;
  /** The schedule files that it made, from the folder on, with the SHA-256 of each. */
  readonly files: readonly MadeFile[];
}

/** A file that was made. */
export interface MadeFile {
  readonly file: string;
  readonly sha: string;
}

/** An approval: an entry may run without a person. */
export interface NotedApproval extends Noted {
  readonly kind: 'allow';
  readonly id: string;
}

/** What was done that is not undone. */
export interface NotedFinal extends Noted {
  readonly kind: 'archive' | 'export' | 'disallow' | 'keep' | 'discard';
  /** How many entries or results. */
  readonly count: number;
  /**
   * Where it went: the files; for `keep` the branch, for `discard` the ref that holds the work, and for `disallow` the
   * title of the entry.
   */
  readonly files: readonly string[];
}

export type NotedAct = NotedChange | NotedImport | NotedApproval | NotedFinal;

/** An act as it is to be noted. */
export type ActToNote =
  | Omit<NotedChange, 'key'>
  | Omit<NotedImport, 'key'>
  | Omit<NotedApproval, 'key'>
  | Omit<NotedFinal, 'key'>;

/** What a person did last to a schedule, so that it can be undone. Kept on this machine. */
export interface UndoJournal {
  /** Never rejects: what was done is done, whether it can be undone or not. */
  note(folder: string, act: ActToNote): Promise<void>;
  /** The last acts that were not undone, the newest first. */
  last(folder: string): Promise<readonly NotedAct[]>;
  /** Notes that acts were undone, or cannot be. */
  settle(folder: string, keys: readonly string[]): Promise<void>;
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
      const events = act.kind === 'change' ? { events: act.events.map(fromRunEvent) } : {};
      await append(folder, [{ ...act, key, at: toIso(act.at), ...events }]).catch(() => undefined);
    },
    last: folder => readActs(pathOf(folder)),
    settle: (folder, keys) => append(folder, [{ undone: keys }]),
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
      // As earlier versions said that nothing before it can be undone.
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
  const { key, batch, kind, files, count } = value;
  const at = timeOf(value['at']);
  if (typeof key !== 'string' || at === undefined) {
    return [];
  }
  const noted = { key, at, ...(typeof batch === 'string' && { batch }) };
  const list: readonly unknown[] = Array.isArray(files) ? files : [];
  const many = typeof count === 'number' ? count : 0;
  switch (kind) {
    case 'import':
      return [{ ...noted, kind, count: many, files: list.filter(isMadeFile) }];
    case 'allow':
      return typeof value['id'] === 'string' ? [{ ...noted, kind, id: value['id'] }] : [];
    case 'archive':
    case 'export':
    case 'disallow':
    case 'keep':
    case 'discard':
      return [{ ...noted, kind, count: many, files: list.filter(file => typeof file === 'string') }];
    default:
      return toChange(value, noted);
  }
}

const isMadeFile = (value: unknown): value is MadeFile =>
  isRecord(value) && typeof value['file'] === 'string' && typeof value['sha'] === 'string';

function toChange(value: Fields, noted: Noted): readonly NotedChange[] {
  const { id, before, after, carried, events, enabled } = value;
  return typeof id === 'string' && isRecord(after) && isRecord(carried) && Array.isArray(events)
    ? [
        {
          ...{ ...noted, kind: 'change', id, after, carried },
          ...(isRecord(before) && { before }),
          ...(typeof enabled === 'boolean' && { enabled }),
          events: events.map(toRunEvent).filter(event => event !== undefined),
        },
      ]
    : [];
}
