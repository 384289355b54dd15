import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeLine } from '../../core/rows/codec.ts';
import type { Row } from '../../core/rows/row.ts';
import { digest } from '../disk/digest.ts';
import { LineSplitter, type Line } from './lineSplitter.ts';

/** Some bytes of a file: from the first on, up to the one after the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const PIECE = 256 * 1024;
const NEWLINE = 10;

/** The lines of the first `size` bytes of a file, with where each stands, its line end included where it has one. */
export async function* linesOf(handle: FileHandle, size: number): AsyncGenerator<Line & Range> {
  const splitter = new LineSplitter();
  let from = 0;
  for await (const { piece, at } of piecesOf(handle, { from: 0, to: size })) {
    let end = -1;
    for (const line of splitter.feed(piece)) {
      end = piece.indexOf(NEWLINE, end + 1);
      yield { ...line, from, to: at + end + 1 };
      from = at + end + 1;
    }
  }
  const last = splitter.peek();
  if (last) {
    yield { ...last, from, to: size };
  }
}

/** The rows among the lines of the first `size` bytes of a file. */
export async function* rowsOf(handle: FileHandle, size: number): AsyncGenerator<{ readonly row: Row } & Range> {
  for await (const { text, number, from, to } of linesOf(handle, size)) {
    const { row } = text === undefined ? {} : decodeLine(text, number, digest);
    if (row) {
      yield { row, from, to };
    }
  }
}

/** The bytes of a range, a piece at a time; fewer where the file ends before. A piece is good until the next one. */
export async function* piecesOf(
  handle: FileHandle,
  { from, to }: Range,
): AsyncGenerator<{ readonly piece: Buffer; readonly at: number }> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(PIECE, to - from)));
  for (let at = from; at < to;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) {
      return;
    }
    yield { piece: buffer.subarray(0, bytesRead), at };
    at += bytesRead;
  }
}

/** For how long an unfinished line counts as being written, in ms: a row of many pages is seen growing. */
const BEING_WRITTEN = 1000;

/**
 * How long a file is that others add to, once nobody is in the middle of a line. An end that stays unfinished was left
 * by a writer that died, or by a hand, and counts with the rest.
 */
export async function settledSize(handle: FileHandle): Promise<number> {
  for (;;) {
    const { size, mtimeMs } = await handle.stat();
    const isUnfinished = size > 0 && (await bytesOf(handle, { from: size - 1, to: size }))[0] !== NEWLINE;
    if (!isUnfinished || Math.abs(Date.now() - mtimeMs) > BEING_WRITTEN) {
      return size;
    }
    await pause(5);
  }
}

/** The bytes of a range as one. */
export async function bytesOf(handle: FileHandle, range: Range): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { piece } of piecesOf(handle, range)) {
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}

/** Adds the bytes of a range of one file to the end of another. */
export async function copyRange(source: FileHandle, range: Range, target: FileHandle): Promise<void> {
  for await (const { piece } of piecesOf(source, range)) {
    await target.writeFile(piece);
  }
}
