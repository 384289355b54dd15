import * as l10n from '@vscode/l10n';
import { differencesOf, namesOf } from './specialPaths.ts';
import type { QuietGit } from './quietGit.ts';

/**
 * Names the files of a checkout that are not as its commit has them, or that git does not know, and that another commit
 * would write; undefined where there are none.
 */
export async function inTheWay(git: QuietGit, from: string, to: string): Promise<string | undefined> {
  const flags = ['--porcelain', '-z', '--untracked-files=all', '--ignored=matching', '--no-renames'];
  const told = await git.ask(['status', ...flags, '--ignore-submodules=all'], { encoding: 'latin1' });
  const differences = await differencesOf(git, from, to);
  if (told === undefined || !differences) {
    return undefined;
  }
  const found = told
    .split('\0')
    .filter(Boolean)
    .map(line => line.slice(3));
  const changed = new Set(found.map(path => path.replace(/\/$/, '')));
  const blocking = differences.map(({ path }) => path).filter(path => partsOf(path).some(part => changed.has(part)));
  return blocking.length === 0
    ? undefined
    : l10n.t(
        'Your own changes are in the way: {0}. Commit them, or move them elsewhere, and keep it again. Nothing was changed.',
        namesOf(blocking),
      );
}

/** A path, and the folders above it. */
function partsOf(path: string): readonly string[] {
  const words = path.split('/');
  return words.map((_, index) => words.slice(0, index + 1).join('/'));
}
