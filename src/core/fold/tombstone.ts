import { seal } from '../rows/encode.ts';
import type { Writer } from '../rows/change.ts';
import type { RowKey } from './registers.ts';
import { FORMAT_VERSION, isTooLong, type Row } from '../rows/row.ts';
import { RowHistory } from './rowHistory.ts';
import { nextStamp, type Stamp } from '../rows/stamp.ts';
import { isClosed, toStatus } from '../rows/entryStatus.ts';
import { instant, type Instant } from '../basics/time.ts';

/** Which entries are to leave a schedule. */
export interface ArchiveCriteria {
  readonly ids: ReadonlySet<string>;
  /** Only those that were closed no later. */
  readonly closedBy: Instant;
}

/** An entry that leaves, whole, for the archive. */
export interface ArchivedEntry<Place> {
  readonly id: string;
  readonly closedAt: Instant;
  /** Its rows, in order. */
  readonly places: readonly Place[];
  /** The row that stays of it, where its last one stood (FORMAT.md, "Archiving"). */
  readonly tombstone: string;
}

interface Candidate<Place> {
  readonly history: RowHistory;
  readonly places: Place[];
  newer: boolean;
}

/**
 * Gathers the rows of the entries that are asked for, with where they stand, and says which may leave: those that are
 * closed by all their rows, and that a tombstone can stand for.
 */
export class ArchiveSelection<Place> {
  private readonly asked: ArchiveCriteria;
  private readonly writer: Writer;
  private readonly candidates = new Map<string, Candidate<Place>>();

  constructor(asked: ArchiveCriteria, writer: Writer) {
    this.asked = asked;
    this.writer = writer;
  }

  /** Adds a row that stands after all that were added before. */
  add(row: Row, place: Place): void {
    if (!this.asked.ids.has(row.id)) {
      return;
    }
    const known = this.candidates.get(row.id);
    const candidate = known ?? { history: new RowHistory(), places: [], newer: false };
    if (!known) {
      this.candidates.set(row.id, candidate);
    }
    candidate.history.add(row, this.writer.digest);
    candidate.places.push(place);
    candidate.newer ||= row.version > FORMAT_VERSION;
  }

  /** Those that may leave, in the order of their first rows. */
  leavers(): readonly ArchivedEntry<Place>[] {
    const leavers: ArchivedEntry<Place>[] = [];
    for (const [id, { history, places, newer }] of this.candidates) {
      const key = history.keyOf('status');
      if (newer || !key || !isClosed(toStatus(history.field('status'))) || (places.length === 1 && isRest(history))) {
        continue;
      }
      const closedAt = key.t === 0 ? this.writer.now : instant(key.t);
      const tombstone = closedAt > this.asked.closedBy ? undefined : this.tombstone(id, history, key);
      if (tombstone !== undefined) {
        leavers.push({ id, closedAt, places, tombstone });
      }
    }
    return leavers;
  }

  /** The row that keeps an entry closed whichever of its old rows a merge brings back; undefined where none could. */
  private tombstone(id: string, history: RowHistory, key: RowKey): string | undefined {
    const st = stampOf(key, this.writer.actor);
    const due_at = history.field('due_at');
    const over = history.allForeignDigests();
    const row = {
      schemaVersion: FORMAT_VERSION,
      id,
      status: toStatus(history.field('status')),
      ...(due_at !== undefined && { due_at }),
      defer: { st, ch: ['status'], ...(over.length > 0 && { over }) },
    };
    const text = st && seal(JSON.stringify(row), this.writer.digest);
    return text === undefined || isTooLong(text) ? undefined : text;
  }
}

/** Whether no more is there of an entry than a tombstone holds. */
const isRest = (history: RowHistory): boolean =>
  Object.keys(history.fields()).every(name => name === 'status' || name === 'due_at');

/**
 * That of the row whose status won, so that whatever beats that row beats the tombstone too, and nothing else does.
 * One that was written or changed by somebody else has none to take over: then the first one after it.
 */
const stampOf = (key: RowKey, actor: string): Stamp | undefined =>
  key.e === 0 && key.actor !== '' ? [key.t, key.n, key.actor] : nextStamp(instant(0), key, actor);
