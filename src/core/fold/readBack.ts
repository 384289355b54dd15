import type { Change, Writer } from '../rows/change.ts';
import { decodeLine } from '../rows/codec.ts';
import { encodeChange } from '../rows/encode.ts';
import { isTooLong } from '../rows/row.ts';
import { EntryState, type RuleBook } from './entryState.ts';

/** The rows of a new entry, and the entry as every reader of them has it. */
export interface NewEntry {
  readonly rows: readonly string[];
  readonly state: EntryState;
}

/**
 * Puts a new entry into rows, one for each change (at least one), and reads them back as from a file; nothing is
 * written. `rules` reads its repeat. Undefined where no reader would take one of the rows: it is too long, or nested
 * too deep.
 */
export function readBack(
  id: string,
  changes: readonly Omit<Change, 'also'>[],
  writer: Writer,
  rules?: RuleBook,
): NewEntry | undefined {
  const state = new EntryState(id, writer.digest, rules);
  const rows: string[] = [];
  for (const change of changes) {
    const text = encodeChange(id, rows.length === 0 ? undefined : state, change, writer);
    const { row } = isTooLong(text) ? {} : decodeLine(text, rows.length + 1, writer.digest);
    if (!row) {
      return undefined;
    }
    state.add(row);
    rows.push(text);
  }
  return { rows, state };
}
