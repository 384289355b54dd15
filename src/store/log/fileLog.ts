import * as l10n from '@vscode/l10n';
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeLine, tooLong, type DecodedLine } from '../../core/rows/codec.ts';
import type { Writer } from '../../core/rows/change.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { Problem } from '../../core/rows/row.ts';
import { decodeLines } from './decodeLines.ts';
import { digest } from '../disk/digest.ts';
import { toFault } from '../disk/fault.ts';
import { LineSplitter, type Line } from './lineSplitter.ts';
import type { LogCheckpoints } from './logCheckpoints.ts';
import { openSchedule, SCHEDULE_FILE, scheduleName } from '../disk/place.ts';
import type { Archived, ArchiveRequest, Reading, ReadOptions, ScheduleLog, Tail } from './scheduleLog.ts';
import { isSameFile, isUnchanged, ReadPosition } from './readPosition.ts';
import { Renewal } from './renewal.ts';

/** How much is read at once, in bytes: a few milliseconds of decoding. */
const PIECE = 256 * 1024;

/** How far the file was read, and what it was then. */
interface Mark {
  /** The state after everything was read, or before that if more was added in the meantime. */
  readonly stat: BigIntStats;
  /** The start of the last line if it has no line end, else the end of the file. */
  readonly offset: number;
  /** How many lines end before the offset. */
  readonly lines: number;
  readonly trace: ReadPosition;
  /** The text of an unfinished last line that was taken as a row. */
  readonly taken: string | undefined;
  /** Whether closed entries are missing from what was given. */
  readonly isOpenOnly: boolean;
}

/** `.sf/schedule.jsonl` of a folder (FORMAT.md). Reading costs what is new; appending is one write. */
export class FileLog implements ScheduleLog {
  readonly folder: string;
  tail: Tail | undefined;
  private mark: Mark | undefined;
  /** Whether anything was given since the log was last found empty or missing. */
  private given = false;
  /** What is wrong with the lines that were read. */
  private problems: Problem[] = [];
  private readonly checkpoints: LogCheckpoints | undefined;
  /** How much of the file a checkpoint is known to have, in bytes. */
  private kept = 0;
  private readonly renewal = new Renewal();

  /** Without `checkpoints` there are none. */
  constructor(folder: string, checkpoints?: LogCheckpoints) {
    this.folder = folder;
    this.checkpoints = checkpoints;
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
      if (this.given) {
        this.given = false;
        yield { fresh: true, rows: [], problems: [] };
      }
      return;
    }
    try {
      const verify = options.verify === true;
      const stat = await handle.stat({ bigint: true });
      const isOpen = options.open === true;
      const isRenewed = this.renewal.count(isOpen);
      const isEnough = old && (isOpen || !old.isOpenOnly);
      if (isEnough && !verify && isUnchanged(old.stat, stat)) {
        return;
      }
      // Whatever stops this half way: the next look then starts over.
      this.mark = undefined;
      this.given = true;
      const goesOn = old && (await isContinued(handle, old, stat, verify));
      this.kept = old && !goesOn ? 0 : this.kept;
      const mayBegin = isOpen && !(old && verify);
      this.mark = isEnough && goesOn && !(mayBegin && isRenewed) ? yield* this.readOn(handle, stat, old) : undefined;
      if (!this.mark && mayBegin) {
        const begun = yield* this.readCheckpoint(handle, stat);
        this.renewal.settle(begun !== undefined);
        this.mark = begun && (yield* this.readOn(handle, stat, begun));
      }
      this.mark ??= yield* this.readOn(handle, stat);
    } catch (error) {
      throw toFault(error, l10n.t('read {0}', scheduleName(this.folder)));
    } finally {
      await handle.close();
    }
  }

  async append(rows: readonly string[]): Promise<void> {
    // Loaded by the first act: whoever only looks does not pay for it.
    const { appendRows } = await import('./append.ts');
    const { path } = this;
    await appendRows(this.folder, rows, (before, after) =>
      this.checkpointsFor(after.size)?.follow(path, before, after),
    );
  }

  async archive(request: ArchiveRequest, writer: Writer): Promise<Archived | Refusal> {
    const { archiveEntries } = await import('./archiveEntries.ts');
    return archiveEntries(this.folder, request, writer);
  }

  /**
   * Reads to the end and says how far it came; `undefined`, with nothing given, where a taken last line has changed.
   */
  private async *readOn(handle: FileHandle, stat: BigIntStats, from?: Mark): AsyncGenerator<Reading, Mark | undefined> {
    this.problems = from ? this.problems : [];
    const splitter = new LineSplitter((from?.lines ?? 0) + 1);
    const trace = new ReadPosition(from?.trace);
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
      const part = decodeLines(lines);
      // One by one: a call takes no more than some hundred thousand arguments.
      part.problems.forEach(problem => this.problems.push(problem));
      if (part.rows.length + part.problems.length > 0) {
        yield { fresh, ...part };
        fresh = false;
      }
    }
    const last = this.readTail(splitter.peek(), Number(stat.mtimeMs));
    if (taken !== undefined && taken !== last?.row?.text) {
      return undefined;
    }
    if (fresh || (last && taken === undefined)) {
      yield { fresh, rows: last?.row ? [last.row] : [], problems: last?.problems ?? [] };
    }
    const now = await handle.stat({ bigint: true });
    return {
      stat: now.size === BigInt(position) ? now : stat,
      offset: position - splitter.pending,
      lines: splitter.nextNumber - 1,
      trace,
      taken: last?.row?.text,
      isOpenOnly: from?.isOpenOnly ?? false,
    };
  }

  /**
   * Gives what a checkpoint has of the file, and how far that goes; undefined, with nothing given, where there is none.
   */
  private async *readCheckpoint(handle: FileHandle, stat: BigIntStats): AsyncGenerator<Reading, Mark | undefined> {
    const found = await this.checkpointsFor(stat.size)?.read(this.path, handle, stat);
    if (!found) {
      return undefined;
    }
    const { offset, lines, prefix, end, problems } = found;
    this.problems = [...problems];
    this.kept = offset;
    yield* (await import('./readKept.ts')).readKept(found);
    const trace = new ReadPosition({ offset, prefix, end });
    return { stat, offset, lines, trace, taken: undefined, isOpenOnly: true };
  }

  async keep(needed: () => ReadonlySet<string>): Promise<void> {
    const { mark, problems } = this;
    const checkpoints = mark && this.checkpointsFor(mark.offset);
    if (mark && checkpoints) {
      const { upTo, isNew } = await checkpoints.keep(
        this.path,
        { ...mark, kept: this.kept > mark.offset ? 0 : this.kept, end: mark.trace.lastBytes, problems },
        needed,
      );
      this.kept = upTo;
      if (isNew) {
        this.renewal.offer();
      }
    }
  }

  /** The checkpoints, for a file of so many bytes. */
  private checkpointsFor(size: bigint | number): LogCheckpoints | undefined {
    return this.checkpoints && size >= this.checkpoints.worth ? this.checkpoints : undefined;
  }

  /** An unfinished last line that is whole but for its line end; what does not parse is somebody's to finish. */
  private readTail(line: Line | undefined, writtenAt: number): DecodedLine | undefined {
    this.tail = undefined;
    if (!line) {
      return undefined;
    }
    const decoded = line.text === undefined ? tooLong(line.number) : decodeLine(line.text, line.number, digest, true);
    if (decoded.row) {
      return decoded;
    }
    const [problem] = decoded.problems;
    if (problem) {
      this.tail = { problem, writtenAt };
    }
    return undefined;
  }
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
