import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { lstat, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { Git } from '../../store/events/git.ts';
import { looseCommits } from '../results/looseCommits.ts';
import { forgetWorktree } from './forgetWorktree.ts';
import { OpenWorktree, tipOf, type OwnWorktree } from './lookIntoWorktree.ts';
import { isKeptElsewhere } from './takeWork.ts';
import { lineOf } from '../../store/events/revParse.ts';
import { putAside, removeSeen, timeOfDisk } from './removeSeen.ts';
import { isWorktreePath } from './worktreePlace.ts';

/** The conditions for removing a worktree. */
export interface Ending {
  /**
   * A commit that must have everything in the worktree, and must be reachable from another ref or from the kept branch.
   */
  readonly safeIn: string;
  readonly keepsBranch?: boolean;
  /** The worktree as it was opened before; it is examined again. The caller that opened it ends it. */
  readonly opened?: OpenWorktree | undefined;
}

/**
 * Takes a worktree away, and its branch unless `keepsBranch`. Looks first whether `safeIn`, a commit that another ref
 * or the kept branch leads to, has all that is in it; refused where it does not. The base commit, with nothing added to
 * it, needs no other ref. Nothing behind a link is touched. One that is gone already is forgotten.
 */
export async function endWorktree(home: string, own: OwnWorktree, ending: Ending): Promise<Refusal | undefined> {
  const { repository, worktree } = own;
  // A process that the agent left behind may write to it while it is looked at, and deleted.
  const seenAt = await timeOfDisk(dirname(worktree));
  if (!(await isWorktreePath(home, worktree))) {
    return refusal(l10n.t('That is not a worktree that Defer made, so it stays.'));
  }
  const isThere = await lstat(worktree).catch(() => undefined);
  let seenTip: string | undefined;
  if (isThere?.isSymbolicLink()) {
    // Somebody put a link in its place. What it leads to is not ours.
    await unlink(worktree).catch(() => undefined);
  } else if (isThere) {
    const seen = await lookUnlessGone(own, ending);
    if (isRefusal(seen)) {
      return seen;
    }
    seenTip = seen.tip;
    await moveAside(worktree);
  }
  if (await lstat(worktree).catch(() => undefined)) {
    return refusal(l10n.t('The worktree {0} could not be deleted.', worktree));
  }
  await forgetWorktree(repository, worktree);
  await removeAside(worktree, seenAt);
  return ending.keepsBranch ? undefined : endBranch(own, seenTip);
}

/** As `lookOnceMore`. Returns no commit where another decision removes the worktree meanwhile. */
async function lookUnlessGone(own: OwnWorktree, ending: Ending): Promise<{ readonly tip?: string } | Refusal> {
  const seen = await lookOnceMore(own, ending).catch((fault: unknown) => ({ fault }));
  if (!(await lstat(own.worktree).catch(() => undefined))) {
    return {};
  }
  if ('fault' in seen) {
    throw seen.fault;
  }
  return seen;
}

/** Checks that removing a worktree would lose nothing. Returns the commit of its branch, if it has one. */
async function lookOnceMore(own: OwnWorktree, ending: Ending): Promise<{ readonly tip?: string } | Refusal> {
  const tree = `${ending.safeIn}^{tree}`;
  const opened = await (ending.opened?.again(tree) ?? OpenWorktree.open(own, { keeps: true }, tree));
  try {
    return opened
      ? await lossOf(own, opened, ending)
      : refusal(l10n.t('The worktree {0} holds work that exists nowhere else, so it stays.', own.worktree));
  } finally {
    await (ending.opened ? undefined : opened?.end());
  }
}

async function lossOf(
  own: OwnWorktree,
  opened: OpenWorktree,
  { safeIn, keepsBranch = false }: Ending,
): Promise<{ readonly tip?: string } | Refusal> {
  const { worktree, base } = own;
  if (existsSync(opened.whole.lock)) {
    return refusal(l10n.t('The worktree {0} is locked ("git worktree unlock"), so it stays.', worktree));
  }
  const content = await opened.content();
  const hasFiles = content !== undefined && content.left.length === 0 && opened.whole.also[0] === content.tree;
  if (!hasFiles) {
    return refusal(l10n.t('The worktree {0} holds work that exists nowhere else, so it stays.', worktree));
  }
  const { head, tip } = content;
  const commits = {
    git: opened.git,
    inside: opened,
    ...(head !== undefined && { head }),
    ...(tip !== undefined && { tip }),
  };
  // The base commit, with nothing added to it, needs no other ref.
  const isSafe = safeIn === base || keepsBranch;
  const loose = await looseCommits(commits, own, isSafe ? { safe: [safeIn] } : { also: [safeIn] });
  if (isRefusal(loose)) {
    return loose;
  }
  const [first] = loose;
  if (first !== undefined) {
    return refusal(
      loose.includes(safeIn)
        ? l10n.t('No branch but its own leads to the work in the worktree {0}, so it stays.', worktree)
        : l10n.t('Only the worktree {0} leads to the commit {1}, so it stays.', worktree, first.slice(0, 12)),
    );
  }
  return { ...(tip !== undefined && { tip }) };
}

/**
 * Deletes the branch of a removed worktree if other refs have its commits. `seenTip`: a commit that they are known to
 * have.
 */
async function endBranch(own: OwnWorktree, seenTip: string | undefined): Promise<Refusal | undefined> {
  const { checkout, branch, base } = own;
  const ref = `refs/heads/${branch}`;
  const git = new Git(checkout);
  const told = lineOf(await git.ask(['for-each-ref', '--format=%(objectname)%00%(worktreepath)', ref]));
  if (told === undefined) {
    return undefined;
  }
  const [tip = '', elsewhere = ''] = told.split('\0');
  if (tip !== base && tip !== seenTip && !(await isKeptElsewhere(own, tip))) {
    return refusal(l10n.t('No other branch has the commits of {0}, so it stays.', branch));
  }
  if (elsewhere !== '') {
    return refusal(l10n.t('The branch {0} is checked out in {1}, so it stays.', branch, elsewhere));
  }
  const deleted = await git.ask(['update-ref', '--no-deref', '-d', ref, tip]);
  // Two may end one run: the branch is gone then, too.
  return deleted === undefined && (await tipOf(checkout, branch)) !== undefined
    ? refusal(l10n.t('The branch {0} could not be deleted.', branch))
    : undefined;
}

/**
 * Where a worktree is deleted. A worktree that is deleted in its place would pass for one whose files somebody deleted.
 */
export const asideOf = (worktree: string): string => `${worktree}.gone`;

/** Deletes a worktree that was moved aside. What was written to it since it was looked at stays, under another name. */
async function removeAside(worktree: string, seenAt: number): Promise<void> {
  const aside = asideOf(worktree);
  if (await removeSeen(aside, seenAt)) {
    await putAside(aside, worktree);
  }
}

/** Moves a worktree aside in one step, where its place is still the one it was made in. */
async function moveAside(worktree: string): Promise<void> {
  if ((await realOf(dirname(worktree))) === dirname(worktree)) {
    await rm(asideOf(worktree), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    await rename(worktree, asideOf(worktree)).catch(() => undefined);
  }
}
