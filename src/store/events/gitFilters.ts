import type { Git, GitOptions } from './git.ts';

/** A name that git tells back where it reads the configuration that it is given. */
const READS = 'defer.reads';

/**
 * Configuration that leaves no filter of a repository its program: git would run files through them to see whether they
 * were changed, and to write them. Undefined where git does not tell which filters there are, or is older than 2.31: then
 * no file of the repository may be looked at.
 */
export async function withoutFilters(git: Git): Promise<NonNullable<GitOptions['config']> | undefined> {
  // A failure of `--get-regexp` looks like a repository without filters. A git before 2.31 does not read configuration
  // from its environment, so nothing here would keep it from starting them.
  const names = await git.ask(['config', '--name-only', '-z', '--list'], { config: [[READS, 'true']] });
  const all = names?.split('\0');
  const keys = new Set(all?.filter(name => name.startsWith('filter.')));
  const drivers = new Set([...keys].map(key => key.slice(0, key.lastIndexOf('.'))));
  const config = [...drivers].flatMap(driver => [
    [`${driver}.clean`, ''] as const,
    [`${driver}.smudge`, ''] as const,
    [`${driver}.process`, ''] as const,
    [`${driver}.required`, 'false'] as const,
  ]);
  return all?.includes(READS) ? config : undefined;
}
