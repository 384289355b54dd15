import type { Entry } from './entry.ts';
import type { EntryState } from '../fold/entryState.ts';
import { timeOf } from '../rows/fieldValues.ts';
import { UNTOLD, type Outcome, type Run } from '../rows/runEvents.ts';
import { toIso, type Instant } from '../basics/time.ts';

/** After so many failures in a row an entry does not run automatically until a person deals with it (docs/running.md, "After"). */
export const MOST_FAILURES = 3;

/** How often an entry that ends at a usage limit is put off to the reset by itself, one time after the other. */
export const MOST_LIMITS = 5;

/**
 * How many runs of an entry failed in a row, up to the last one, since a person last dealt with it (`looked_at`). Runs
 * that were skipped, interrupted or stopped by a usage limit, and those that go on, count neither way; a run whose end
 * was lost ends the row.
 */
export const failuresInARow = (entry: Entry, runs: readonly Run[]): number =>
  lastOnes(entry, runs, 'failed', ['ok', 'unknown']).length;

/** How many runs of an entry a usage limit stopped in a row, counted in the same way; every other end ends the row. */
export const limitsInARow = (entry: Entry, runs: readonly Run[]): number => limitRuns(entry, runs).length;

const limitRuns = (entry: Entry, runs: readonly Run[]): readonly Run[] =>
  lastOnes(entry, runs, 'limit', ['ok', 'failed', 'unknown']);

/** The runs of one outcome up to the last one, the last first, back to one of those that end the row. */
function lastOnes(
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

/**
 * Why an entry that met a usage limit waits for a person, in a few words; undefined where it does not: nothing tells
 * the reset, or it met one more often than it is put off by itself.
 */
export function limitHold(entry: Entry, runs: readonly Run[]): string | undefined {
  const [last, ...earlier] = limitRuns(entry, runs);
  if (!last?.asks) {
    return undefined;
  }
  return last.limit === UNTOLD ? 'usage limit, reset not told' : `usage limit ${earlier.length + 1} times in a row`;
}

/** Whether an entry's automatic runs are paused, since the last ones all failed. */
export const isHeld = (entry: Entry, runs: readonly Run[]): boolean => failuresInARow(entry, runs) >= MOST_FAILURES;

/** The field that says that a person has dealt with an entry now, where its last runs failed or met a limit; else nothing. */
export const lookedAt = (entry: Entry, runs: readonly Run[], now: Instant): { readonly looked_at?: string } =>
  failuresInARow(entry, runs) + limitsInARow(entry, runs) > 0 ? { looked_at: toIso(now) } : {};

/** Whether an entry may be held at all: told without putting its runs together, since nearly none is. */
export function mayBeHeld(state: EntryState): boolean {
  let failed = 0;
  for (const event of state.hasRuns ? state.runEvents() : []) {
    failed += event.event === 'ended' && event.exit_code !== 0 ? 1 : 0;
  }
  return failed >= MOST_FAILURES;
}
