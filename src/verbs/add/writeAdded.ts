import type { Instant } from '../../core/basics/time.ts';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Fields } from '../../core/rows/row.ts';
import { digest } from '../../store/disk/digest.ts';
import type { AfterWrite, Ledger } from '../../store/ledger.ts';
import { newEntry } from '../../store/newEntry.ts';
import { crowdRefusal } from '../agentPolicy.ts';
import { isAgent, type Host } from '../host.ts';
import { noteUndo } from '../undo/noteUndo.ts';

/** An entry that is to be written, with the fields of its row. `isRehearsal`: it is only shown. */
interface Wanted {
  readonly id: string;
  readonly now: Instant;
  readonly set: Fields;
  readonly isRehearsal: boolean;
}

/** Who writes what nobody will read. */
const REHEARSAL = '000000';

/**
 * Writes a new entry, notes it for `undo`, and gives it as it is read. Only the limit for agents has to do with what is
 * there already, so only for them the schedule is read.
 */
export async function writeAdded(
  host: Host,
  ledger: Ledger,
  { id, now, set, isRehearsal }: Wanted,
): Promise<EntryState | Refusal> {
  const isCounted = isAgent(host);
  if (isRehearsal) {
    const crowd = isCounted ? crowdRefusal(host, await ledger.lookAtOpen()) : undefined;
    const made = crowd ?? (await newEntry(id, { set }, { now, actor: REHEARSAL, digest }));
    return isRefusal(made) ? made : made.state;
  }
  const note: AfterWrite = after =>
    noteUndo(host, ledger.folder, { id, at: now, after: after.fields(), change: { set } });
  // Counted when its turn has come: others add at the same time.
  return isCounted
    ? ledger.act(id, now, () => crowdRefusal(host, ledger.schedule) ?? { set }, note)
    : ledger.add(id, now, { set }, note);
}
