import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeLine, tooLong } from '../core/codec.ts';
import type { Problem, Row } from '../core/row.ts';
import { appendRows } from './append.ts';
import { digest } from './digest.ts';
import { toFault } from './fault.ts';
import { LineSplitter, type Line } from './lineSplitter.ts';
import { openSchedule, SCHEDULE_FILE } from './place.ts';
import type { Reading, ReadOptions, ScheduleLog, Tail } from './scheduleLog.ts';
import { isSameFile, isUnchanged, Trace } from './trace.ts';

/** How much is read at once, in bytes: a few milliseconds of decoding. */
const PIECE = 256 * 1024;

/** How far the file was read, and what it was then. */
interface Mark {
  readonly stat: BigIntStats;
  /** The start of the last line if it has no line end, else the end of the file. */
  readonly offset: number;
  /** How many lines end before the offset. */
  readonly lines: number;
  readonly trace: Trace;
  /** The text of an unfinished last line that was taken as a row. */
  readonly taken: string | undefined;
}

/** `.sf/schedule.jsonl` of a folder (FORMAT.md). Reading costs what is new; appending is one write. */
export class FileLog implements ScheduleLog {
  readonly folder: string;
  tail: Tail | undefined;
  private mark: Mark | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The file itself, absolute. */
  get path(): string {
    return join(this.folder, SCHEDULE_FILE);
  }

  async *read(options: ReadOptions = {}): AsyncGenerator<Reading> {
    const handle = await openSchedule(this.folder, 'read');
    const old = this.mark;
    if (!handle) {
      this.mark = undefined;
      this.tail = undefined;
      if (old) {
        yield { fresh: true, rows: [], problems: [] };
      }
      return;
    }
    try {
      const stat = await handle.stat({ bigint: true });
      if (old && isUnchanged(old.stat, stat)) {
        return;
      }
      // Whatever stops this half way: the next look then starts over.
      this.mark = undefined;
      const goesOn = old && (await isContinued(handle, old, stat, options.verify === true));
      this.mark = (goesOn ? yield* this.readOn(handle, stat, old) : undefined) ?? (yield* this.readOn(handle, stat));
    } catch (error) {
      throw toFault(error, `read ${SCHEDULE_FILE}`);
    } finally {
      await handle.close();
    }
  }

  async append(rows: readonly string[]): Promise<void> {
    await appendRows(this.folder, rows);
  }

  /** Reads to the end and says how far it came; `undefined`, with nothing given, where a taken last line has changed. */
  private async *readOn(handle: FileHandle, stat: BigIntStats, from?: Mark): AsyncGenerator<Reading, Mark | undefined> {
    const splitter = new LineSplitter((from?.lines ?? 0) + 1);
    const trace = new Trace(from?.trace);
    let taken = from?.taken;
    let fresh = !from;
    let position = from?.offset ?? 0;
    const piece = Buffer.alloc(PIECE);
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, PIECE, position);
      if (bytesRead === 0) {
        break;
      }
      position += bytesRead;
      const bytes = piece.subarray(0, bytesRead);
      const lines = splitter.feed(bytes);
      trace.feed(bytes, lines.length > 0 ? bytesRead - splitter.pending : 0);
      if (taken !== undefined && lines.length > 0) {
        if (lines.shift()?.text?.trim() !== taken) {
          return undefined;
        }
        taken = undefined;
      }
      const part = decode(lines);
      if (part.rows.length + part.problems.length > 0) {
        yield { fresh, ...part };
        fresh = false;
      }
    }
    const last = this.readTail(splitter.peek(), Number(stat.mtimeMs));
    if (taken !== undefined && taken !== last?.text) {
      return undefined;
    }
    if (fresh || (last && taken === undefined)) {
      yield { fresh, rows: last ? [last] : [], problems: [] };
    }
    return { stat, offset: position - splitter.pending, lines: splitter.nextNumber - 1, trace, taken: last?.text };
  }

  /** What an unfinished last line says: a row where it is whole, else something that is still being written. */
  private readTail(line: Line | undefined, writtenAt: number): Row | undefined {
    this.tail = undefined;
    if (!line) {
      return undefined;
    }
    const { row, problems } =
      line.text === undefined ? tooLong(line.number) : decodeLine(line.text, line.number, digest, true);
    const [problem] = problems;
    if (!row && problem) {
      this.tail = { problem, writtenAt };
    }
    return row;
  }
}

function decode(lines: readonly Line[]): { rows: Row[]; problems: Problem[] } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const { text, number } of lines) {
    const decoded = text === undefined ? tooLong(number) : decodeLine(text, number, digest);
    if (decoded.row) {
      rows.push(decoded.row);
    }
    problems.push(...decoded.problems);
  }
  return { rows, problems };
}

/** Whether the file is the one that was read, with no more than new bytes at its end. */
async function isContinued(handle: FileHandle, mark: Mark, now: BigIntStats, verify: boolean): Promise<boolean> {
  const replaced = mark.stat.size === now.size && mark.stat.mtimeNs !== now.mtimeNs;
  return (
    isSameFile(mark.stat, now) &&
    Number(now.size) >= mark.offset &&
    !replaced &&
    (await mark.trace.matches(handle, mark.offset, verify))
  );
}
