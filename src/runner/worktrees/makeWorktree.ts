import * as l10n from '@vscode/l10n';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { MINUTE } from '../../core/basics/time.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { Git, type GitOptions } from '../../store/events/git.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';
import { forgetWorktree } from './forgetWorktree.ts';
import { BRANCH_DIGITS, branchStem } from './worktreePlace.ts';
import { lineOf, objectsOf } from '../../store/events/revParse.ts';

/** How long git may take to write all files of a commit, in ms. */
const PATIENCE = 10 * MINUTE;

/** What a configuration could have git do in other repositories, or beyond writing the files. */
const CONFIG: NonNullable<GitOptions['config']> = [
  ['submodule.recurse', 'false'],
  ['core.splitIndex', 'false'],
  ['worktree.guessRemote', 'false'],
];

/** The worktree that is to be made. */
export interface NewWorktree {
  /** The top of the checkout, whose repository gets it. */
  readonly checkout: string;
  /** A real path, but for the worktree's own folder and the one around it, which may not be there yet. */
  readonly path: string;
  /** Without `refs/heads/`; there must be none of this name. */
  readonly branch: string;
  /** The commit that it begins at. */
  readonly base: string;
}

/**
 * The name for the branch of a new worktree: the first that is free. Refused where no branch can be called like that.
 */
export async function freeBranch(checkout: string, words: string, token: string): Promise<string | Refusal> {
  const names = BRANCH_DIGITS.map(digits => branchStem(words) + token.slice(0, digits));
  const heads = ['defer', ...names].map(name => `refs/heads/${name}`);
  const [inTheWay, ...taken] = (await objectsOf(new Git(checkout), ...heads)) ?? [];
  if (inTheWay !== undefined) {
    return refusal(l10n.t('a branch named "defer" is in the way of branches named "defer/…"; rename it'));
  }
  return names.find((_, index) => taken[index] === undefined) ?? refusal(l10n.t('its branch is there already'));
}

/**
 * Makes a worktree with the files of a commit, on a new branch. Nothing of the repository is started for it: no hook,
 * no filter (large files stay the pointers that git keeps of them), no monitor; no submodule is entered and nothing is
 * fetched. Refused with the reason where git cannot; what was made by then is for the caller to take away
 * (`removeMade`). Throws where the disk refuses the folder.
 */
export async function makeWorktree({ checkout, path, branch, base }: NewWorktree): Promise<Refusal | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if ((await realOf(dirname(path))) !== dirname(path)) {
    return refusal(l10n.t('the folder of worktrees leads elsewhere'));
  }
  const git = new Git(checkout);
  const where = ['--quiet', '--no-checkout', '--no-track', '-b', branch, path, base];
  const added = await git.say(['worktree', 'add', ...where], { patience: PATIENCE, config: CONFIG });
  if (!added?.ok) {
    return refusal(reasonOf(added));
  }
  const inside = new Git(path);
  // Some of a configuration may be for this branch or this folder alone.
  const [filters, top] = await Promise.all([withoutFilters(inside), inside.ask(['rev-parse', '--show-toplevel'])]);
  if (filters === undefined) {
    return refusal(l10n.t('git does not tell which filters there are'));
  }
  if ((await realOf(lineOf(top) ?? '')) !== path) {
    return refusal(l10n.t('the configuration of the repository leads elsewhere'));
  }
  const filled = await inside.say(['reset', '--hard', '--quiet', '--no-recurse-submodules', base], {
    patience: PATIENCE,
    config: [...CONFIG, ...filters],
  });
  return filled?.ok ? undefined : refusal(reasonOf(filled));
}

/**
 * Takes away what making a worktree left, before anybody could work in it: its folder, git's note of it, and its branch
 * where that is still at the base. What cannot be taken away stays.
 */
export async function removeMade(made: NewWorktree & { readonly repository: string }): Promise<void> {
  const { checkout, repository, path, branch, base } = made;
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
  await forgetWorktree(repository, path);
  await new Git(checkout).ask(['update-ref', '--no-deref', '-d', `refs/heads/${branch}`, base]);
}

/** The first line that git complained with, without its "fatal: ". */
function reasonOf(said: { readonly late: boolean; readonly err: string } | undefined): string {
  if (!said) {
    return l10n.t('there is no git');
  }
  const [line = ''] = said.err.split('\n').filter(one => /^(?:fatal|error): /.test(one));
  return said.late ? l10n.t('git took too long') : line.replace(/^\w+: /, '').slice(0, 300) || l10n.t('git refused');
}
