import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Problem } from '../../core/rows/row.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';

/** The shortest schedule file that gets a checkpoint, in bytes. */
export const WORTH_A_CHECKPOINT = 256 * 1024;

/** How far a file was read, for whoever makes a checkpoint of it. */
export interface KeptMark {
  /** The state of the file after everything was read. */
  readonly stat: BigIntStats;
  /** The end of the last whole line, in bytes. */
  readonly offset: number;
  /** How many lines end before the offset. */
  readonly lines: number;
  /** The last bytes before the offset. */
  readonly end: Buffer;
  /** How much of it a checkpoint has, in bytes. */
  readonly kept: number;
  /** What is wrong with the lines. */
  readonly problems: readonly Problem[];
}

/** How far a file needs no new checkpoint. */
export interface Kept {
  /** In bytes. */
  readonly upTo: number;
  /** Whether there is a checkpoint now that has more of it than was known. */
  readonly isNew: boolean;
}

/** Keeps checkpoints of a schedule file, so that another process can read what is open without the rest. */
export interface LogCheckpoints {
  /** The shortest schedule file that has one, in bytes. For shorter ones nothing else here is called. */
  readonly worth: number;
  /** What a checkpoint has of the file in this state; undefined where there is none that holds. */
  read(path: string, handle: FileHandle, stat: BigIntStats): Promise<Checkpoint | undefined>;
  /** Makes a checkpoint where that is worth it. `needed`: the ids of the entries that it has to hold. */
  keep(path: string, mark: KeptMark, needed: () => ReadonlySet<string>): Promise<Kept>;
  /** Takes note that a file in the state `before` was only added to until `after`. */
  follow(path: string, before: BigIntStats, after: BigIntStats): Promise<void>;
}
