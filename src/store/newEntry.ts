import { readBack, type NewEntry } from '../core/fold/readBack.ts';
import { refusal, type Refusal } from '../core/basics/refusal.ts';
import { ROW_TOO_LONG } from '../core/rows/row.ts';
import type { Change, Writer } from '../core/rows/change.ts';

/** A new entry as every reader will have it, with its rows; nothing is written. Refused where a row is too long. */
export async function newEntry(id: string, change: Omit<Change, 'also'>, writer: Writer): Promise<NewEntry | Refusal> {
  const rules =
    change.set['repeat'] === undefined ? {} : { read: (await import('../core/repeat/repeat.ts')).readRepeat };
  return readBack(id, [change], writer, rules) ?? refusal(ROW_TOO_LONG);
}
