import * as l10n from '@vscode/l10n';
import { join, resolve } from 'node:path';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { readIfThere } from '../home/homeFiles.ts';
import { notesOf } from '../worktrees/forgetWorktree.ts';
import type { OpenWorktree, OwnWorktree } from '../worktrees/lookIntoWorktree.ts';
import { DISCARDED } from './resultRecord.ts';
import { complaintOf, type QuietGit } from '../merge/quietGit.ts';

/** Nobody's name goes into what only holds commits together. */
const NOBODY = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap(who => [
    [`GIT_${who}_NAME`, 'Defer'],
    [`GIT_${who}_EMAIL`, 'defer@localhost'],
  ]),
);

/** The places that hold the commits of a run. */
export interface RunCommits {
  /** Git in the person's checkout. */
  readonly git: QuietGit;
  /** The worktree. Absent where it is gone. */
  readonly inside?: OpenWorktree;
  /** The commit of the run's branch, and the commit checked out in the worktree. */
  readonly tip?: string;
  readonly head?: string;
}

/** Refs that belong to one worktree and go with it, such as those of a bisection. */
const OWN_REFS = ['--glob=refs/worktree/', '--glob=refs/bisect/', '--glob=refs/rewritten/'];

/** Which commits of a run to look for. */
export interface LooseQuestion {
  /** Commits that are safe in other ways. */
  readonly safe?: readonly string[];
  /** More commits to look at. */
  readonly also?: readonly string[];
  /** A ref of discarded work that does not count as safe, because it is about to move. */
  readonly without?: string;
}

/**
 * Commits that are reachable only from a run's worktree or branch, the last of each line of history. They come from
 * what is checked out, from the branch, from earlier positions of either (such as commits that the agent undid), and
 * from refs of the worktree alone.
 */
export async function looseCommits(
  { git, inside, tip, head }: RunCommits,
  { branch, repository, worktree }: OwnWorktree,
  { safe = [], also = [], without }: LooseQuestion,
): Promise<readonly string[] | Refusal> {
  const own = `refs/heads/${branch}`;
  const walked = [
    ...(inside ? [] : await notedOf(await notesOf(repository, worktree))),
    ...(await earlierOf(inside?.git ?? git, [...(inside ? [{ ref: 'HEAD', at: head }] : []), { ref: own, at: tip }])),
  ];
  const all = [...new Set([head, tip, ...also, ...walked])].filter(one => one !== undefined);
  if (all.length === 0 && !inside) {
    return [];
  }
  const others = [
    ...[`--exclude=${own}`, '--glob=refs/heads/', '--tags', '--remotes'],
    ...(without === undefined ? [] : [`--exclude=${without}`]),
    `--glob=${DISCARDED}`,
  ];
  const input = [...all, ...safe.map(one => `^${one}`), ''].join('\n');
  const ask = ['rev-list', '--parents', '--ignore-missing', '--stdin', ...(inside ? OWN_REFS : []), '--not', ...others];
  const told = await (inside?.git ?? git).say(ask, { input });
  if (!told.ok) {
    return refusal(
      l10n.t('Git does not tell which commits only this run has: {0}. Nothing was taken away.', complaintOf(told)),
    );
  }
  const lines = told.out.split('\n').filter(Boolean);
  const found = lines.map(line => line.split(' '));
  const parents = new Set(found.flatMap(([, ...above]) => above));
  return found.flatMap(([commit = '']) => (parents.has(commit) ? [] : [commit]));
}

/**
 * Earlier commits of refs. `at`: the present commit of one. Git does not walk the reflog of a ref that has no commit.
 */
async function earlierOf(
  git: QuietGit,
  refs: readonly { readonly ref: string; readonly at: string | undefined }[],
): Promise<readonly string[]> {
  const named = refs.flatMap(({ ref, at }) => (at === undefined ? [] : [ref]));
  const told = named.length === 0 ? '' : await git.ask(['rev-list', '--walk-reflogs', ...named, '--']);
  const others = refs.filter(({ at }) => told === undefined || at === undefined);
  const logged = await Promise.all(others.map(({ ref }) => loggedOf(git, ref)));
  return [...(told ?? '').split('\n').filter(Boolean), ...logged.flat()];
}

/** Earlier commits of a ref, from its reflog file. */
async function loggedOf(git: QuietGit, ref: string): Promise<readonly string[]> {
  const path = await git.line(['rev-parse', '--git-path', `logs/${ref}`]);
  return path === undefined ? [] : commitsIn(await textOf(resolve(git.folder, path)));
}

/** Earlier checked-out commits of a worktree that is gone, from git's administrative files. */
async function notedOf(notes: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    notes.map(async note => [...commitsIn(await textOf(join(note, 'logs', 'HEAD'))), await textOf(join(note, 'HEAD'))]),
  );
  return texts.flat().flatMap(text => (/^[0-9a-f]{40,64}$/.test(text.trim()) ? [text.trim()] : []));
}

const textOf = async (path: string): Promise<string> => (await readIfThere(path).catch(() => undefined)) ?? '';

/** The new commits that the lines of a reflog name. */
const commitsIn = (log: string): readonly string[] =>
  Array.from(log.matchAll(/^[0-9a-f]+ ([0-9a-f]{40,64}) /gm), ([, commit = '']) => commit).filter(
    commit => !/^0+$/.test(commit),
  );

/** The ref that will hold commits, and its present commit. `held` is absent where the ref does not exist. */
export interface Holder {
  readonly ref: string;
  readonly held?: string | undefined;
}

/**
 * Points a ref at commits. Several commits are joined by a merge commit with the files of the first one. The ref moves
 * only if nobody else moved it meanwhile. Returns the commit.
 */
export async function holdCommits(
  git: QuietGit,
  { ref, held = '' }: Holder,
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
  const moved = made?.ok === false ? made : await git.say(['update-ref', '--no-deref', ref, commit, held]);
  return moved.ok
    ? commit
    : refusal(l10n.t('The work could not be kept under {0}: {1}. Nothing was taken away.', ref, complaintOf(moved)));
}
