import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { piecesOf } from './lineRanges.ts';

/** The beginning of a file that was not read, since a checkpoint has it. */
export interface Beginning {
  /** Its length in bytes. */
  readonly offset: number;
  /** Its SHA-256, as hex digits. */
  readonly prefix: string;
  /** Its last bytes. */
  readonly end: Buffer;
}

/** The SHA-256 of the bytes of a file from one place to another, as hex digits. */
export async function hashOf(handle: FileHandle, from: number, to: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const { piece } of piecesOf(handle, { from, to })) {
    hash.update(piece);
  }
  return hash.digest('hex');
}

/** Whether the bytes of a file up to a place are still a beginning, if one is given, and after it those of a hash. */
export async function isStill(
  handle: FileHandle,
  to: number,
  hash: string,
  { offset, prefix }: Omit<Beginning, 'end'> = { offset: 0, prefix: '' },
): Promise<boolean> {
  return (offset === 0 || (await hashOf(handle, 0, offset)) === prefix) && (await hashOf(handle, offset, to)) === hash;
}
