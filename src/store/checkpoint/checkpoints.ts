import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { openSchedule } from '../disk/place.ts';
import type { KeptMark, LogCheckpoints } from '../log/fileLog.ts';
import { hashOf, isUnchanged } from '../log/readPosition.ts';
import type { Checkpoint, CheckpointFile } from './checkpoint.ts';

/** From how many bytes on a checkpoint is worth it, and how much of a file may have come since it was made. */
const WORTH = 256 * 1024;
const MOST_SINCE = 0.25;

/**
 * Keeps the checkpoint of a schedule file in Defer's home. It is loaded for files that are long enough.
 * `worth`: the shortest schedule file that has one, in bytes.
 */
export class Checkpoints implements LogCheckpoints {
  private readonly folder: string;
  private readonly home: string;
  private readonly worth: number;

  /** `folder`: that of the schedule. `home`: Defer's home. */
  constructor(folder: string, home: string, worth = WORTH) {
    this.folder = folder;
    this.home = home;
    this.worth = worth;
  }

  async read(path: string, handle: FileHandle, stat: BigIntStats): Promise<Checkpoint | undefined> {
    return stat.size < this.worth ? undefined : (await this.file(path)).read(stat, bytes => hashOf(handle, bytes));
  }

  async follow(path: string, before: BigIntStats, after: BigIntStats): Promise<void> {
    if (after.size >= this.worth) {
      await (await this.file(path)).follow(before, after);
    }
  }

  async keep(path: string, mark: KeptMark, needed: () => ReadonlySet<string>): Promise<void> {
    const { offset, stat } = mark;
    if (offset < this.worth || offset - mark.kept <= offset * MOST_SINCE) {
      return;
    }
    const file = await this.file(path);
    if (offset - (await file.covers(stat)) <= offset * MOST_SINCE) {
      return;
    }
    const handle = await openSchedule(this.folder, 'read');
    try {
      if (handle && isUnchanged(stat, await handle.stat({ bigint: true }))) {
        const { makeCheckpoint } = await import('./makeCheckpoint.ts');
        const made = await makeCheckpoint(handle, mark, needed());
        await (made ? file.write(made, stat) : file.doWithout(stat, offset));
      }
    } finally {
      await handle?.close();
    }
  }

  private async file(path: string): Promise<CheckpointFile> {
    const { CheckpointFile: Found } = await import('./checkpoint.ts');
    return new Found(this.home, path);
  }
}
