import { basename, dirname, resolve } from 'node:path';
import { realOf } from '../../store/disk/realInside.ts';
import { isWhole, type OwnWorktree } from './lookIntoWorktree.ts';
import { isKeptElsewhere } from './takeWork.ts';
import { QuietGit } from '../merge/quietGit.ts';
import { OWN_BRANCH } from '../results/resultPlace.ts';

/**
 * A worktree that no record names, as far as it tells of itself. Its base is the commit that is checked out, where
 * another ref than its branch leads there. Undefined where that is not so, or it is no worktree on a branch that Defer
 * makes.
 */
export async function unknownWorktree(worktree: string): Promise<OwnWorktree | undefined> {
  const git = (await realOf(worktree)) === worktree ? await QuietGit.open(worktree) : undefined;
  const common = await git?.line(['rev-parse', '--git-common-dir']);
  const repository = common === undefined ? undefined : await realOf(resolve(worktree, common));
  const head = await git?.line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const branch = (await git?.line(['symbolic-ref', '--quiet', 'HEAD']))?.replace('refs/heads/', '');
  if (repository === undefined || head === undefined || branch === undefined || !OWN_BRANCH.test(branch)) {
    return undefined;
  }
  // Questions about the repository are asked where it is, which stays when the worktree goes.
  const checkout = basename(repository) === '.git' ? dirname(repository) : repository;
  const own = { checkout, repository, worktree, branch, base: head };
  return (await isWhole(own)) && (await isKeptElsewhere(own, head)) ? own : undefined;
}
