import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { realOf } from '../../store/disk/inside.ts';
import { isWhole } from '../worktrees/lookIntoWorktree.ts';
import { worktreePath } from '../worktrees/worktreePlace.ts';
import { QuietGit } from '../merge/quietGit.ts';
import { discardedRef, type ResultRecord } from './resultRecord.ts';

/** The worktree and the branch of a run, as far as they are there, once they are known to be those of the record. */
export interface ResultPlace {
  /** Git in the person's checkout. */
  readonly git: QuietGit;
  /** Git in the worktree; absent where that is gone. */
  readonly inside?: QuietGit;
  /** The commit that the run's branch is at; absent where the branch is gone. */
  readonly tip?: string;
  /** The commit that is checked out in the worktree. */
  readonly head?: string;
}

/** The branches that Defer makes for runs. */
export const OWN_BRANCH = /^defer\/[a-z0-9-]+-[0-9a-f]{6,32}$/;

/**
 * What is there of a run's work. Refused where anything is not what the record says: names that Defer does not make, a
 * checkout of another repository, a worktree that was replaced or moved, a branch that is checked out elsewhere.
 */
export async function placeOf(home: string, record: ResultRecord): Promise<ResultPlace | Refusal> {
  const { checkout, repository, worktree, branch, key } = record;
  const isOurs = OWN_BRANCH.test(branch) && worktree === (await worktreePath(home, repository, key));
  if (!isOurs) {
    return refusal('The record of this run names a place that Defer does not make, so nothing is done with it.');
  }
  const git = await gitOf(checkout, repository);
  if (!git && (await isRepositoryGone(record))) {
    const path = cleanLine(worktree, 300);
    return refusal(
      `The repository of the run is gone. What is left is in ${path}: take what you want, delete that folder, and discard the result.`,
    );
  }
  if (!git) {
    const path = cleanLine(checkout, 300);
    return refusal(`The checkout that the run was for is not at ${path} any more. Put it back there, and try again.`);
  }
  const symbolic = await symbolicIn(git, [`refs/heads/${branch}`, discardedRef(record.token)]);
  if (symbolic !== undefined) {
    return refusal(
      `${symbolic} was made another name for a branch, which Defer leaves alone. Delete it with "git symbolic-ref --delete ${symbolic}", and try again.`,
    );
  }
  const told = await git.ask(['for-each-ref', '--format=%(objectname)%00%(worktreepath)', `refs/heads/${branch}`]);
  const [tip = '', elsewhere = ''] = (told ?? '').replace(/\n$/, '').split('\0');
  if (elsewhere !== '' && resolve(elsewhere) !== worktree) {
    const path = cleanLine(elsewhere, 300);
    return refusal(`The branch of the run, ${branch}, is checked out at ${path}. Check out another one there.`);
  }
  const isThere = await lstat(worktree).catch(() => undefined);
  const inside = isThere && (await isWhole(record)) ? await QuietGit.open(worktree) : undefined;
  if (isThere && !inside) {
    const path = cleanLine(worktree, 300);
    return refusal(
      `The worktree of the run was replaced or moved: ${path}. Look at it yourself; Defer leaves it alone.`,
    );
  }
  const current = (await inside?.line(['symbolic-ref', '--quiet', 'HEAD']))?.replace('refs/heads/', '') ?? branch;
  if (current !== branch && OWN_BRANCH.test(current)) {
    return refusal(`The worktree of the run is on the branch of another one, ${current}, so nothing is done with it.`);
  }
  const head = await inside?.line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return { git, ...(inside && { inside }), ...(tip !== '' && { tip }), ...(head !== undefined && { head }) };
}

/** Whether the repository that a run's worktree was made from was deleted. */
export const isRepositoryGone = async ({ repository }: ResultRecord): Promise<boolean> =>
  (await lstat(repository).catch(codeOf)) === 'ENOENT';

/** Git in a checkout, where that is still one of the repository. */
async function gitOf(checkout: string, repository: string): Promise<QuietGit | undefined> {
  const git = (await realOf(checkout)) === checkout ? await QuietGit.open(checkout) : undefined;
  const top = await git?.line(['rev-parse', '--show-toplevel']);
  const common = await git?.line(['rev-parse', '--git-common-dir']);
  const isSame =
    top !== undefined &&
    common !== undefined &&
    (await realOf(top)) === checkout &&
    (await realOf(resolve(checkout, common))) === repository;
  return isSame ? git : undefined;
}

/** The first of some refs that only leads to another one: what is written to it would be written there. */
async function symbolicIn(git: QuietGit, refs: readonly string[]): Promise<string | undefined> {
  for (const ref of refs) {
    if ((await git.line(['symbolic-ref', '--quiet', ref])) !== undefined) {
      return ref;
    }
  }
  return undefined;
}
