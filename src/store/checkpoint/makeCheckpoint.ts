import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { decodeLine } from '../../core/rows/codec.ts';
import { MAX_ID_LENGTH } from '../../core/rows/row.ts';
import { digest } from '../disk/digest.ts';
import { piecesOf } from '../log/lineRanges.ts';
import { LineSplitter } from '../log/lineSplitter.ts';
import type { Checkpoint, KeptLine, NewCheckpoint } from './checkpoint.ts';

/** Most of a file that is kept: with more, reading it anew is as quick. */
const MOST_KEPT = 0.5;

/** Most characters of lines and of ids that are kept, so that no repository fills the home. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Most problems that are kept. */
const MOST_PROBLEMS = 1000;

/**
 * Makes a checkpoint of the first `offset` bytes of a schedule file, which end with a line end. It keeps the lines of
 * the entries in `keeps`. Undefined where that would be most of the file or more than `most` characters, or where very
 * much is wrong with the file.
 */
export async function makeCheckpoint(
  handle: FileHandle,
  { offset, lines, end, problems }: Omit<Checkpoint, 'closed' | 'kept' | 'leftOutUpTo' | 'prefix'>,
  keeps: ReadonlySet<string>,
  most = MOST_CHARACTERS,
): Promise<NewCheckpoint | undefined> {
  if (problems.length > MOST_PROBLEMS) {
    return undefined;
  }
  const hash = createHash('sha256');
  const splitter = new LineSplitter();
  const kept: KeptLine[] = [];
  const closed = new Set<string>();
  let [keptCharacters, idCharacters, leftOutUpTo] = [0, 0, 0];
  for await (const { piece } of piecesOf(handle, { from: 0, to: offset })) {
    hash.update(piece);
    for (const { text, number } of splitter.feed(piece)) {
      const id = text === undefined ? undefined : idOf(text, number);
      if (text !== undefined && id !== undefined && keeps.has(id)) {
        kept.push([number, text]);
        keptCharacters += text.length;
      } else if (id !== undefined) {
        idCharacters += closed.has(id) ? 0 : id.length;
        closed.add(id);
        leftOutUpTo = number;
      }
    }
    if (keptCharacters > offset * MOST_KEPT || keptCharacters + idCharacters > most) {
      return undefined;
    }
  }
  return splitter.nextNumber === lines + 1 && splitter.pending === 0
    ? { offset, lines, end, problems, kept, closed, leftOutUpTo, prefix: hash.digest('hex') }
    : undefined;
}

/** What Defer writes begins like this. */
const BEGINNING = new RegExp(`^\\{(?:"schemaVersion":1,)?"id":"([^"\\\\]{1,${MAX_ID_LENGTH}})"[,}]`);

/**
 * The id of a row; undefined where a line is none. A line that cannot be mistaken is not parsed: of several members of
 * one name the last one counts, and a name may be written with escapes.
 */
function idOf(text: string, number: number): string | undefined {
  const [beginning = '', id] = BEGINNING.exec(text) ?? [];
  const isPlain = !text.includes('"id"', beginning.length) && !text.includes('\\u') && text.trimEnd().endsWith('}');
  return id !== undefined && isPlain ? id : decodeLine(text, number, digest).row?.id;
}
