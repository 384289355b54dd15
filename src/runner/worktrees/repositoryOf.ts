import { resolve } from 'node:path';
import { pathInside, realOf } from '../../store/disk/inside.ts';
import { Git } from '../../store/events/git.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';

/** The git repository around a folder, with what is checked out there. All paths are real paths. */
export interface Repository {
  /** The top of the checkout. */
  readonly top: string;
  /** The git folder that all worktrees of the repository share. */
  readonly common: string;
  /** The commit that is checked out, as hex digits. */
  readonly head: string;
  /** The folder from the top on, with `/`; empty at the top. */
  readonly prefix: string;
}

/**
 * The repository around a folder, as far as a worktree of it can be made. Undefined where there is none, or no git from
 * 2.31 on; where nothing is committed yet; and where the checkout is not that of the repository there (`core.worktree` may
 * name any folder).
 */
export async function repositoryOf(folder: string): Promise<Repository | undefined> {
  const around = await placesOf(folder);
  const git = around && new Git(around.top);
  const again = around && (await placesOf(around.top));
  if (!around || !git || again?.top !== around.top || again.gitFolder !== around.gitFolder) {
    return undefined;
  }
  const shared = lineOf(await git.ask(['rev-parse', '--git-common-dir']));
  const head = lineOf(await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']));
  const [top, common, real] = await Promise.all([
    realOf(around.top),
    shared === undefined ? undefined : realOf(resolve(around.top, shared)),
    realOf(folder),
  ]);
  const prefix = top === undefined || real === undefined ? undefined : pathInside(top, real);
  const isSafe = head !== undefined && (await withoutFilters(git)) !== undefined;
  return isSafe && top !== undefined && common !== undefined && prefix !== undefined
    ? { top, common, head, prefix }
    : undefined;
}

/** The top of the checkout around a folder, and its git folder. One at a time: paths may hold line breaks. */
async function placesOf(folder: string): Promise<{ readonly top: string; readonly gitFolder: string } | undefined> {
  const git = new Git(folder);
  const top = lineOf(await git.ask(['rev-parse', '--show-toplevel']));
  const gitFolder = lineOf(await git.ask(['rev-parse', '--absolute-git-dir']));
  return top === undefined || gitFolder === undefined ? undefined : { top, gitFolder };
}

/** The one line that git printed; undefined where it printed nothing. */
export const lineOf = (told: string | undefined): string | undefined => told?.replace(/\r?\n$/, '') || undefined;
