import type { PlaceFacts } from '../../core/agent/worktreePlan.ts';
import { SECOND } from '../../core/basics/time.ts';
import { Git } from '../../store/events/git.ts';
import type { Repository } from './repositoryOf.ts';

/** How long git may take to look through all files, in ms. */
const PATIENCE = 10 * SECOND;

/**
 * All that is not as it was committed, without Defer's own rows; another repository in it has a configuration of its
 * own.
 */
const CHANGED = [
  ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=all'],
  ...['--', '.', ':(exclude,top,glob)**/.sf/**'],
];

/**
 * What is to be said of a run in a new worktree. Of a run that nobody watches no name of a branch (docs/security.md,
 * rule 8).
 */
export async function copyFacts({ top, head, filters, branch }: Repository, unattended: boolean): Promise<PlaceFacts> {
  const git = new Git(top);
  const ask = async (args: readonly string[]): Promise<number | undefined> => {
    const told = await git.ask(args, { patience: PATIENCE, config: filters });
    return told?.split('\0').filter(Boolean).length;
  };
  const changed = await ask(CHANGED);
  const filtered = filtersIn(filters).map(name => `:(top,attr:filter=${name})`);
  const pointers = filtered.length === 0 ? 0 : ((await ask(['ls-files', '-z', '--', ...filtered])) ?? 0);
  return {
    kind: 'copy',
    head,
    pointers,
    ...(branch !== undefined && !unattended && { branch }),
    ...(changed !== undefined && { changed }),
  };
}

/** The names of the filters that are configured, as far as git takes them in a path. */
const filtersIn = (config: Repository['filters']): readonly string[] => [
  ...new Set(config.flatMap(([key]) => /^filter\.([\w-]+)\.\w+$/.exec(key)?.[1] ?? [])),
];

/** What is to be said of a run that goes on in a worktree which holds earlier work. */
export async function goesOnFacts({ top, head }: Repository, base: string): Promise<PlaceFacts> {
  const told = await new Git(top).ask(['rev-list', '--count', head, `^${base}`, '--']);
  return { kind: 'goesOn', base, later: told === undefined ? 0 : Number(told.trim()) };
}
