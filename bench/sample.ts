import { createHash } from 'node:crypto';
import { encodeChange } from '../src/core/rows/encode.ts';
import type { Change } from '../src/core/rows/change.ts';
import { EntryState } from '../src/core/fold/entryState.ts';
import { decodeLine } from '../src/core/rows/codec.ts';
import { DAY, HOUR, instant, MINUTE, toIso } from '../src/core/basics/time.ts';

const START = Date.UTC(2026, 0, 5, 8);
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A change by number: what a working day does to an entry. */
function changeOf(step: number, at: number, entry: number): Change {
  const iso = (ahead: number): string => toIso(instant(at + ahead));
  const token = entry.toString(16).padStart(16, '0');
  const changes: Change[] = [
    {
      set: {
        kind: 'prompt',
        status: 'pending',
        due_at: iso(DAY + entry * MINUTE),
        created_at: iso(0),
        updated_at: iso(0),
        created_by: 'user',
        payload: {
          message: `Resume the architecture review ${entry}`,
          prompt: 'Continue the review and give the next concrete recommendation.',
          key_points: ['Retry semantics are open'],
          artifacts: ['docs/notes.md'],
          agent: 'claude',
        },
      },
    },
    {
      set: { due_at: iso(2 * DAY), original_due_at: iso(0), updated_at: iso(0) },
      carry: { status: 'snoozed' },
    },
    { set: { due_at: iso(3 * DAY), updated_at: iso(0) } },
    { set: {}, run: { occ: iso(0), gen: 0, token, event: 'claimed', at: instant(at), pid: 4711, host: 'bench' } },
    { set: { status: entry % 4 === 0 ? 'failed' : 'done', updated_at: iso(0) } },
  ];
  return changes[step % changes.length] as Change;
}

const idOf = (entry: number): string => `01M81B5H80${entry.toString(36).toUpperCase().padStart(16, '0')}`;

/** `count` rows of entries that were dealt with one after the other, five rows each, then one row for each of `open` more. */
export function* pastRows(count: number, open: number): Generator<string> {
  const closed = Math.floor((count - open) / 5);
  for (let entry = 0; entry < closed + open; entry += 1) {
    const state = new EntryState(idOf(entry), digest);
    // Of every four entries of a day one fails and stays open (`changeOf`); here all are done.
    const number = entry * 4 + 1;
    for (let step = 0; step < (entry < closed ? 5 : 1); step += 1) {
      const now = instant(START + entry * MINUTE + step * HOUR);
      const change = changeOf(step, now, number);
      const text = encodeChange(state.id, step === 0 ? undefined : state, change, { now, actor: '9f3a1c', digest });
      const { row } = decodeLine(text, 1, digest);
      if (row) {
        state.add(row);
      }
      yield text;
    }
  }
}

/** Ids of the open entries that `pastRows` made with the same numbers. */
export const openIds = (count: number, open: number): readonly string[] =>
  Array.from({ length: open }, (_, index) => idOf(Math.floor((count - open) / 5) + index));

/** The rows of a file as long use leaves it: five to an entry, mixed, all as Defer writes them. */
export function sampleRows(count: number): string[] {
  const steps = 5;
  const entries = Math.ceil(count / steps);
  const states: EntryState[] = [];
  const rows: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = index % entries;
    const step = Math.floor(index / entries);
    const now = instant(START + index * MINUTE + step * HOUR);
    const state = (states[entry] ??= new EntryState(idOf(entry), digest));
    const text = encodeChange(state.id, step === 0 ? undefined : state, changeOf(step, now, entry), {
      now,
      actor: '9f3a1c',
      digest,
    });
    const { row } = decodeLine(text, index + 1, digest);
    if (row) {
      state.add(row);
    }
    rows.push(text);
  }
  return rows;
}
