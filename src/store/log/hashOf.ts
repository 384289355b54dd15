import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { piecesOf } from './lineRanges.ts';

/** The SHA-256 of the bytes of a file from one place to another, as hex digits. */
export async function hashOf(handle: FileHandle, from: number, to: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const { piece } of piecesOf(handle, { from, to })) {
    hash.update(piece);
  }
  return hash.digest('hex');
}
