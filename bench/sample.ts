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
    const state = (states[entry] ??= new EntryState(
      `01M81B5H80${entry.toString(36).toUpperCase().padStart(16, '0')}`,
      digest,
    ));
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
