import { setTimeout as pause } from 'node:timers/promises';
import { driftMark, originOf } from '../../core/agent/drift.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { EntryRow } from '../tree/entryRow.ts';

/** How many rows of a list are looked at. */
const MOST = 50;
/** How long a list waits for it, in ms. */
const PATIENCE = 500;

/**
 * What changed since entries were scheduled, in a few words, by row; of the first rows only, and none where it takes
 * longer than a list may. Git is asked once for a folder.
 */
export async function driftMarks(rows: readonly EntryRow[]): Promise<ReadonlyMap<EntryRow, string>> {
  const marks = new Map<EntryRow, string>();
  const known = rows.slice(0, MOST).flatMap(row => {
    const origin = originOf(toEntry(row.state));
    return origin ? [{ row, origin }] : [];
  });
  const looks = [...new Set(known.map(({ row }) => row.schedule))].map(async schedule => {
    const own = known.filter(({ row }) => row.schedule === schedule);
    const origins = own.map(({ origin }) => origin);
    const standings = (await (await schedule.ledger.work())?.since(origins, { count: false })) ?? [];
    for (const [index, { row, origin }] of own.entries()) {
      const standing = standings[index];
      const mark = standing && driftMark(origin, standing);
      if (mark !== undefined) {
        marks.set(row, mark);
      }
    }
  });
  if (looks.length > 0) {
    await Promise.race([Promise.all(looks), pause(PATIENCE)]);
  }
  return new Map(marks);
}
