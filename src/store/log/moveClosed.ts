import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { moveOver, type MoveSystem } from '../disk/replaceFile.ts';
import { copyRange, settledSize } from './lineRanges.ts';

/**
 * A new file, and the old one, `file`. The new one has the first `copied` bytes of the old one. This process has
 * neither open.
 */
interface Closed {
  readonly beside: string;
  readonly path: string;
  readonly copied: number;
  /** The identity of the old file. NTFS does not reuse file numbers. */
  readonly file: Pick<BigIntStats, 'ino' | 'dev'>;
}

/**
 * Moves the new file over the old one. Windows cannot replace an open file, so the old one cannot be read afterwards.
 * Rows that were added to it are copied right before each try. A row that comes between the copy and the move is
 * written again by its writer.
 */
export async function moveClosed({ beside, path, copied, file }: Closed, moves: MoveSystem): Promise<boolean> {
  let [size, isOther] = [copied, false];
  const rename: MoveSystem['rename'] = async (from, to) => {
    const source = await open(path, constants.O_RDONLY);
    try {
      const { ino, dev } = await source.stat({ bigint: true });
      isOther = ino !== file.ino || dev !== file.dev;
      if (isOther) {
        return;
      }
      size = await takeLater(source, size, from);
    } finally {
      await source.close();
    }
    await moves.rename(from, to);
  };
  await moveOver(beside, path, { ...moves, rename });
  return !isOther;
}

/**
 * Copies what was added to the old file after `copied` bytes into the new one. Returns the new number of copied bytes.
 */
async function takeLater(source: FileHandle, copied: number, beside: string): Promise<number> {
  const size = await settledSize(source);
  if (size !== copied) {
    const target = await open(beside, constants.O_WRONLY | constants.O_APPEND);
    try {
      await copyRange(source, { from: copied, to: size }, target);
      await target.sync();
    } finally {
      await target.close();
    }
  }
  return size;
}
