import { DAY, instant, SECOND, type Instant } from '../../basics/time.ts';
import { offsetAt } from '../../basics/wallClock.ts';
import type { LocalTime } from './cronTimes.ts';

/** A stretch `[from, to)` through which a zone's clock runs evenly: it shows `moment + offset`. */
export interface ClockRun {
  readonly from: Instant;
  readonly to: Instant;
  /** In milliseconds. */
  readonly offset: number;
  /**
   * How far the clock had come before `from`. Below `from + offset` the clocks went forward over what lies between;
   * above it they went back, and what lies between is shown again.
   */
  readonly reached: LocalTime;
}

/** What is known of a zone: its offset at the start of each piece of time looked at, and the change within it. */
interface ZoneRecord {
  readonly offsets: Map<number, number>;
  readonly changes: Map<number, Instant | undefined>;
}

/** The closest two changes of any zone since 1970 are seven days apart, so a piece has one at most. */
const PIECE = 4 * DAY;
/** Longer than any clock was ever put back. */
const LOOK_BACK = 2 * DAY;

const records = new Map<string, ZoneRecord>();

/**
 * The runs of a zone's clock over `[from, to)`; the first begins up to two days sooner, so that `reached` is right for
 * every moment in the range. Throws a RangeError for an unknown zone.
 */
export function clockRuns(zone: string, from: Instant, to: Instant): readonly ClockRun[] {
  const record = recordOf(zone);
  const start = instant(from - LOOK_BACK);
  const runs: ClockRun[] = [];
  let at = start;
  let offset = offsetAt(start, zone);
  let reached = start + offset;
  for (let piece = pieceOf(start); piece * PIECE < to; piece++) {
    const change = changeIn(piece, zone, record);
    if (change !== undefined && change > start && change < to) {
      runs.push({ from: at, to: change, offset, reached });
      reached = Math.max(reached, change + offset);
      at = change;
      offset = startOffset(piece + 1, zone, record);
    }
  }
  runs.push({ from: at, to, offset, reached });
  return runs;
}

function recordOf(zone: string): ZoneRecord {
  let record = records.get(zone);
  if (!record) {
    record = { offsets: new Map(), changes: new Map() };
    records.set(zone, record);
  }
  return record;
}

const pieceOf = (at: Instant): number => Math.floor(at / PIECE);

function startOffset(piece: number, zone: string, { offsets }: ZoneRecord): number {
  let offset = offsets.get(piece);
  if (offset === undefined) {
    offset = offsetAt(instant(piece * PIECE), zone);
    offsets.set(piece, offset);
  }
  return offset;
}

/** The first moment with the new offset, where the clock is changed within the piece (after its first moment). */
function changeIn(piece: number, zone: string, record: ZoneRecord): Instant | undefined {
  if (record.changes.has(piece)) {
    return record.changes.get(piece);
  }
  const before = startOffset(piece, zone, record);
  let change: Instant | undefined;
  if (startOffset(piece + 1, zone, record) !== before) {
    let [old, changed] = [(piece * PIECE) / SECOND, ((piece + 1) * PIECE) / SECOND];
    while (changed - old > 1) {
      const middle = Math.floor((old + changed) / 2);
      if (offsetAt(instant(middle * SECOND), zone) === before) {
        old = middle;
      } else {
        changed = middle;
      }
    }
    change = instant(changed * SECOND);
  }
  record.changes.set(piece, change);
  return change;
}
