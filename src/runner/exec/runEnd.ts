import { toRuns, type Alive, type Run } from '../../core/rows/runEvents.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Ledger } from '../../store/ledger.ts';

/** A run that does not go on any more, and its entry as it stands since. */
export interface EndedRun {
  readonly run: Run;
  readonly state: EntryState;
}

/**
 * How the run of a token ended, as far as the ledger has read; undefined while it goes on, or where there is none. That
 * an end was lost is believed only after another look: a runner writes the end and is gone, both after we last read.
 */
export async function endOfRun(ledger: Ledger, id: string, token: string, alive: Alive): Promise<EndedRun | undefined> {
  const seen = ended(ledger, id, token, alive);
  if (!seen || seen.run.ended_at !== null) {
    return seen;
  }
  await ledger.look();
  return ended(ledger, id, token, alive);
}

function ended(ledger: Ledger, id: string, token: string, alive: Alive): EndedRun | undefined {
  const state = ledger.schedule.get(id);
  const run = state && toRuns(state.runEvents(), alive).find(one => one.token === token);
  return state && run && run.outcome !== 'running' ? { run, state } : undefined;
}
