import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { decodeLines } from './decodeLines.ts';
import type { Line } from './lineSplitter.ts';
import type { Reading } from './scheduleLog.ts';

/** How many lines are decoded at once: a few milliseconds. */
const BATCH = 500;

/** Gives the rows that a checkpoint has kept, in pieces, and what it leaves out. */
export async function* readKept({ kept, problems, closed, leftOutUpTo }: Checkpoint): AsyncGenerator<Reading> {
  let reading: Omit<Reading, 'rows'> = { fresh: true, problems, leftOut: { ids: closed, upTo: leftOutUpTo } };
  let batch: Line[] = [];
  for (const [number, text] of kept) {
    batch.push({ number, text });
    if (batch.length === BATCH) {
      yield { ...reading, rows: decodeLines(batch).rows };
      [reading, batch] = [{ ...reading, fresh: false, problems: [] }, []];
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  yield { ...reading, rows: decodeLines(batch).rows };
}
