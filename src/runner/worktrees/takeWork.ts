import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { Git } from '../../store/events/git.ts';
import { objectsOf } from '../../store/events/revParse.ts';
import { identityRefusal, isIn } from '../merge/mergeWork.ts';
import type { OpenWorktree, OwnWorktree, WorktreeContent } from './lookIntoWorktree.ts';

/** All the work of a worktree, as a commit. */
export interface TakenWork {
  /** Has everything: commits on the branch or beside it, and uncommitted files. */
  readonly commit: string;
  /** Whether some files were uncommitted. */
  readonly wasDirty: boolean;
}

/** A commit that has all the work of a worktree. */
interface MadeWork extends TakenWork {
  /** Whether it was newly made, so that no ref leads to it yet. */
  readonly isMade: boolean;
}

/** The author of a commit where git is configured with no name. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'Defer',
  GIT_AUTHOR_EMAIL: 'defer@localhost',
  GIT_COMMITTER_NAME: 'Defer',
  GIT_COMMITTER_EMAIL: 'defer@localhost',
};

/** How to make the commit. */
export interface TakeOptions {
  readonly message: string;
  /**
   * Whether the commit must be in the person's name. Otherwise it may be in Defer's name where git is configured with
   * none.
   */
  readonly isNamed?: boolean;
}

/** All that is in a worktree. Refused where git cannot record something in it. Then it must stay. */
export async function contentOf(own: OwnWorktree, opened: OpenWorktree): Promise<WorktreeContent | Refusal> {
  const content = await opened.content();
  if (!content) {
    return refusal(l10n.t('Git cannot tell what is in the worktree {0}, so it stays as it is.', own.worktree));
  }
  return content.left.length > 0 ? refusal(leftText(own, content.left)) : content;
}

/**
 * Makes one commit of everything in a worktree that git does not ignore, and moves its branch there. Where everything
 * is committed already, that commit is taken. No hook, filter or signing program is started, and no file of the
 * worktree is touched. The branch moves only if nobody else moved it meanwhile. Refused where git cannot record
 * something in the worktree.
 */
export async function takeWork(own: OwnWorktree, opened: OpenWorktree, how: TakeOptions): Promise<TakenWork | Refusal> {
  const content = await contentOf(own, opened);
  if (isRefusal(content)) {
    return content;
  }
  const made = await commitOf(own, opened, content, how);
  if (isRefusal(made)) {
    return made;
  }
  const { git } = opened;
  const { tip = '' } = content;
  const isThere = made.commit === tip;
  const move = ['update-ref', '--no-deref', `refs/heads/${own.branch}`, made.commit, tip];
  if (!isThere && !(await git.say(move)).ok) {
    return refusal(l10n.t('The branch changed while its work was taken. Try again.'));
  }
  if (made.wasDirty) {
    // Otherwise git would show the work as undone. A failure here does no harm.
    await git.ask(['read-tree', '--reset', made.commit]);
  }
  return { commit: made.commit, wasDirty: made.wasDirty };
}

/** Names the files that only the worktree has. */
const leftText = ({ worktree }: OwnWorktree, left: readonly string[]): string =>
  l10n.t(
    'The worktree holds what git cannot take (another repository, or a file that cannot be read): {0}. Move it elsewhere, or delete it, in {1}, and try again.',
    left
      .slice(0, 5)
      .map(path => cleanLine(path, 80))
      .join(', '),
    worktree,
  );

/**
 * The commit that has everything in a worktree. It is made where there is none; no ref leads to a new one. Its parents
 * are the checked-out commit and, where that does not contain it, the branch.
 */
export async function commitOf(
  own: OwnWorktree,
  { git }: OpenWorktree,
  { head, headTree, tip, tree }: WorktreeContent,
  { message, isNamed = false }: TakeOptions,
): Promise<MadeWork | Refusal> {
  const main = head ?? tip ?? own.base;
  // The agent may have left its branch, or moved it.
  const beside = tip !== undefined && !(await isIn(git, tip, main)) ? [tip] : [];
  const treeOfMain = head === undefined ? (await objectsOf(git, `${main}^{tree}`))?.[0] : headTree;
  const wasDirty = treeOfMain !== tree;
  if (!wasDirty && beside.length === 0) {
    return { commit: main, wasDirty, isMade: false };
  }
  const parents = [main, ...beside].flatMap(parent => ['-p', parent]);
  const commit = async (env: Readonly<Record<string, string>> = {}): Promise<string | undefined> =>
    git.line(['commit-tree', '--no-gpg-sign', ...parents, '-F', '-', tree], { input: message, env });
  const made = (await commit()) ?? (isNamed ? undefined : await commit(NOBODY));
  return made === undefined
    ? ((isNamed ? await identityRefusal(git) : undefined) ??
        refusal(l10n.t('Git could not make a commit of what is in the worktree, so it stays as it is.')))
    : { commit: made, wasDirty, isMade: true };
}

/** The refs that keep commits. Replacement objects, stashes and notes may go at any time. */
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
