import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { instant, type Instant } from '../../core/basics/time.ts';
import { openNoFollow } from '../disk/noFollow.ts';

/** A file longer than this many bytes is hashed by its two ends and its length. */
const LONGEST_WHOLE = 16 * 1024 * 1024;
const PIECE = 256 * 1024;

/** A file's content in brief, and what the file was when it was read. */
export interface HashedFile {
  /** The first 16 hex digits of the SHA-256 of its content. */
  readonly hash: string;
  readonly changed: Instant;
  readonly stat: BigIntStats;
}

/**
 * Hashes a regular file, no link; one that is still what it was `before` is not read again. `undefined` where there is
 * nothing that can be read.
 */
export async function hashFile(path: string, before?: HashedFile): Promise<HashedFile | undefined> {
  try {
    const handle = await openNoFollow(path);
    try {
      const stat = await handle.stat({ bigint: true });
      if (!stat.isFile() || (before && isSame(before.stat, stat))) {
        return stat.isFile() ? before : undefined;
      }
      const hash = createHash('sha256');
      const size = Number(stat.size);
      const piece = Buffer.alloc(Math.min(PIECE, Math.max(size, 1)));
      const parts = size > LONGEST_WHOLE ? [0, size - PIECE] : undefined;
      for (let at = 0, index = 0; at < size; index += 1) {
        const from = parts === undefined ? at : (parts[index] ?? size);
        const { bytesRead } = await handle.read(piece, 0, piece.length, from);
        if (bytesRead === 0) {
          break;
        }
        hash.update(piece.subarray(0, bytesRead));
        at = from + bytesRead;
      }
      if (parts) {
        hash.update(String(size));
      }
      return {
        hash: hash.digest('hex').slice(0, 16),
        changed: instant(Math.floor(Number(stat.mtimeMs))),
        stat,
      };
    } finally {
      await handle.close();
    }
  } catch {
    // Gone again, or not to be read: for whoever looks it is not there.
    return undefined;
  }
}

const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
