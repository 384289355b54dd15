import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { ResultPlace } from './resultPlace.ts';
import { complaintOf, type QuietGit } from '../merge/quietGit.ts';
import type { ResultRecord } from './resultRecord.ts';

/** Where what was discarded is kept. */
export const DISCARDED = 'refs/defer/discarded/';
export const discardedRef = (token: string): string => `${DISCARDED}${token}`;

/** Nobody's name goes into what only holds commits together. */
const NOBODY = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap(who => [
    [`GIT_${who}_NAME`, 'Defer'],
    [`GIT_${who}_EMAIL`, 'defer@localhost'],
  ]),
);

/**
 * Commits that only the worktree of a run or its branch leads to, the last of each line: what is checked out, where the
 * branch is, and what either was at before, such as commits that the agent took back. `safe`: commits that are kept.
 */
export async function looseCommits(
  place: ResultPlace,
  { branch }: ResultRecord,
  safe: readonly string[],
): Promise<readonly string[]> {
  const { git, inside, tip, head } = place;
  const before = async (where: QuietGit | undefined, ref: string): Promise<readonly string[]> =>
    ((await where?.ask(['rev-list', '--walk-reflogs', ref, '--'])) ?? '').split('\n');
  const walked = [...(await before(inside, 'HEAD')), ...(await before(git, `refs/heads/${branch}`))];
  const all = [...new Set([head, tip, ...walked])].filter(one => one !== undefined && one !== '');
  if (all.length === 0) {
    return [];
  }
  const others = [`--exclude=refs/heads/${branch}`, '--glob=refs/heads/', '--tags', '--remotes', `--glob=${DISCARDED}`];
  const input = [...all, ...safe.map(one => `^${one}`), ''].join('\n');
  const told = await git.ask(['rev-list', '--parents', '--stdin', '--not', ...others], { input });
  const lines = (told ?? '')
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(' '));
  const parents = new Set(lines.flatMap(([, ...above]) => above));
  return lines.flatMap(([commit = '']) => (parents.has(commit) ? [] : [commit]));
}

/** Points a ref at commits, by a commit that joins them where there are several; the first one's files are its own. */
export async function holdCommits(
  git: QuietGit,
  ref: string,
  commits: readonly string[],
  message: string,
): Promise<string | Refusal> {
  const [first = '', ...more] = commits;
  const parents = commits.flatMap(commit => ['-p', commit]);
  const made =
    more.length === 0
      ? undefined
      : await git.say(['commit-tree', '--no-gpg-sign', ...parents, '-F', '-', `${first}^{tree}`], {
          input: message,
          env: NOBODY,
        });
  const commit = made ? made.out.trim() : first;
  const moved = made?.ok === false ? made : await git.say(['update-ref', ref, commit]);
  return moved.ok
    ? commit
    : refusal(`The work could not be kept under ${ref}: ${complaintOf(moved)}. Nothing was taken away.`);
}
