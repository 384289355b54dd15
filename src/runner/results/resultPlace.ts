import * as l10n from '@vscode/l10n';
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { codeOf } from '../../store/disk/fault.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { Git } from '../../store/events/git.ts';
import { revParse } from '../../store/events/revParse.ts';
import { OpenWorktree } from '../worktrees/lookIntoWorktree.ts';
import { worktreePath } from '../worktrees/worktreePlace.ts';
import { QuietGit } from '../merge/quietGit.ts';
import type { RunCommits } from './looseCommits.ts';
import { discardedRef, type ResultRecord } from './resultRecord.ts';

/** The worktree and the branch of a run, as far as they are there, once they are known to be those of the record. */
export interface ResultPlace extends RunCommits {
  /** The commit that an earlier, interrupted decision put under the ref of discarded work. */
  readonly held?: string;
}

/** The branches that Defer makes for runs. */
export const OWN_BRANCH = /^defer\/[a-z0-9-]+-[0-9a-f]{6,32}$/;

/**
 * Finds a run's work. Refused where anything differs from the record: names that Defer does not make, a checkout of
 * another repository, a worktree that was replaced or moved, a branch that is checked out elsewhere. `inside` examines
 * the worktree; call its `end` last.
 */
export async function placeOf(home: string, record: ResultRecord): Promise<ResultPlace | Refusal> {
  const { checkout, repository, worktree, branch, key } = record;
  const isOurs = OWN_BRANCH.test(branch) && worktree === (await worktreePath(home, repository, key));
  if (!isOurs) {
    return refusal(
      l10n.t('The record of this run names a place that Defer does not make, so nothing is done with it.'),
    );
  }
  const git = await gitOf(checkout, repository);
  if (!git && (await isRepositoryGone(record))) {
    const path = cleanLine(worktree, 300);
    return refusal(
      l10n.t(
        'The repository of the run is gone. What is left is in {0}: take what you want, delete that folder, and discard the result.',
        path,
      ),
    );
  }
  if (!git) {
    const path = cleanLine(checkout, 300);
    return refusal(
      l10n.t('The checkout that the run was for is not at {0} any more. Put it back there, and try again.', path),
    );
  }
  const names = [`refs/heads/${branch}`, discardedRef(record.token)] as const;
  const refs = await refsOf(git, names);
  const symbolic = refs.find(({ leadsTo }) => leadsTo !== '')?.name ?? (await danglingIn(git, repository, names, refs));
  if (symbolic !== undefined) {
    return refusal(
      l10n.t(
        '{0} was made another name for a branch, which Defer leaves alone. Delete it with "git symbolic-ref --delete {1}", and try again.',
        symbolic,
        symbolic,
      ),
    );
  }
  const [own, held] = names.map(name => refs.find(ref => ref.name === name));
  if (own && own.worktree !== '' && resolve(own.worktree) !== worktree) {
    const path = cleanLine(own.worktree, 300);
    return refusal(
      l10n.t('The branch of the run, {0}, is checked out at {1}. Check out another one there.', branch, path),
    );
  }
  const isThere = await lstat(worktree).catch(() => undefined);
  const inside = isThere && (await OpenWorktree.open(record, { keeps: true }));
  if (isThere && !inside) {
    const path = cleanLine(worktree, 300);
    return refusal(
      l10n.t('The worktree of the run was replaced or moved: {0}. Look at it yourself; Defer leaves it alone.', path),
    );
  }
  const { head, ref: current = '' } = inside?.whole ?? {};
  const other = current.replace('refs/heads/', '');
  if (other !== branch && OWN_BRANCH.test(other)) {
    return refusal(
      l10n.t('The worktree of the run is on the branch of another one, {0}, so nothing is done with it.', other),
    );
  }
  return {
    git,
    ...(inside && { inside }),
    ...(own && { tip: own.commit }),
    ...(head !== undefined && { head }),
    ...(held && { held: held.commit }),
  };
}

/** Whether the repository that a run's worktree was made from was deleted. */
export const isRepositoryGone = async ({ repository }: ResultRecord): Promise<boolean> =>
  (await lstat(repository).catch(codeOf)) === 'ENOENT';

/** Git in a checkout, where that is still one of the repository. */
async function gitOf(checkout: string, repository: string): Promise<QuietGit | undefined> {
  if ((await realOf(checkout)) !== checkout) {
    return undefined;
  }
  const asker = new Git(checkout);
  const asked = revParse(asker, ['--show-toplevel'], ['--git-common-dir']);
  const [told, git] = await Promise.all([asked, QuietGit.open(checkout, asker)]);
  const isSame =
    told !== undefined &&
    (await realOf(told[0])) === checkout &&
    (await realOf(resolve(checkout, told[1]))) === repository;
  return isSame ? git : undefined;
}

/** A ref, its commit, and the worktree in which it is checked out. */
interface Ref {
  readonly name: string;
  /** The target of a symbolic ref; empty for any other ref. */
  readonly leadsTo: string;
  readonly commit: string;
  readonly worktree: string;
}

/** The refs among these that have a commit. */
async function refsOf(git: QuietGit, names: readonly string[]): Promise<readonly Ref[]> {
  const format = '%(refname)%00%(symref)%00%(objectname)%00%(worktreepath)%00';
  const told = (await git.ask(['for-each-ref', `--format=${format}`, ...names])) ?? '';
  const words = told.split('\0');
  return words.flatMap((_, index) => {
    const [name = '', leadsTo = '', commit = '', worktree = ''] = index % 4 === 0 ? words.slice(index) : [];
    // Each record after the first begins with a line break.
    return commit === '' ? [] : [{ ...{ leadsTo, commit, worktree }, name: name.replace(/^\n/, '') }];
  });
}

/** The first of some refs that is a symbolic ref to a missing branch. Git does not list such refs. */
async function danglingIn(
  git: QuietGit,
  repository: string,
  names: readonly string[],
  found: readonly Ref[],
): Promise<string | undefined> {
  for (const name of names.filter(one => !found.some(ref => ref.name === one))) {
    // In the usual ref storage such a ref is a file.
    const isUsual = !git.configures('extensions.refstorage');
    const isThere = !isUsual || (await lstat(join(repository, ...name.split('/'))).catch(() => undefined));
    if (isThere && (await git.line(['symbolic-ref', '--quiet', name])) !== undefined) {
      return name;
    }
  }
  return undefined;
}
