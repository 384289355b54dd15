import type { EntryState } from '../fold/entryState.ts';
import { memberOf, recordIn } from '../rows/fieldValues.ts';

/** The session's name of an entry that continues a conversation which a person or an agent had begun. */
const BOUND = 'conversation:';

/** A session's name from random hex digits. What it stands for is kept on this machine, for one entry alone. */
export const boundSession = (digits: string): string => `${BOUND}${digits}`;

/**
 * Whether a session's name stands for a conversation that was there before the entry: where it is not on this machine,
 * none is begun in its place.
 */
export const isBoundSession = (name: string): boolean => name.startsWith(BOUND);

/** Whether an entry's session stands for one. Reads the field alone: nearly no entry has one. */
export function mayBeBound(state: EntryState): boolean {
  const session = memberOf(recordIn(state.fields(), 'payload'), 'session');
  return typeof session === 'string' && isBoundSession(session);
}
