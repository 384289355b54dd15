import { existsSync } from 'node:fs';
import { lstat, rename, rm, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { realOf } from '../../store/disk/inside.ts';
import { Git } from '../../store/events/git.ts';
import { looseCommitsOf } from '../results/looseCommits.ts';
import { forgetWorktree } from './forgetWorktree.ts';
import { tipOf, type OwnWorktree } from './lookIntoWorktree.ts';
import { hasAll, isKeptElsewhere } from './takeWork.ts';
import { lineOf } from '../../store/events/revParse.ts';
import { isWorktreePath } from './worktreePlace.ts';

/**
 * Takes a worktree away, and its branch unless `keepsBranch`. Looks first whether `safeIn`, a commit that another ref or
 * the kept branch leads to, has all that is in it; refused where it does not. The base, where nothing was added to it,
 * needs no other ref. Nothing behind a link is touched. One that is gone already is forgotten.
 */
export async function endWorktree(
  home: string,
  own: OwnWorktree,
  { safeIn, keepsBranch = false }: { readonly safeIn: string; readonly keepsBranch?: boolean },
): Promise<Refusal | undefined> {
  const { checkout, repository, worktree, branch, base } = own;
  if (!(await isWorktreePath(home, worktree))) {
    return refusal('That is not a worktree that Defer made, so it stays.');
  }
  const isThere = await lstat(worktree).catch(() => undefined);
  if (isThere?.isSymbolicLink()) {
    // Somebody put a link in its place. What it leads to is not ours.
    await unlink(worktree).catch(() => undefined);
  } else if (isThere) {
    const lock = lineOf(await new Git(worktree).ask(['rev-parse', '--git-path', 'locked']));
    if (lock !== undefined && existsSync(resolve(worktree, lock))) {
      return refusal(`The worktree ${worktree} is locked ("git worktree unlock"), so it stays.`);
    }
    if (!(await hasAll(own, safeIn))) {
      return refusal(`The worktree ${worktree} holds what is nowhere else, so it stays.`);
    }
    const isSafe = safeIn === base || keepsBranch || (await isKeptElsewhere(own, safeIn));
    if (!isSafe) {
      return refusal(`No branch but its own leads to the work in the worktree ${worktree}, so it stays.`);
    }
    const loose = await looseCommitsOf(own, [safeIn]);
    if (isRefusal(loose) || loose.length > 0) {
      return isRefusal(loose)
        ? loose
        : refusal(`Only the worktree ${worktree} leads to the commit ${loose[0]?.slice(0, 12)}, so it stays.`);
    }
    await moveAside(worktree);
  }
  if (await lstat(worktree).catch(() => undefined)) {
    return refusal(`The worktree ${worktree} could not be deleted.`);
  }
  await forgetWorktree(repository, worktree);
  await rm(asideOf(worktree), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  if (keepsBranch) {
    return undefined;
  }
  const tip = await tipOf(checkout, branch);
  const isLoose = tip !== undefined && tip !== base && !(await isKeptElsewhere(own, tip));
  if (tip === undefined || isLoose) {
    return isLoose ? refusal(`No other branch has the commits of ${branch}, so it stays.`) : undefined;
  }
  const ref = `refs/heads/${branch}`;
  const elsewhere = lineOf(await new Git(checkout).ask(['for-each-ref', '--format=%(worktreepath)', ref]));
  if (elsewhere !== undefined) {
    return refusal(`The branch ${branch} is checked out in ${elsewhere}, so it stays.`);
  }
  const deleted = await new Git(checkout).ask(['update-ref', '--no-deref', '-d', ref, tip]);
  return deleted === undefined ? refusal(`The branch ${branch} could not be deleted.`) : undefined;
}

/** Where a worktree is deleted. A worktree that is deleted in its place would pass for one whose files somebody deleted. */
export const asideOf = (worktree: string): string => `${worktree}.gone`;

/** Moves a worktree aside in one step, where its place is still the one it was made in. */
async function moveAside(worktree: string): Promise<void> {
  if ((await realOf(dirname(worktree))) === dirname(worktree)) {
    await rm(asideOf(worktree), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    await rename(worktree, asideOf(worktree)).catch(() => undefined);
  }
}
