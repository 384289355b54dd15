import type { Git } from './git.ts';

/**
 * Configuration that leaves no filter of a repository its program: git would run files through them to see whether they
 * were changed, and to write them.
 */
export async function withoutFilters(git: Git): Promise<readonly (readonly [string, string])[]> {
  const names = await git.ask(['config', '--name-only', '-z', '--get-regexp', '^filter\\.']);
  const keys = new Set((names ?? '').split('\0').filter(Boolean));
  const drivers = new Set([...keys].map(key => key.slice(0, key.lastIndexOf('.'))));
  return [...drivers].flatMap(driver => [
    [`${driver}.clean`, ''] as const,
    [`${driver}.smudge`, ''] as const,
    [`${driver}.process`, ''] as const,
    [`${driver}.required`, 'false'] as const,
  ]);
}
