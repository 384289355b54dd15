import type { FileHandle } from 'node:fs/promises';
import type { Problem } from '../../core/rows/row.ts';
import { sha256 } from '../disk/digest.ts';
import type { Page } from './closedIds.ts';

/** Changes with every change of what a checkpoint holds: one of another version is not read. */
const VERSION = 3;

/** The longest head that is read, in bytes. */
const LONGEST = 8 * 1024 * 1024;
const PIECE = 64 * 1024;
const NEWLINE = 10;

/** The first line of a checkpoint, after its own hash. The kept lines and then the pages follow it. */
export interface Head {
  readonly offset: number;
  readonly lines: number;
  /** SHA-256 of the schedule file before the offset, as hex digits. */
  readonly prefix: string;
  /** The last bytes before the offset, in Base64. */
  readonly end: string;
  readonly problems: readonly Problem[];
  /** The state as a checkpoint holds it. */
  readonly leftOutUpTo: number;
  readonly kept: Sized;
  readonly pages: readonly Page[];
}

/** How long a text is in bytes of UTF-8, and its SHA-256 as hex digits. */
interface Sized {
  readonly bytes: number;
  readonly sha: string;
}

export const sizeOf = (text: string): Sized => ({ bytes: Buffer.byteLength(text), sha: sha256(text) });

/** A head as the first line of a file, and the hash that names it. */
export function headLine({ offset, lines, prefix, end, problems, leftOutUpTo, kept, pages }: Head): {
  readonly line: string;
  readonly sha: string;
} {
  const text = JSON.stringify({ version: VERSION, offset, lines, prefix, end, problems, leftOutUpTo, kept, pages });
  const sha = sha256(text);
  return { line: `${sha} ${text}\n`, sha };
}

/**
 * The head of a checkpoint, its hash, and where what follows begins. Throws where it is none, or one of another
 * version.
 */
export async function readHead(
  handle: FileHandle,
): Promise<{ readonly head: Head; readonly sha: string; readonly from: number }> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < LONGEST; at += PIECE) {
    const piece = Buffer.alloc(PIECE);
    const { bytesRead } = await handle.read(piece, 0, PIECE, at);
    const end = piece.subarray(0, bytesRead).indexOf(NEWLINE);
    pieces.push(piece.subarray(0, end < 0 ? bytesRead : end));
    if (end >= 0 || bytesRead === 0) {
      break;
    }
  }
  const bytes = Buffer.concat(pieces);
  const [, sha = '', text = ''] = /^(\w+) (.*)$/.exec(bytes.toString('utf8')) ?? [];
  const head = JSON.parse(text) as Head & { readonly version: number };
  if (sha !== sha256(text) || head.version !== VERSION) {
    throw new Error('This is no checkpoint of this version.');
  }
  return { head, sha, from: bytes.length + 1 };
}
