import type { Asker, GitOptions } from './git.ts';

/** A name that git tells back where it reads the configuration that it is given. */
const READS = 'defer.reads';

/**
 * The names of all that is configured. Undefined where git does not tell, or is older than 2.31: then no file of the
 * repository may be looked at.
 */
export async function configuredNames(git: Asker): Promise<readonly string[] | undefined> {
  // A failure of `--get-regexp` looks like a repository without filters. A git before 2.31 does not read configuration
  // from its environment, so nothing here would keep it from starting them.
  const names = await git.ask(['config', '--name-only', '-z', '--list'], { config: [[READS, 'true']] });
  const all = names?.split('\0');
  return all?.includes(READS) ? all : undefined;
}

/** As `filtersOff`, for what is configured now. Undefined as for `configuredNames`. */
export async function withoutFilters(git: Asker): Promise<NonNullable<GitOptions['config']> | undefined> {
  const names = await configuredNames(git);
  return names && filtersOff(names);
}

/**
 * Configuration that leaves no filter of a repository its program: git would run files through them to see whether they
 * were changed, and to write them. `names`: all that is configured.
 */
export function filtersOff(names: readonly string[]): NonNullable<GitOptions['config']> {
  const keys = new Set(names.filter(name => name.startsWith('filter.')));
  const drivers = new Set([...keys].map(key => key.slice(0, key.lastIndexOf('.'))));
  return [...drivers].flatMap(driver => [
    [`${driver}.clean`, ''] as const,
    [`${driver}.smudge`, ''] as const,
    [`${driver}.process`, ''] as const,
    [`${driver}.required`, 'false'] as const,
  ]);
}
