/**
 * Where a run works: `here` is the checkout that its schedule is in, `worktree` a git worktree of its own beside it.
 */
export type WorkPlace = (typeof WORK_PLACES)[number];

/** Both of them, as the file and the command line write them. */
export const WORK_PLACES = ['here', 'worktree'] as const;
