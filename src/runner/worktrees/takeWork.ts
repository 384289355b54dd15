import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { Git } from '../../store/events/git.ts';
import { lookIntoWorktree, type OwnWorktree, type WorktreeContent } from './lookIntoWorktree.ts';
import { lineOf } from '../../store/events/revParse.ts';

/** All the work of a worktree, as a commit. */
export interface TakenWork {
  /** Has everything: what was committed, on the branch or beside it, and what was not. */
  readonly commit: string;
  /** Whether something was not committed before. */
  readonly wasDirty: boolean;
}

/** Who a commit is by where the person told git no name. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'Defer',
  GIT_AUTHOR_EMAIL: 'defer@localhost',
  GIT_COMMITTER_NAME: 'Defer',
  GIT_COMMITTER_EMAIL: 'defer@localhost',
};

/**
 * Makes one commit of all that is in a worktree, what git ignores left out, and points a ref at it. Where everything was
 * committed, that is the commit which has it. No hook, filter or signing program is started, and no file of the worktree
 * is touched. `ref`: the whole name; it moves only if nobody else moved it meanwhile. Refused where
 * something in the worktree cannot be taken: then it has to stay.
 */
export async function takeWork(
  own: OwnWorktree,
  { ref, message }: { readonly ref: string; readonly message: string },
): Promise<TakenWork | Refusal> {
  const git = new Git(own.worktree);
  const before = lineOf(await git.ask(['rev-parse', '--verify', '--quiet', ref]));
  const content = await lookIntoWorktree(own);
  if (!content) {
    return refusal(`Git cannot tell what is in the worktree ${own.worktree}, so it stays as it is.`);
  }
  if (content.left.length > 0) {
    return refusal(leftText(own, content.left));
  }
  const made = await commitOf(git, own, content, message);
  if (made === undefined) {
    return refusal('Git could not make a commit of what is in the worktree, so it stays as it is.');
  }
  const moved =
    made.commit === before || (await git.say(['update-ref', '--no-deref', ref, made.commit, before ?? '']))?.ok;
  if (!moved) {
    return refusal('The branch changed while its work was taken. Try again.');
  }
  if (made.wasDirty) {
    // Else git would show the work as taken back. Of no consequence where it fails.
    await git.ask(['read-tree', made.commit]);
  }
  return made;
}

/** Names what only the worktree has. */
const leftText = ({ worktree }: OwnWorktree, left: readonly string[]): string =>
  `The worktree holds what git cannot take (another repository, or a file that cannot be read): ${left
    .slice(0, 5)
    .map(path => cleanLine(path, 80))
    .join(', ')}. Move it elsewhere, or delete it, in ${worktree}, and try again.`;

async function commitOf(
  git: Git,
  own: OwnWorktree,
  { head, tip, tree }: WorktreeContent,
  message: string,
): Promise<TakenWork | undefined> {
  const main = head ?? tip ?? own.base;
  // The agent may have left its branch behind, or moved it.
  const beside = tip !== undefined && !(await isWithin(git, tip, main)) ? [tip] : [];
  const treeOfMain = lineOf(await git.ask(['rev-parse', '--verify', '--quiet', `${main}^{tree}`]));
  const wasDirty = treeOfMain !== tree;
  if (!wasDirty && beside.length === 0) {
    return { commit: main, wasDirty };
  }
  const parents = [main, ...beside].flatMap(parent => ['-p', parent]);
  const isKnown = (await git.ask(['var', 'GIT_COMMITTER_IDENT'])) !== undefined;
  const told = await git.ask(['commit-tree', '--no-gpg-sign', ...parents, '-F', '-', tree], {
    input: message,
    config: [['i18n.commitEncoding', 'UTF-8']],
    ...(!isKnown && { env: NOBODY }),
  });
  const commit = lineOf(told);
  return commit === undefined ? undefined : { commit, wasDirty };
}

/** Whether all of a commit is in another one. */
const isWithin = async (git: Git, commit: string, other: string): Promise<boolean> =>
  commit === other ||
  (await git.ask(['merge-base', '--is-ancestor', commit, other], { patience: 30_000 })) !== undefined;

/**
 * Whether a commit has all that is in a worktree: every file as it is, what is checked out, and its branch. False where
 * that cannot be told.
 */
export async function hasAll(own: OwnWorktree, commit: string): Promise<boolean> {
  const content = await lookIntoWorktree(own);
  if (!content || content.left.length > 0) {
    return false;
  }
  const git = new Git(own.worktree);
  const tree = lineOf(await git.ask(['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]));
  const within = await Promise.all(
    [content.head, content.tip].map(async one => one === undefined || (await isWithin(git, one, commit))),
  );
  return tree === content.tree && within.every(Boolean);
}

/** The refs that keep commits. What replaces an object, a stash or a note may go at any time. */
export const KEEPING = ['refs/heads/', 'refs/tags/', 'refs/remotes/', 'refs/defer/'] as const;

/** Whether a ref that keeps commits, other than a worktree's own branch, leads to one. */
export async function isKeptElsewhere({ checkout, branch }: OwnWorktree, commit: string): Promise<boolean> {
  const own = `refs/heads/${branch}`;
  const told = await new Git(checkout).ask(
    ['for-each-ref', '--format=%(refname)', '--count=2', `--contains=${commit}`, ...KEEPING],
    { patience: 60_000 },
  );
  return (told ?? '').split('\n').some(ref => ref !== '' && ref !== own);
}
