import { rm } from 'node:fs/promises';
import type { Instant } from '../../core/basics/time.ts';
import { processesReady } from '../../store/processes/processMark.ts';
import { lifeOfUse, readUse } from '../start/tokenUse.ts';
import { removeMade } from '../worktrees/makeWorktree.ts';
import { changesInWorktree } from './changesInWorktree.ts';
import { isUndecided, ownWorktreeOf } from './ownWorktree.ts';
import { readResult, readResults, resultPath, writeResult, type ResultRecord } from './resultRecord.ts';

/**
 * Makes the records right of runs whose runner is gone without a word (killed, or the machine went down): from what is
 * in their worktrees. One that was not whole yet is taken away, as no agent was started in it. No other is, not even
 * one that holds nothing: the agent may have outlived its runner. Throws where the disk refuses.
 */
export async function settleResults(home: string, now: Instant): Promise<void> {
  await processesReady();
  for (const record of await readResults(home)) {
    if (record.state === 'running' && isRunnerGone(home, record.token, now)) {
      await settle(home, record);
    }
  }
}

/** Whether the runner of a run is gone. A token that nobody used has none yet. `processesReady` comes first. */
export function isRunnerGone(home: string, token: string, now: Instant): boolean {
  const use = readUse(home, token);
  return use === 'void' || (use !== undefined && lifeOfUse(use, home, now) === 'ended');
}

async function settle(home: string, record: ResultRecord): Promise<void> {
  const own = ownWorktreeOf(record);
  if (record.made !== true) {
    if (await isOthers(home, record)) {
      await rm(resultPath(home, record.token), { force: true });
      return;
    }
    await removeMade({ ...own, path: own.worktree });
    await writeResult(home, { ...record, state: 'nothing' });
    return;
  }
  const { seen, isNothing } = await changesInWorktree(own);
  const before = await readResult(home, record.token);
  if (before?.state === 'running') {
    const found = seen && { changes: seen.changes, files: seen.files };
    await writeResult(home, { ...record, ...found, state: isNothing ? 'nothing' : 'unread' });
    await supersede(home, record);
  }
}

/** Whether the worktree that a run was to have is that of another one, which was quicker. */
async function isOthers(home: string, { token, worktree }: ResultRecord): Promise<boolean> {
  const others = (await readResults(home)).filter(one => one.worktree === worktree && one.token !== token);
  return others.some(one => (one.made === true && one.state === 'running') || isUndecided(one));
}

/** Says of earlier results in the worktree of a run that the run's own holds their work. */
export async function supersede(home: string, { token, worktree, startedAt }: ResultRecord): Promise<void> {
  for (const record of await readResults(home)) {
    const isEarlier = record.worktree === worktree && record.token !== token && record.startedAt <= startedAt;
    if (isEarlier && isUndecided(record)) {
      await writeResult(home, { ...record, state: 'superseded' });
    }
  }
}
