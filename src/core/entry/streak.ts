import type { Entry } from './entry.ts';
import type { EntryState } from '../fold/entryState.ts';
import { timeOf } from '../rows/fieldValues.ts';
import type { Run } from '../rows/runEvents.ts';
import { toIso, type Instant } from '../basics/time.ts';

/** After so many failures in a row an entry does not run automatically until a person deals with it (docs/running.md, "After"). */
export const MOST_FAILURES = 3;

/**
 * How many runs of an entry failed in a row, up to the last one, since a person last dealt with it (`looked_at`). Runs
 * that were skipped or interrupted, and those that go on, count neither way; a run whose end was lost ends the row.
 */
export function failuresInARow(entry: Entry, runs: readonly Run[]): number {
  let count = 0;
  for (const run of [...runs].reverse()) {
    if (run.outcome === 'ok' || run.outcome === 'unknown') {
      break;
    }
    if (run.outcome === 'failed') {
      const endedAt = timeOf(run.ended_at);
      if (entry.lookedAt !== undefined && endedAt !== undefined && endedAt <= entry.lookedAt) {
        break;
      }
      count += 1;
    }
  }
  return count;
}

/** Whether an entry's automatic runs are paused, since the last ones all failed. */
export const isHeld = (entry: Entry, runs: readonly Run[]): boolean => failuresInARow(entry, runs) >= MOST_FAILURES;

/** The field that says that a person has dealt with an entry now, where its last runs failed; else nothing. */
export const lookedAt = (entry: Entry, runs: readonly Run[], now: Instant): { readonly looked_at?: string } =>
  failuresInARow(entry, runs) > 0 ? { looked_at: toIso(now) } : {};

/** Whether an entry may be held at all: told without putting its runs together, since nearly none is. */
export function mayBeHeld(state: EntryState): boolean {
  let failed = 0;
  for (const event of state.hasRuns ? state.runEvents() : []) {
    failed += event.event === 'ended' && event.exit_code !== 0 ? 1 : 0;
  }
  return failed >= MOST_FAILURES;
}
