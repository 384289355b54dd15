import type { BigIntStats } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../core/rows/row.ts';
import { sha256 } from '../disk/digest.ts';
import { replaceFile } from '../disk/replaceFile.ts';
import { ClosedIds, readPageAt, toPages } from './closedIds.ts';
import { headLine, readHead, sizeOf, type Head } from './head.ts';
import { textAt, withOwnFile } from './ownFile.ts';

/** For how long a checkpoint that nobody writes anew is kept, in ms: its schedule may be gone. */
const KEPT_FOR = 90 * 24 * 3600 * 1000;

/** Stands for the hash of a checkpoint where there is none, since it is not worth it. */
const NONE = 'none';

/** What was last known of the schedule file. */
interface Seen {
  /** The hash of the checkpoint's head. */
  readonly of: string;
  /** How many bytes of the schedule file need no new checkpoint. */
  readonly upTo: number;
  /** The state in which the schedule file began with the bytes that the checkpoint was made of. */
  readonly state: string;
}

/** A line of the schedule: its number, counted from 1, and its text. */
export type KeptLine = readonly [number: number, text: string];

/**
 * What a reader needs of a schedule file to go on where an earlier one stopped, without the entries that are closed.
 */
export interface Checkpoint {
  /** How far the file was read, in bytes: just after a line end. */
  readonly offset: number;
  /** How many lines end before that. */
  readonly lines: number;
  /** The SHA-256 of all bytes before the offset, as hex digits. */
  readonly prefix: string;
  /** The last bytes before the offset. */
  readonly end: Buffer;
  /** The lines of all entries that are not left out, in the order of the file. */
  readonly kept: Iterable<KeptLine>;
  /** What is wrong with lines of the file. */
  readonly problems: readonly Problem[];
  /** The ids that are left out. */
  readonly closed: ClosedIds;
  /** The last line of the entries that are left out, counted from 1; 0 where none is. */
  readonly leftOutUpTo: number;
}

/** What a new checkpoint holds. */
export type NewCheckpoint = Omit<Checkpoint, 'closed'> & { readonly closed: Iterable<string> };

/**
 * The checkpoint of one schedule file, in Defer's home. It may be thrown away at any time and is never believed in
 * doubt. It holds where the schedule file still begins with the bytes that it was made of. A second file says in which
 * state of the schedule file that was last known; in any other state the bytes are hashed.
 */
export class CheckpointFile {
  private readonly folder: string;
  private readonly name: string;

  /** `home`: Defer's home; `schedule`: the absolute path of the schedule file. */
  constructor(home: string, schedule: string) {
    this.folder = join(home, 'checkpoints');
    this.name = sha256(schedule).slice(0, 32);
  }

  /**
   * The checkpoint, if it holds for a schedule file in this state. `hashOf` gives the SHA-256 of its first bytes.
   * Undefined where there is none, it is damaged, or it does not hold.
   */
  async read(state: BigIntStats, hashOf: (bytes: number) => Promise<string>): Promise<Checkpoint | undefined> {
    try {
      const seen = await this.readSeen();
      const found = await withOwnFile(this.path('checkpoint'), async handle => {
        const { head, sha, from } = await readHead(handle);
        const isKnown = seen?.of === sha && seen.state === textOf(state);
        if (!isKnown && (state.size < BigInt(head.offset) || (await hashOf(head.offset)) !== head.prefix)) {
          return undefined;
        }
        const kept = await textAt(handle, from, head.kept.bytes);
        return sha256(kept) === head.kept.sha
          ? { checkpoint: this.toCheckpoint(head, sha, kept), isKnown, sha }
          : undefined;
      });
      if (found && !found.isKnown) {
        await this.see(state, found.sha, found.checkpoint.offset);
      }
      return found?.checkpoint;
    } catch {
      // Whatever is wrong with it: the schedule is read as if there were none.
      return undefined;
    }
  }

  /** Writes a checkpoint that holds for a schedule file in this state. Where the disk refuses, there is none. */
  async write(made: NewCheckpoint, state: BigIntStats): Promise<void> {
    const { texts, pages } = toPages(made.closed);
    const kept = Array.from(made.kept, line => `${JSON.stringify(line)}\n`).join('');
    const { line, sha } = headLine({ ...made, end: made.end.toString('base64'), kept: sizeOf(kept), pages });
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.put('checkpoint', [line, kept, ...texts].join(''));
      await this.see(state, sha, made.offset);
      await this.sweep();
    } catch {
      await this.forget();
    }
  }

  /**
   * Says that a writer added whole rows to a schedule file that was in the state `before`, and that nobody else did
   * anything to it until `after`. Changes nothing where the checkpoint was not known to hold before.
   */
  async follow(before: BigIntStats, after: BigIntStats): Promise<void> {
    try {
      const seen = await this.readSeen();
      if (seen?.state === textOf(before)) {
        await this.see(after, seen.of, seen.upTo);
      }
    } catch {
      // The next reader hashes then.
    }
  }

  /** How many bytes of a schedule file in this state need no new checkpoint, and whether there is one that has them. */
  async covers(state: BigIntStats): Promise<{ readonly upTo: number; readonly isThere: boolean }> {
    const seen = await this.readSeen().catch(() => undefined);
    return seen?.state === textOf(state) ? { upTo: seen.upTo, isThere: seen.of !== NONE } : { upTo: 0, isThere: false };
  }

  /** Takes note that a checkpoint of so many bytes is not worth it, for a schedule file in this state. */
  async doWithout(state: BigIntStats, upTo: number): Promise<void> {
    try {
      await this.forget();
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await this.see(state, NONE, upTo);
    } catch {
      // It is tried again then.
    }
  }

  private async forget(): Promise<void> {
    await rm(this.path('seen'), { force: true }).catch(() => undefined);
    await rm(this.path('checkpoint'), { force: true }).catch(() => undefined);
  }

  private path(ending: 'checkpoint' | 'seen'): string {
    return join(this.folder, `${this.name}.${ending}`);
  }

  private see(state: BigIntStats, of: string, upTo: number): Promise<void> {
    const text = JSON.stringify({ of, upTo, state: textOf(state) } satisfies Seen);
    return this.put('seen', `${sha256(text)} ${text}\n`);
  }

  private async readSeen(): Promise<Seen | undefined> {
    const line = await withOwnFile(this.path('seen'), handle => textAt(handle, 0, 4096));
    const [, sha, text = ''] = /^(\w+) (.*)\n$/.exec(line ?? '') ?? [];
    return sha === sha256(text) ? (JSON.parse(text) as Seen) : undefined;
  }

  private toCheckpoint(head: Head, sha: string, kept: string): Checkpoint {
    return {
      offset: head.offset,
      lines: head.lines,
      prefix: head.prefix,
      end: Buffer.from(head.end, 'base64'),
      kept: keptLines(kept),
      problems: head.problems,
      leftOutUpTo: head.leftOutUpTo,
      closed: new ClosedIds(head.pages, index => this.page(sha, index)),
    };
  }

  private async page(of: string, index: number): Promise<readonly string[]> {
    const ids = await withOwnFile(this.path('checkpoint'), async handle => {
      const { head, sha, from } = await readHead(handle);
      const page = head.pages[index];
      if (sha !== of || !page) {
        return undefined;
      }
      const before = head.pages.slice(0, index).reduce((sum, { bytes }) => sum + bytes, 0);
      return readPageAt(handle, from + head.kept.bytes + before, page);
    });
    if (!ids) {
      throw new Error('The checkpoint was replaced while it was read.');
    }
    return ids;
  }

  /** It is not synced: what a crash leaves of it is not believed. */
  private put(ending: 'checkpoint' | 'seen', text: string): Promise<void> {
    return replaceFile(this.path(ending), text, { mode: 0o600, durable: false });
  }

  /** Throws away what nobody has written for long. */
  private async sweep(): Promise<void> {
    const now = Date.now();
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const there = await stat(path).catch(() => undefined);
      if (there && now - there.mtimeMs > KEPT_FOR) {
        await rm(path, { force: true });
      }
    }
  }
}

/** Reads kept lines one by one, since there may be very many. */
function* keptLines(text: string): Generator<KeptLine> {
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    yield JSON.parse(text.slice(from, end)) as KeptLine;
    from = end + 1;
  }
}

/** A state of a file as text: two are equal only where nothing happened to the file in between. */
const textOf = ({ dev, ino, birthtimeNs, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, birthtimeNs, size, mtimeNs, ctimeNs].join(' ');
