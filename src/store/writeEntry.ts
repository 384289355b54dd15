import type { Instant } from '../core/basics/time.ts';
import { isRefusal, type Refusal } from '../core/basics/refusal.ts';
import type { EntryState } from '../core/fold/entryState.ts';
import type { Change } from '../core/rows/change.ts';
import { encodeRows } from '../core/rows/encode.ts';
import type { LogAct } from './actLog.ts';
import { digest } from './disk/digest.ts';
import type { ScheduleLog } from './log/scheduleLog.ts';
import { newEntry } from './newEntry.ts';
import type { ScheduleReader } from './scheduleReader.ts';

/** What a ledger writes with. */
export interface Writing {
  readonly folder: string;
  readonly log: ScheduleLog;
  readonly reader: ScheduleReader;
  /** Who writes, six to 32 hex digits. */
  readonly actor: () => string;
  readonly noted: LogAct | undefined;
}

/** Writes a change of an entry, or its first row, and gives the entry as it then stands. Throws as `act` does. */
export async function writeChange(
  { folder, log, reader, actor, noted }: Writing,
  id: string,
  state: EntryState | undefined,
  change: Change,
  now: Instant,
): Promise<EntryState> {
  const before = noted && state?.hasRows ? state.fields() : undefined;
  await log.append(encodeRows(id, state, change, { now, actor: actor(), digest }));
  const after = (await reader.look({ open: true })).get(id);
  if (!after) {
    throw new Error('A row that was just written is not there.');
  }
  await noted?.({ folder, now, done: { id, before, after: after.fields(), change } });
  return after;
}

/** Writes an entry that is new, as `Ledger.add` says. */
export async function writeNew(
  { folder, log, reader, actor, noted }: Writing,
  id: string,
  change: Omit<Change, 'also'>,
  now: Instant,
): Promise<EntryState | Refusal> {
  const made = await newEntry(id, change, { now, actor: actor(), digest });
  if (isRefusal(made)) {
    return made;
  }
  await log.append(made.rows);
  const after = (reader.revision > 0 ? (await reader.look({ open: true })).get(id) : undefined) ?? made.state;
  await noted?.({ folder, now, done: { id, before: undefined, after: after.fields(), change } });
  return after;
}
