import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Beginning } from './hashOf.ts';
import { LateHash } from './lateHash.ts';

/** How many bytes before the end of what was read are compared with what stands there now. */
const FOOTPRINT = 64;

/**
 * What is kept of the bytes read so far, to tell later whether they still stand there: a hash of all of them and the
 * last few. Both up to the last line end, since what follows it may still change.
 */
export class ReadPosition {
  private wholeLinesHash: LateHash;
  private wholeLinesEnd: Buffer;
  private hash: LateHash;
  private end: Buffer;

  /** What stands before all that is in the hashes. */
  private readonly beginning: Beginning | undefined;

  /** Goes on from an earlier position, or after a beginning. */
  constructor(from?: ReadPosition | Beginning) {
    const known = from instanceof ReadPosition ? from : undefined;
    this.beginning = from instanceof ReadPosition ? from.beginning : from;
    this.wholeLinesHash = known ? known.wholeLinesHash.copy() : new LateHash();
    this.wholeLinesEnd = known?.wholeLinesEnd ?? this.beginning?.end ?? Buffer.alloc(0);
    this.hash = this.wholeLinesHash.copy();
    this.end = this.wholeLinesEnd;
  }

  /** The last bytes before the end of the whole lines. */
  get lastBytes(): Buffer {
    return this.wholeLinesEnd;
  }

  /** Takes the next bytes; the first `settled` of them end with a line end. */
  feed(bytes: Buffer, settled: number): void {
    if (settled > 0) {
      this.hash.update(bytes.subarray(0, settled));
      this.wholeLinesHash = this.hash.copy();
      this.wholeLinesEnd = lastOf(this.end, bytes.subarray(0, settled));
    }
    this.hash.update(bytes.subarray(settled));
    this.end = lastOf(this.end, bytes);
  }

  /** Whether the bytes before `offset` end as they did; `whole` compares all of them. */
  async matches(handle: FileHandle, offset: number, whole: boolean): Promise<boolean> {
    const there = Buffer.alloc(this.wholeLinesEnd.length);
    await handle.read(there, 0, there.length, offset - there.length);
    return (
      there.equals(this.wholeLinesEnd) &&
      (!whole || (await import('./hashOf.ts')).isStill(handle, offset, this.wholeLinesHash.digest(), this.beginning))
    );
  }
}

const lastOf = (before: Buffer, bytes: Buffer): Buffer =>
  Buffer.concat([before, bytes.subarray(-FOOTPRINT)]).subarray(-FOOTPRINT);

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
