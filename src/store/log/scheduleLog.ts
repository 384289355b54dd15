import type { Writer } from '../../core/rows/change.ts';
import type { ArchiveCriteria } from '../../core/fold/tombstone.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { Problem, Row } from '../../core/rows/row.ts';
import type { ClosedIds } from '../checkpoint/closedIds.ts';

/** What a look at the log brought. */
export interface Reading {
  /**
   * True where the log is not what it was: what was read before is void, and this reading starts from its beginning.
   */
  readonly fresh: boolean;
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  /** The closed entries that a fresh reading lacks (`ReadOptions.open`). */
  readonly leftOut?: LeftOut;
}

/** Closed entries that were not read. */
export interface LeftOut {
  readonly ids: ClosedIds;
  /** Their last line, counted from 1. */
  readonly upTo: number;
}

export interface ReadOptions {
  /**
   * Also checks that what was read before still stands in the log. For moments when something may have rewritten it.
   */
  readonly verify?: boolean;
  /** Whether entries that are closed may be missing where the log is read from its beginning; see `Reading.leftOut`. */
  readonly open?: boolean;
}

/**
 * Where rows are kept. Every implementation promises, and test/support/scheduleLogContract.ts checks:
 * - a reading brings, in order, what was added since the last one, by anybody, and nothing twice; the first brings all;
 * - where the log was replaced or cut, the next reading says `fresh` and brings all there is;
 * - an appended row is in the next reading, whatever stood at the end before, and nothing written is changed;
 * - a row that could not be written whole is an error, never silence;
 * - of entries that are archived all rows are in the archive before any leaves the log, a tombstone stays of each, and
 *   every other line stays as it is, what is added meanwhile included; archived again, nothing is there twice.
 */
export interface ScheduleLog {
  /** Brings what is new, in one or more parts so that a long log does not hold up its reader. */
  read(options?: ReadOptions): AsyncIterable<Reading>;
  /** Adds rows, each one line of text without its line end. They are on the disk when this resolves. */
  append(rows: readonly string[]): Promise<void>;
  /** Moves those of the entries asked for that are closed, whole, to the archive. */
  archive(request: ArchiveRequest, writer: Writer): Promise<Archived | Refusal>;
  /** A row that stands at the end without a line end, and does not parse: somebody may be writing it. */
  readonly tail: Tail | undefined;
  /**
   * Takes note of what was read, so that another process can read what is open without the rest (`ReadOptions.open`).
   * `needed`: the ids of entries that such a reader needs. Does nothing where that is not worth it.
   */
  keep?(needed: () => ReadonlySet<string>): Promise<void>;
}

/** The unfinished end of a log. */
export interface Tail {
  readonly problem: Problem;
  /** When the log was last written to, ms UTC. */
  readonly writtenAt: number;
}

/** What is to be archived, and where to. */
export interface ArchiveRequest extends ArchiveCriteria {
  /** The folder of the archive, absolute, where it is not the schedule's own. */
  readonly into?: string;
}

/** What was archived. */
export interface Archived {
  readonly ids: readonly string[];
  /** The files of the archive that have it now, from the schedule's folder on, or absolute. */
  readonly files: readonly string[];
}
