import type { Asker, GitOptions } from '../../store/events/git.ts';
import { thoseThere } from './changedPaths.ts';

/** The files of a checkout as git lists them against an index. Each character of a path is one byte of the name. */
export interface IndexListing {
  /** Files that differ from the index, and untracked files that are not ignored. */
  readonly changed: readonly string[];
  /** Files marked `--assume-unchanged`. */
  readonly assumed: readonly string[];
  /** Files marked `--skip-worktree`. */
  readonly leftOut: readonly string[];
  /** Paths at which the index has commits of other repositories (submodules). */
  readonly submodules: readonly string[];
}

/** The arguments with which git lists all of that in one process. */
const LIST_ALL = [
  ...['ls-files', '-z', '-v', '--stage', '--cached', '--modified', '--others', '--exclude-standard', '--', '.'],
];

/**
 * Lists all files of a checkout. Files marked unchanged, and files marked as left out that exist, are examined too:
 * their marks are removed from the index, which must be a copy. `top`: the real path of the checkout. Undefined where
 * git gives no answer.
 */
export async function listAll(git: Asker, top: string, options: GitOptions): Promise<IndexListing | undefined> {
  const bytes = { ...options, encoding: 'latin1' } as const;
  const list = async (): Promise<IndexListing | undefined> => {
    const told = await git.ask(LIST_ALL, bytes);
    return told === undefined ? undefined : readListing(told);
  };
  const unmark = async (flag: string, paths: readonly string[]): Promise<boolean> =>
    paths.length === 0 ||
    (await git.ask(['update-index', '-z', flag, '--stdin'], { ...bytes, input: [...paths, ''].join('\0') })) !==
      undefined;
  const listing = await list();
  const leftOut = await thoseThere(top, listing?.leftOut ?? []);
  if (!listing || (listing.assumed.length === 0 && leftOut.length === 0)) {
    return listing;
  }
  const isUnmarked =
    (await unmark('--no-assume-unchanged', listing.assumed)) && (await unmark('--no-skip-worktree', leftOut));
  return isUnmarked ? list() : undefined;
}

/** Reads lines of `git ls-files`: a letter, then for index entries mode, object and stage, then the path. */
function readListing(text: string): IndexListing {
  const lines = text.split('\0').filter(Boolean);
  const pathOf = (line: string): string => (line.startsWith('? ') ? line.slice(2) : line.slice(line.indexOf('\t') + 1));
  const having = (pattern: RegExp): readonly string[] => [
    ...new Set(lines.filter(line => pattern.test(line)).map(pathOf)),
  ];
  return {
    changed: having(/^[?C] /i),
    assumed: having(/^[a-z] /),
    leftOut: having(/^S /i),
    submodules: having(/^[^?] 160000 /),
  };
}
