import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { LateHash } from './lateHash.ts';

/** How many bytes before the end of what was read are compared with what stands there now. */
const FOOTPRINT = 64;

/**
 * What is kept of the bytes read so far, to tell later whether they still stand there: a hash of all of them and the
 * last few. Both up to the last line end, since what follows it may still change.
 */
export class Trace {
  private settledHash: LateHash;
  private settledEnd: Buffer;
  private hash: LateHash;
  private end: Buffer;

  constructor(from?: Trace) {
    this.settledHash = from ? from.settledHash.copy() : new LateHash();
    this.settledEnd = from?.settledEnd ?? Buffer.alloc(0);
    this.hash = this.settledHash.copy();
    this.end = this.settledEnd;
  }

  /** Takes the next bytes; the first `settled` of them end with a line end. */
  feed(bytes: Buffer, settled: number): void {
    if (settled > 0) {
      this.hash.update(bytes.subarray(0, settled));
      this.settledHash = this.hash.copy();
      this.settledEnd = lastOf(this.end, bytes.subarray(0, settled));
    }
    this.hash.update(bytes.subarray(settled));
    this.end = lastOf(this.end, bytes);
  }

  /** Whether the bytes before `offset` end as they did; `whole` compares all of them. */
  async matches(handle: FileHandle, offset: number, whole: boolean): Promise<boolean> {
    const there = Buffer.alloc(this.settledEnd.length);
    await handle.read(there, 0, there.length, offset - there.length);
    return there.equals(this.settledEnd) && (!whole || (await hashOf(handle, offset)) === this.settledHash.digest());
  }
}

const lastOf = (before: Buffer, bytes: Buffer): Buffer =>
  Buffer.concat([before, bytes.subarray(-FOOTPRINT)]).subarray(-FOOTPRINT);

async function hashOf(handle: FileHandle, end: number): Promise<string> {
  const hash = new LateHash();
  const piece = Buffer.alloc(256 * 1024);
  for (let position = 0; position < end;) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, end - position), position);
    if (bytesRead === 0) {
      break;
    }
    hash.update(piece.subarray(0, bytesRead));
    position += bytesRead;
  }
  return hash.digest();
}

/** Whether nothing has happened to a file between two looks at it. */
export const isUnchanged = (before: BigIntStats, now: BigIntStats): boolean =>
  isSameFile(before, now) &&
  before.size === now.size &&
  before.mtimeNs === now.mtimeNs &&
  before.ctimeNs === now.ctimeNs;

/** Whether two looks saw one file, changed or not. */
export function isSameFile(before: BigIntStats, now: BigIntStats): boolean {
  // Where the file system keeps no time of birth, the last change stands in for it both times and tells nothing.
  const noBirth = before.birthtimeNs === before.ctimeNs && now.birthtimeNs === now.ctimeNs;
  return before.dev === now.dev && before.ino === now.ino && (before.birthtimeNs === now.birthtimeNs || noBirth);
}
