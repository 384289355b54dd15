import * as l10n from '@vscode/l10n';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanLine } from '../../render/text/clean.ts';
import type { QuietGit } from './quietGit.ts';

/** How many paths a refusal names. */
const MOST_NAMES = 5;

/** The first few of some paths for a person, cleaned. Each character of one is a byte of the name. */
export function namesOf(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMES).map(path => cleanLine(Buffer.from(path, 'latin1').toString('utf8'), 100));
  const more = paths.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}

/** A path that differs between two commits. `path`: each character is a byte of the name. */
interface Difference {
  readonly path: string;
  readonly isSubmodule: boolean;
}

/** What differs between two commits; undefined where git does not tell. */
export async function differencesOf(
  git: QuietGit,
  from: string,
  to: string,
): Promise<readonly Difference[] | undefined> {
  const flags = ['-r', '-z', '--raw', '--no-renames', '--no-ext-diff', '--ignore-submodules=none'];
  const told = await git.ask(['diff-tree', ...flags, from, to], { encoding: 'latin1' });
  const parts = told?.split('\0');
  return parts?.flatMap((meta, index) =>
    index % 2 === 0 && meta !== '' ? [{ path: parts[index + 1] ?? '', isSubmodule: /\b160000\b/.test(meta) }] : [],
  );
}

/** Why git alone has to write what differs between two commits; undefined where nothing of it is special. */
export async function specialRefusal(git: QuietGit, from: string, to: string): Promise<string | undefined> {
  const differences = await differencesOf(git, from, to);
  if (!differences) {
    return l10n.t('Git does not tell what would be changed.');
  }
  const submodules = differences.filter(({ isSubmodule }) => isSubmodule).map(({ path }) => path);
  if (submodules.length > 0) {
    return l10n.t('It changes submodules ({0}), which Defer does not bring in.', namesOf(submodules));
  }
  const paths = differences.map(({ path }) => path);
  const filtered = git.filters.size === 0 ? [] : await filteredPaths(git, to, paths);
  if (!filtered) {
    return l10n.t('Git does not tell which files go through a filter.');
  }
  return filtered.length > 0
    ? l10n.t('A filter of the repository (such as Git LFS) has to write {0}, and Defer starts none.', namesOf(filtered))
    : undefined;
}

/** Those of the paths that a configured filter is for, by the attributes in the checkout or by those of the commit. */
async function filteredPaths(
  git: QuietGit,
  commit: string,
  paths: readonly string[],
): Promise<readonly string[] | undefined> {
  const ask = ['check-attr', '-z', '--stdin'];
  const options = { input: [...paths, ''].join('\0'), encoding: 'latin1' } as const;
  const scratch = await mkdtemp(join(tmpdir(), 'defer-attributes-'));
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    const told = [
      await git.ask([...ask, 'filter'], options),
      (await git.ask(['read-tree', commit], { env })) === undefined
        ? undefined
        : await git.ask([...ask, '--cached', 'filter'], { ...options, env }),
    ];
    const found = told.map(text => (text === undefined ? undefined : pathsWith(git.filters, text.split('\0'))));
    return found.every(one => one !== undefined) ? [...new Set(found.flat())] : undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** `words`: path, attribute and value, again and again. */
function pathsWith(filters: ReadonlySet<string>, words: readonly string[]): readonly string[] {
  return words.filter((_, index) => index % 3 === 0 && filters.has(words[index + 2] ?? ''));
}
