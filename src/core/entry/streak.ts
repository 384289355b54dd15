import type { Entry } from './entry.ts';
import type { EntryState } from '../fold/entryState.ts';
import { timeOf } from '../rows/fieldValues.ts';
import type { Outcome, Run } from '../rows/runEvents.ts';

/**
 * After so many failures in a row an entry does not run automatically until a person deals with it (docs/running.md,
 * "After").
 */
export const MOST_FAILURES = 3;

/**
 * How many runs of an entry failed in a row, up to the last one, since a person last dealt with it (`looked_at`). Runs
 * that were skipped, interrupted or stopped by a usage limit, and those that go on, count neither way; a run whose end
 * was lost ends the row.
 */
export const failuresInARow = (entry: Entry, runs: readonly Run[]): number =>
  lastOnes(entry, runs, 'failed', ['ok', 'unknown']).length;

/** The runs of one outcome up to the last one, the last first, back to one of those that end the row. */
export function lastOnes(
  { lookedAt: looked }: Entry,
  runs: readonly Run[],
  outcome: Outcome,
  ends: readonly Outcome[],
): readonly Run[] {
  const found: Run[] = [];
  for (const run of runs.toReversed()) {
    const endedAt = timeOf(run.ended_at);
    const isSeen = looked !== undefined && endedAt !== undefined && endedAt <= looked;
    if (ends.includes(run.outcome) || (run.outcome === outcome && isSeen)) {
      break;
    }
    if (run.outcome === outcome) {
      found.push(run);
    }
  }
  return found;
}

/** Whether an entry's automatic runs are paused, since the last ones all failed. */
export const isHeld = (entry: Entry, runs: readonly Run[]): boolean => failuresInARow(entry, runs) >= MOST_FAILURES;

/** Whether an entry may be held at all: told without putting its runs together, since nearly none is. */
export function mayBeHeld(state: EntryState): boolean {
  let failed = 0;
  for (const event of state.hasRuns ? state.runEvents() : []) {
    failed += event.event === 'ended' && event.exit_code !== 0 ? 1 : 0;
  }
  return failed >= MOST_FAILURES;
}
