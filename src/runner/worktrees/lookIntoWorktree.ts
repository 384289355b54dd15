import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MINUTE } from '../../core/basics/time.ts';
import { realOf } from '../../store/disk/inside.ts';
import { Git } from '../../store/events/git.ts';
import { diskPath, shownPath } from '../changes/changedPaths.ts';
import { Snapshots } from '../changes/snapshot.ts';
import { readIfThere } from '../home/homeFiles.ts';
import { lineOf, revParse } from '../../store/events/revParse.ts';

/** A worktree of Defer's, as a record names it. */
export interface OwnWorktree {
  /** The top of the checkout that it was made from, and the git folder that both share. */
  readonly checkout: string;
  readonly repository: string;
  /** The worktree itself, a real path. */
  readonly worktree: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** The commit that it began at. */
  readonly base: string;
}

/** What a worktree holds, down to the last byte that git does not ignore. */
export interface WorktreeContent {
  /** The commit that is checked out in it; absent where there is none. */
  readonly head?: string;
  /** The commit that its branch is at; absent where the branch is gone. */
  readonly tip?: string;
  /** The tree of all that lies in it, the `.sf` folders included. It lasts: its objects are in the repository. */
  readonly tree: string;
  /** What git cannot take down, such as another repository or a submodule with one; paths from the top on. */
  readonly left: readonly string[];
}

/**
 * Whether the worktree is there, in its place, and belongs to its repository, and git's own note of it leads back to it.
 * An agent may have its `.git` file lead to the checkout, or to another worktree.
 */
export async function isWhole({ worktree, repository }: OwnWorktree): Promise<boolean> {
  if ((await realOf(worktree)) !== worktree) {
    return false;
  }
  const asked = [['--show-toplevel'], ['--git-common-dir'], ['--absolute-git-dir']] as const;
  const told = await revParse(new Git(worktree), ...asked);
  if (!told) {
    return false;
  }
  const [top, common, note] = told;
  return (
    (await realOf(top)) === worktree &&
    (await realOf(resolve(worktree, common))) === repository &&
    dirname((await realOf(note)) ?? '') === join(repository, 'worktrees') &&
    (await leadsTo(note)) === join(worktree, '.git')
  );
}

/** Where the `.git` file of a worktree is, by git's note of it. */
async function leadsTo(note: string): Promise<string | undefined> {
  const told = await readIfThere(join(note, 'gitdir')).catch(() => undefined);
  return told === undefined ? undefined : resolve(note, told.trimEnd());
}

/**
 * What a worktree holds now. Writes only objects to the repository. Undefined where it is not there, is not what it
 * was made as, or git does not tell.
 */
export async function lookIntoWorktree(own: OwnWorktree): Promise<WorktreeContent | undefined> {
  if (!(await isWhole(own))) {
    return undefined;
  }
  const snapshots = await Snapshots.of(own.worktree, { all: true, keeps: true });
  if (!snapshots) {
    return undefined;
  }
  try {
    const { head, tree, left } = await snapshots.take();
    const submodules = await filledSubmodules(own.worktree);
    const tip = await tipOf(own.worktree, own.branch);
    return tree === undefined || left === undefined || submodules === undefined
      ? undefined
      : {
          ...(head !== undefined && { head }),
          ...(tip !== undefined && { tip }),
          tree,
          left: [...new Set([...left, ...submodules])],
        };
  } finally {
    await snapshots.end().catch(() => undefined);
  }
}

/** The commit that a branch is at; undefined where there is no such branch. `folder`: in any worktree of the repository. */
export const tipOf = async (folder: string, branch: string): Promise<string | undefined> =>
  lineOf(await new Git(folder).ask(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]));

/** Submodules that somebody filled: their own commits would go with the worktree. */
export async function filledSubmodules(worktree: string): Promise<readonly string[] | undefined> {
  const told = await new Git(worktree).ask(['ls-files', '--stage', '-z'], {
    patience: MINUTE,
    encoding: 'latin1',
  });
  return told
    ?.split('\0')
    .filter(line => line.startsWith('160000 '))
    .map(line => line.slice(line.indexOf('\t') + 1))
    .filter(path => existsSync(diskPath(worktree, `${path}/.git`)))
    .map(shownPath);
}
