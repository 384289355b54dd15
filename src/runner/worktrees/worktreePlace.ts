import { join } from 'node:path';
import { realOf } from '../../store/disk/realInside.ts';
import { hashOf } from '../home/homeFiles.ts';

/** The folder of all worktrees that Defer makes, in the real path of its home. */
export const worktreesFolder = async (home: string): Promise<string> => join((await realOf(home)) ?? home, 'worktrees');

/** How many hex digits name a repository among all of this person's. */
const DIGITS = 16;

/** Where a worktree of a repository is (`common`: its shared git folder). `key`: hex digits, as in `ResultRecord`. */
export const worktreePath = async (home: string, common: string, key: string): Promise<string> =>
  join(await worktreesFolder(home), hashOf('repository', common).slice(0, DIGITS), key);

/** Whether a path is one that `worktreePath` gives. */
export async function isWorktreePath(home: string, path: string): Promise<boolean> {
  const folder = await worktreesFolder(home);
  const [repository = '', key = '', ...more] = path.slice(folder.length + 1).split(/[\\/]/);
  return (
    path === join(folder, repository, key) &&
    more.length === 0 &&
    /^[0-9a-f]{16}$/.test(repository) &&
    /^[0-9a-f]{32,64}$/.test(key)
  );
}

/** How long the part of a branch's name is that comes from a title, in characters. */
const LONGEST = 32;

/** How many digits of its token a run's branch has, then how many where that name is taken. */
export const BRANCH_DIGITS = [6, 12, 32] as const;

/** What the branch of a run is called, before the digits of its token: `defer/check-the-deploy-`. */
export function branchStem(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return `defer/${words || 'run'}-`;
}
