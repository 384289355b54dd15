import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusal } from '../../src/core/basics/refusal.ts';
import type { OwnWorktree } from '../../src/runner/worktrees/lookIntoWorktree.ts';
import { makeWorktree } from '../../src/runner/worktrees/makeWorktree.ts';
import { repositoryOf } from '../../src/runner/worktrees/repositoryOf.ts';
import { worktreePath } from '../../src/runner/worktrees/worktreePlace.ts';
import { emptyFolder } from './folder.ts';

/** A home of Defer, as a real path. */
export async function emptyHome(): Promise<string> {
  const home = join(await emptyFolder(), 'home');
  mkdirSync(home);
  return realpathSync(home);
}

/** Makes a worktree of the repository around a folder; fails loudly where that cannot be done. */
export async function worktreeOf(home: string, folder: string, key = 'a'.repeat(32)): Promise<OwnWorktree> {
  const found = await repositoryOf(folder);
  if (!found) {
    throw new Error(`No repository around ${folder}`);
  }
  const { top: checkout, common: repository, head: base } = found;
  const own = {
    ...{ checkout, repository, base, branch: `defer/x-${key.slice(0, 6)}` },
    worktree: await worktreePath(home, repository, key),
  };
  const refused = await makeWorktree({ ...own, path: own.worktree });
  if (isRefusal(refused)) {
    throw new Error(refused.why);
  }
  return own;
}
