import { join, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { readIfThere } from '../home/homeFiles.ts';
import { notesOf } from '../worktrees/forgetWorktree.ts';
import { isWhole, tipOf, type OwnWorktree } from '../worktrees/lookIntoWorktree.ts';
import { DISCARDED } from './resultRecord.ts';
import type { ResultPlace } from './resultPlace.ts';
import { complaintOf, QuietGit } from '../merge/quietGit.ts';

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
  { branch, repository, worktree }: OwnWorktree,
  safe: readonly string[],
): Promise<readonly string[] | Refusal> {
  const { git, inside, tip, head } = place;
  const ofHead = inside
    ? [...(await earlierOf(inside, 'HEAD')), ...(await ownRefsOf(inside))]
    : await loggedOf(await notesOf(repository, worktree));
  const walked = [...ofHead, ...(await earlierOf(git, `refs/heads/${branch}`))];
  const all = [...new Set([head, tip, ...walked])].filter(one => one !== undefined);
  if (all.length === 0) {
    return [];
  }
  const others = [`--exclude=refs/heads/${branch}`, '--glob=refs/heads/', '--tags', '--remotes', `--glob=${DISCARDED}`];
  const input = [...all, ...safe.map(one => `^${one}`), ''].join('\n');
  const ask = ['rev-list', '--parents', '--ignore-missing', '--stdin', '--not', ...others];
  const told = await git.say(ask, { input });
  if (!told.ok) {
    return refusal(`Git does not tell which commits only this run has: ${complaintOf(told)}. Nothing was taken away.`);
  }
  const lines = told.out.split('\n').filter(Boolean);
  const found = lines.map(line => line.split(' '));
  const parents = new Set(found.flatMap(([, ...above]) => above));
  return found.flatMap(([commit = '']) => (parents.has(commit) ? [] : [commit]));
}

/**
 * As `looseCommits`, of a worktree that was not looked at yet. Refused also where its checkout is gone.
 */
export async function looseCommitsOf(own: OwnWorktree, safe: readonly string[]): Promise<readonly string[] | Refusal> {
  const git = await QuietGit.open(own.checkout);
  const inside = (await isWhole(own)) ? await QuietGit.open(own.worktree) : undefined;
  if (!git) {
    return refusal(`Git does not tell what is in ${own.checkout}. Nothing was taken away.`);
  }
  const head = await inside?.line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const tip = await tipOf(own.checkout, own.branch);
  const place = {
    git,
    ...(inside && { inside }),
    ...(head !== undefined && { head }),
    ...(tip !== undefined && { tip }),
  };
  return looseCommits(place, own, safe);
}

/** The commits that refs of the worktree alone lead to, such as those of a bisection. */
async function ownRefsOf(inside: QuietGit): Promise<readonly string[]> {
  const own = ['refs/worktree/', 'refs/bisect/', 'refs/rewritten/'];
  const told = await inside.ask(['for-each-ref', '--format=%(objecttype) %(objectname)', ...own]);
  return (told ?? '').split('\n').flatMap(line => (line.startsWith('commit ') ? [line.slice('commit '.length)] : []));
}

/** The commits that a ref was at, by git's log of it. Git itself does not walk the log of a HEAD without a commit. */
async function earlierOf(git: QuietGit | undefined, ref: string): Promise<readonly string[]> {
  const told = await git?.ask(['rev-list', '--walk-reflogs', ref, '--']);
  if (git === undefined || told !== undefined) {
    return (told ?? '').split('\n').filter(Boolean);
  }
  const path = await git.line(['rev-parse', '--git-path', `logs/${ref}`]);
  return path === undefined ? [] : commitsIn(await textOf(resolve(git.folder, path)));
}

/** What was checked out in a worktree that is gone: git's note of it still tells. */
async function loggedOf(notes: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    notes.map(async note => [...commitsIn(await textOf(join(note, 'logs', 'HEAD'))), await textOf(join(note, 'HEAD'))]),
  );
  return texts.flat().flatMap(text => (/^[0-9a-f]{40,64}$/.test(text.trim()) ? [text.trim()] : []));
}

const textOf = async (path: string): Promise<string> => (await readIfThere(path).catch(() => undefined)) ?? '';

/** The commits that a log of git names as what came next. */
const commitsIn = (log: string): readonly string[] =>
  Array.from(log.matchAll(/^[0-9a-f]+ ([0-9a-f]{40,64}) /gm), ([, commit = '']) => commit).filter(
    commit => !/^0+$/.test(commit),
  );

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
  const moved = made?.ok === false ? made : await git.say(['update-ref', '--no-deref', ref, commit]);
  return moved.ok
    ? commit
    : refusal(`The work could not be kept under ${ref}: ${complaintOf(moved)}. Nothing was taken away.`);
}
