import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { openSchedule } from '../disk/place.ts';
import { WORTH_A_CHECKPOINT, type Kept, type KeptMark, type LogCheckpoints } from '../log/logCheckpoints.ts';
import { hashOf } from '../log/hashOf.ts';
import { isUnchanged } from '../log/readPosition.ts';
import type { Checkpoint, CheckpointFile } from './checkpoint.ts';

/** How much of a file may have come since its checkpoint was made. */
const MOST_SINCE = 0.1;

/**
 * Keeps the checkpoint of a schedule file in Defer's home. What reads and writes it is loaded for files that are long
 * enough.
 */
export class Checkpoints implements LogCheckpoints {
  readonly worth: number;
  private readonly folder: string;
  private readonly home: string;

  /** `folder`: that of the schedule. `home`: Defer's home. */
  constructor(folder: string, home: string, worth = WORTH_A_CHECKPOINT) {
    this.folder = folder;
    this.home = home;
    this.worth = worth;
  }

  async read(path: string, handle: FileHandle, stat: BigIntStats): Promise<Checkpoint | undefined> {
    return (await this.file(path)).read(stat, bytes => hashOf(handle, 0, bytes));
  }

  async follow(path: string, before: BigIntStats, after: BigIntStats): Promise<void> {
    await (await this.file(path)).follow(before, after);
  }

  async keep(path: string, mark: KeptMark, needed: () => ReadonlySet<string>): Promise<Kept> {
    const { offset, stat, kept } = mark;
    if (offset - kept <= offset * MOST_SINCE) {
      return { upTo: kept, isNew: false };
    }
    const file = await this.file(path);
    const { upTo, isThere } = await file.covers(stat);
    if (offset - upTo <= offset * MOST_SINCE) {
      // Another process has made it.
      return { upTo, isNew: isThere && upTo > kept };
    }
    const handle = await openSchedule(this.folder, 'read');
    try {
      if (!handle || !isUnchanged(stat, await handle.stat({ bigint: true }))) {
        return { upTo: kept, isNew: false };
      }
      const { makeCheckpoint } = await import('./makeCheckpoint.ts');
      const made = await makeCheckpoint(handle, mark, needed());
      await (made ? file.write(made, stat) : file.doWithout(stat, offset));
      return { upTo: offset, isNew: made !== undefined };
    } finally {
      await handle?.close();
    }
  }

  private async file(path: string): Promise<CheckpointFile> {
    const { CheckpointFile: Found } = await import('./checkpoint.ts');
    return new Found(this.home, path);
  }
}
