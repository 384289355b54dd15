import * as l10n from '@vscode/l10n';
import { toIso, type Instant } from '../basics/time.ts';
import { UNTOLD, type Run } from '../rows/runEvents.ts';
import type { Entry } from './entry.ts';
import { failuresInARow, lastOnes } from './streak.ts';

/** How many times in a row an entry that meets a usage limit is put off to the reset by itself. */
export const MOST_LIMITS = 5;

/**
 * How many runs of an entry a usage limit stopped in a row, up to the last one, since a person last dealt with it
 * (`looked_at`); every other end ends the row.
 */
export const limitsInARow = (entry: Entry, runs: readonly Run[]): number => limitRuns(entry, runs).length;

const limitRuns = (entry: Entry, runs: readonly Run[]): readonly Run[] =>
  lastOnes(entry, runs, 'limit', ['ok', 'failed', 'unknown']);

/**
 * Why an entry that met a usage limit waits for a person, in a few words; undefined where it does not: nothing tells
 * the reset, or it met one more often than it is put off by itself.
 */
export function limitHold(entry: Entry, runs: readonly Run[]): string | undefined {
  const [last, ...earlier] = limitRuns(entry, runs);
  if (!last?.asks) {
    return undefined;
  }
  return last.limit === UNTOLD
    ? l10n.t('usage limit, reset not told')
    : l10n.t('usage limit {0} times in a row', earlier.length + 1);
}

/**
 * The field that says that a person has dealt with an entry now, where its last runs failed or met a limit; else
 * nothing.
 */
export const lookedAt = (entry: Entry, runs: readonly Run[], now: Instant): { readonly looked_at?: string } =>
  failuresInARow(entry, runs) + limitsInARow(entry, runs) > 0 ? { looked_at: toIso(now) } : {};
