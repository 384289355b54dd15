import { SECOND } from '../../core/basics/time.ts';
import { Git, type GitOptions } from '../../store/events/git.ts';
import { withoutFilters } from '../../store/events/gitFilters.ts';
import { lineOf } from '../../store/events/revParse.ts';
import type { Repository } from './repositoryOf.ts';

/** How long git may take to look through all files, in ms. */
const PATIENCE = 10 * SECOND;

/** All that is not as it was committed, without Defer's own rows; another repository in it has a configuration of its own. */
const CHANGED = [
  ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=all'],
  ...['--', '.', ':(exclude,top,glob)**/.sf/**'],
];

/**
 * What is said of a run in a new worktree, as sentences: what it is a copy of, and what of the checkout is not there.
 * Only commits and counts of this machine; of a run that nobody watches no name of a branch either (docs/security.md,
 * rule 8).
 */
export async function copyText({ top, head }: Repository, unattended: boolean): Promise<readonly string[]> {
  const git = new Git(top);
  const config = await withoutFilters(git);
  const ask = async (args: readonly string[]): Promise<number | undefined> => {
    const told = config && (await git.ask(args, { patience: PATIENCE, config }));
    return told?.split('\0').filter(Boolean).length;
  };
  const changed = await ask(CHANGED);
  const filtered = filtersIn(config).map(name => `:(top,attr:filter=${name})`);
  const pointers = filtered.length === 0 ? 0 : ((await ask(['ls-files', '-z', '--', ...filtered])) ?? 0);
  const branch = unattended ? undefined : lineOf(await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']));
  return [
    `Works on a copy of ${branch === undefined ? 'the checkout' : named(branch)} at ${head.slice(0, 7)}${missingText(changed)}.`,
    ...(pointers === 0
      ? []
      : [
          pointers === 1
            ? '1 file that git would run through a filter, such as a large file, is in it as git stores it.'
            : `${pointers} files that git would run through a filter, such as large files, are in it as git stores them.`,
        ]),
  ];
}

/** The names of the filters that are configured, as far as git takes them in a path. */
const filtersIn = (config: GitOptions['config'] = []): readonly string[] => [
  ...new Set(config.flatMap(([key]) => /^filter\.([\w-]+)\.\w+$/.exec(key)?.[1] ?? [])),
];

function missingText(changed: number | undefined): string {
  if (changed === undefined) {
    return '; what is not committed in the checkout is not in it';
  }
  if (changed === 0) {
    return '';
  }
  return changed === 1
    ? '; 1 changed file of the checkout is not in it'
    : `; ${changed} changed files of the checkout are not in it`;
}

/** What is said of a run that goes on in a worktree which holds earlier work. */
export async function goesOnText({ top, head }: Repository, base: string): Promise<readonly string[]> {
  const told = await new Git(top).ask(['rev-list', '--count', head, `^${base}`, '--']);
  const later = told === undefined ? 0 : Number(told.trim());
  const since = later === 0 ? '' : `; the checkout has ${later} ${later === 1 ? 'commit' : 'commits'} since, not in it`;
  return [
    `Goes on in a copy of the checkout at ${base.slice(0, 7)}, where work of an earlier run is that nobody has kept or discarded${since}.`,
  ];
}

/** The name of a branch within a sentence: in quotes where it could pass for part of it. */
const named = (name: string): string => (/^[\p{L}\p{N}_./@+=~-]{1,200}$/u.test(name) ? name : JSON.stringify(name));
