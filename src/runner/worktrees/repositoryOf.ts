import { basename, dirname, resolve } from 'node:path';
import { pathInside } from '../../store/disk/inside.ts';
import { realOf } from '../../store/disk/realInside.ts';
import { Git, type GitOptions } from '../../store/events/git.ts';
import { revParse } from '../../store/events/revParse.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';

/** The git repository around a folder, with what is checked out there. All paths are real paths. */
export interface Repository {
  /** The top of the checkout. */
  readonly top: string;
  /** The git folder that all worktrees of the repository share. */
  readonly common: string;
  /** The commit that is checked out, as hex digits. */
  readonly head: string;
  /** The branch that is checked out, without `refs/heads/`; absent where HEAD is detached. */
  readonly branch?: string;
  /** The folder from the top on, with `/`; empty at the top. */
  readonly prefix: string;
  /** Git options that switch off all filters configured at the top (`filtersOff`). */
  readonly filters: NonNullable<GitOptions['config']>;
}

/**
 * The repository around a folder, as far as a worktree of it can be made. Undefined where there is none, or no git from
 * 2.31 on; where nothing is committed yet; and where the checkout is not that of the repository there (`core.worktree`
 * may name any folder, and a `.git` file may lead to that of another checkout).
 */
export async function repositoryOf(folder: string): Promise<Repository | undefined> {
  const [around, real] = await Promise.all([placesOf(folder), realOf(folder)]);
  const top = around && (await realOf(around.top));
  if (!around || top === undefined || real === undefined) {
    return undefined;
  }
  // From the top itself the answer is this one already.
  const again = top === real ? around : await placesOf(around.top);
  if (again?.top !== around.top || again.gitFolder !== around.gitFolder) {
    return undefined;
  }
  const common = await realOf(again.common);
  if (common === undefined || isOfAnother(top, common, await realOf(again.gitFolder))) {
    return undefined;
  }
  const prefix = pathInside(top, real);
  const filters = await withoutFilters(new Git(top));
  const { head, ref } = again;
  const branch = ref.startsWith(HEADS) && { branch: ref.slice(HEADS.length) };
  return filters && prefix !== undefined ? { top, common, head, prefix, filters, ...branch } : undefined;
}

/**
 * Whether a `.git` file leads to the `.git` folder of another checkout: to bring work into this one would move the
 * branch that is checked out there.
 */
const isOfAnother = (top: string, common: string, gitFolder: string | undefined): boolean =>
  gitFolder === common && basename(common) === '.git' && dirname(common) !== top;

const HEADS = 'refs/heads/';

/** What git says around a folder: the top of the checkout, its git folder, the shared one, and what is checked out. */
interface Places {
  readonly top: string;
  readonly gitFolder: string;
  readonly common: string;
  readonly head: string;
  /** The full name of the checked-out ref. `HEAD` where no branch is checked out. */
  readonly ref: string;
}

async function placesOf(folder: string): Promise<Places | undefined> {
  const git = new Git(folder);
  const where = [['--show-toplevel'], ['--absolute-git-dir'], ['--git-common-dir'], ['HEAD^{commit}']] as const;
  // A branch that is itself called HEAD leaves the last question without an answer.
  const told = (await revParse(git, ...where, ['--symbolic-full-name', 'HEAD'])) ?? (await revParse(git, ...where));
  const [top = '', gitFolder = '', common = '', head = '', ref = 'HEAD'] = told ?? [];
  return told && { top, gitFolder, common: resolve(folder, common), head, ref };
}
