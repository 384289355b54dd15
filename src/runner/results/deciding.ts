import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isUndecided } from './ownWorktree.ts';
import { readResults, writeResult, type ResultRecord } from './resultRecord.ts';

/*
 * A decision about a worktree and a run that goes on in it must not meet. Each notes itself first (`decidedAt`, a
 * record that is `running`) and looks for the other one's note afterwards, so that at least one of them sees the other
 * and stops.
 */

/** Why no run begins in a worktree: somebody is deciding about it, or was cut off while they did. */
export async function decisionRefusal(home: string, worktree: string): Promise<Refusal | undefined> {
  const records = await readResults(home);
  return records.some(record => record.worktree === worktree && isBeingDecided(record)) ? beingDecided() : undefined;
}

/** Whether a decision about a result was begun and not finished. */
export const isBeingDecided = (record: ResultRecord): boolean => isUndecided(record) && record.decidedAt !== undefined;

/** Says so. */
export const beingDecided = (): Refusal =>
  refusal(
    l10n.t(
      'What the run before left in its worktree is being kept or discarded. "defer doctor" says how to finish that.',
    ),
  );

/**
 * Why a worktree is not taken away, although its decision was noted: a run has begun in it meanwhile. Its result has
 * all of the work, so this one is superseded. `decided`: the record as it was noted.
 */
export async function begunRefusal(home: string, decided: ResultRecord): Promise<Refusal | undefined> {
  const records = await readResults(home);
  const isTaken = records.some(
    ({ worktree, token, state }) => worktree === decided.worktree && token !== decided.token && state === 'running',
  );
  if (!isTaken) {
    return undefined;
  }
  await writeResult(home, { ...decided, state: 'superseded' });
  return refusal(
    l10n.t('A run has begun in its worktree meanwhile, so that stays. Decide about the result of that run.'),
  );
}
