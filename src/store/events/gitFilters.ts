import type { Git, GitOptions } from './git.ts';

/**
 * Configuration that leaves no filter of a repository its program: git would run files through them to see whether they
 * were changed, and to write them. Undefined where git does not tell which filters there are: then no file of the
 * repository may be looked at.
 */
export async function withoutFilters(git: Git): Promise<NonNullable<GitOptions['config']> | undefined> {
  // A failure of `--get-regexp` looks like a repository without filters.
  const names = await git.ask(['config', '--name-only', '-z', '--list']);
  const keys = new Set(names?.split('\0').filter(name => name.startsWith('filter.')));
  const drivers = new Set([...keys].map(key => key.slice(0, key.lastIndexOf('.'))));
  const config = [...drivers].flatMap(driver => [
    [`${driver}.clean`, ''] as const,
    [`${driver}.smudge`, ''] as const,
    [`${driver}.process`, ''] as const,
    [`${driver}.required`, 'false'] as const,
  ]);
  return names === undefined ? undefined : config;
}
