import { latenessOf, toEntry, type Entry } from '../core/entry.ts';
import type { EntryState } from '../core/entryState.ts';
import { toRuns, type Alive, type Run } from '../core/run.ts';
import type { Instant } from '../core/time.ts';
import { groupOf, horizonOf, type Group, type Horizon } from './groups.ts';

/** What an entry is looked at with: a moment, a zone, and what the machine knows of its runs. */
export interface View {
  readonly horizon: Horizon;
  readonly zone: string;
  readonly alive: Alive;
}

/** Makes the view of a moment in an IANA zone. */
export const viewAt = (now: Instant, zone: string, alive: Alive): View => ({
  horizon: horizonOf(now, zone),
  zone,
  alive,
});

/** One entry at one moment: what the file says of it and what follows from the moment. */
export interface Picture {
  readonly entry: Entry;
  readonly group: Group;
  /** Milliseconds since its slot; 0 when it is not due. */
  readonly late: number;
  /** Oldest first. */
  readonly runs: readonly Run[];
}

/** Looks at an entry. */
export function picture(state: EntryState, view: View): Picture {
  const entry = toEntry(state);
  const runs = toRuns(state.runEvents(), view.alive);
  const running = runs.some(run => run.outcome === 'running');
  return { entry, group: groupOf(entry, running, view.horizon), late: latenessOf(entry, view.horizon.now), runs };
}
