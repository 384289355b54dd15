import type { ResultRecord } from './resultRecord.ts';
import type { OwnWorktree } from '../worktrees/lookIntoWorktree.ts';

/** The worktree that a record names. */
export const ownWorktreeOf = ({ checkout, repository, worktree, branch, base }: ResultRecord): OwnWorktree => ({
  ...{ checkout, repository, worktree, branch, base },
});

/** Whether nobody has decided about what a run left. */
export const isUndecided = ({ state }: Pick<ResultRecord, 'state'>): boolean => state === 'unread' || state === 'read';
