import * as l10n from '@vscode/l10n';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { revParse } from '../../store/events/revParse.ts';
import type { KeptWork } from '../../verbs/resultDesk.ts';
import { inTheWay } from './inTheWay.ts';
import { complaintOf, type QuietGit } from './quietGit.ts';
import { namesOf, specialRefusal } from './specialPaths.ts';

/** The work that is to be merged. */
export interface Work {
  /** The commit that has all of it, and the branch that leads to it, without `refs/heads/`. */
  readonly commit: string;
  readonly branch: string;
  /** What the merge commit says, should there be one. */
  readonly message: string;
}

/** What stands in a git folder while something is not finished. */
const unfinished = (): readonly (readonly [path: string, what: string])[] => [
  ['MERGE_HEAD', l10n.t('a merge')],
  ['CHERRY_PICK_HEAD', l10n.t('a cherry-pick')],
  ['REVERT_HEAD', l10n.t('a revert')],
  ['rebase-merge', l10n.t('a rebase')],
  ['rebase-apply', l10n.t('a rebase')],
  ['sequencer', l10n.t('a cherry-pick or a revert')],
];

/**
 * Brings a commit into the branch that is checked out: by a fast-forward where that is enough, else by a merge commit
 * that is made without touching the checkout, and then a fast-forward to that. Git's own fast-forward refuses where a
 * changed or untracked file is in the way, and leaves everything else as it is. Refused, with what to do, before
 * anything was changed.
 */
export async function mergeWork(git: QuietGit, work: Work): Promise<KeptWork | Refusal> {
  const refused = (why: string): Refusal => refusal(`${why} ${byHand(work)}`);
  const { head, ref, gitFolder } = await checkedOut(git);
  const state = await stateRefusal(git, { head, ref, gitFolder });
  if (head === undefined || ref === undefined || state !== undefined) {
    return refused(state ?? l10n.t('Git does not tell what is checked out.'));
  }
  const branch = ref.replace(/^refs\/heads\//, '');
  const counts = await git.line(['rev-list', '--count', '--left-right', `${head}...${work.commit}`, '--']);
  const [, ahead = '', count = ''] = /^(\d+)\t(\d+)$/.exec(counts ?? '') ?? [];
  if (count === '') {
    return refused(l10n.t('Git does not tell what would be changed.'));
  }
  const commits = Number(count);
  if (commits === 0) {
    return { branch, commit: head, commits };
  }
  const target =
    ahead === '0' ? work.commit : await mergeCommit(git, head, work, `Merge ${work.branch} into ${branch}`);
  if (typeof target !== 'string') {
    return refused(target.why);
  }
  const special = await specialRefusal(git, head, target);
  if (special !== undefined) {
    return refused(special);
  }
  // Between two questions somebody may have committed: git compares again.
  // However long that takes: a git that is ended half way leaves a part of the files in the checkout.
  const merged = await git.say(FAST_FORWARD.concat(target), { patience: UNLIMITED });
  if (!merged.ok) {
    const blocking = await inTheWay(git, head, target);
    return refused(blocking ?? l10n.t('The work could not be brought in: {0}.', complaintOf(merged)));
  }
  return { branch, commit: target, commits };
}

/** The checked-out commit, its ref, and the git folder of the checkout. Each is absent where there is none. */
interface CheckedOut {
  readonly head: string | undefined;
  readonly ref: string | undefined;
  readonly gitFolder: string | undefined;
}

async function checkedOut(git: QuietGit): Promise<CheckedOut> {
  const told = await revParse(git, ['HEAD^{commit}'], ['--absolute-git-dir'], ['--symbolic-full-name', 'HEAD']);
  if (told && told[2] !== 'HEAD') {
    return { head: told[0], ref: told[2], gitFolder: told[1] };
  }
  return {
    head: await git.line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    ref: await git.line(['symbolic-ref', '--quiet', 'HEAD']),
    gitFolder: await git.line(['rev-parse', '--absolute-git-dir']),
  };
}

/** No limit on the time that git may take. */
const UNLIMITED = 0;

const FAST_FORWARD = [
  ...['merge', '--ff-only', '--no-autostash', '--no-overwrite-ignore', '--no-verify-signatures', '--no-stat'],
  ...['--no-squash', '--quiet'],
];

/** What a person does instead: nothing of it loses anything. */
const byHand = ({ branch }: Work): string =>
  l10n.t(
    'All of the work is on the branch {0}. Merge it yourself with "git merge {1}" once nothing is in the way, or keep it as a branch (--as-branch).',
    branch,
    branch,
  );

/** Why nothing is merged into a checkout as it stands; undefined where it may be. */
async function stateRefusal(git: QuietGit, { head, ref, gitFolder }: CheckedOut): Promise<string | undefined> {
  if (ref === undefined) {
    return l10n.t(
      'No branch is checked out (HEAD is detached), so there is none that could take the work. Check one out.',
    );
  }
  if (head === undefined) {
    return l10n.t('The branch that is checked out has no commit yet. Commit something on it.');
  }
  for (const [name, what] of unfinished()) {
    if (gitFolder === undefined || (await lstat(join(gitFolder, name)).catch(() => undefined))) {
      return l10n.t('Here {0} is not finished. Finish or abort it.', what);
    }
  }
  if (
    git.configures('core.sparsecheckout') &&
    (await git.line(['config', '--type=bool', 'core.sparseCheckout'])) === 'true'
  ) {
    return l10n.t('This is a sparse checkout, and Defer does not change those.');
  }
  return undefined;
}

/** Whether a commit is in the history of another. */
export const isIn = async (git: QuietGit, commit: string, other: string): Promise<boolean> =>
  commit === other || (await git.say(['merge-base', '--is-ancestor', commit, other])).ok;

/**
 * A commit that has both sides; refused where they do not merge by themselves. It is in the repository and on no
 * branch.
 */
async function mergeCommit(git: QuietGit, head: string, work: Work, subject: string): Promise<string | Refusal> {
  const merged = await git.say(
    ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', head, work.commit],
    {
      encoding: 'latin1',
    },
  );
  const [tree = '', ...conflicts] = merged.out.split('\0').filter(Boolean);
  if (!/^[0-9a-f]{40,64}$/.test(tree)) {
    return refusal(await whyNoMerge(git, merged.err, complaintOf(merged)));
  }
  if (!merged.ok) {
    return refusal(
      l10n.t(
        'It does not merge by itself: both sides changed {0}. Nothing was changed.',
        namesOf([...new Set(conflicts)]),
      ),
    );
  }
  const made = await git.say(['commit-tree', '--no-gpg-sign', '-p', head, '-p', work.commit, '-F', '-', tree], {
    input: `${subject}\n\n${work.message}\n`,
  });
  return (
    made.out.trim() ||
    ((await identityRefusal(git)) ?? refusal(l10n.t('The merge could not be committed: {0}.', complaintOf(made))))
  );
}

/** A git without merges beside the checkout prints its usage. */
async function whyNoMerge(git: QuietGit, err: string, complaint: string): Promise<string> {
  const version = (await git.line(['version'])) ?? '';
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  return major > 2 || (major === 2 && minor >= 38)
    ? /unrelated histories/.test(err)
      ? l10n.t('The two have no commit in common.')
      : l10n.t('It could not be merged: {0}.', complaint)
    : l10n.t(
        'Git 2.38 or newer is needed to merge without touching the checkout, and this is {0}.',
        cleanLine(version, 40),
      );
}

/** Refused where git does not know who commits. */
export async function identityRefusal(git: QuietGit): Promise<Refusal | undefined> {
  return (await git.line(['var', 'GIT_COMMITTER_IDENT'])) !== undefined &&
    (await git.line(['var', 'GIT_AUTHOR_IDENT'])) !== undefined
    ? undefined
    : refusal(
        l10n.t(
          'Git does not know your name and address. Set them with "git config --global user.name NAME" and "git config --global user.email ADDRESS".',
        ),
      );
}
