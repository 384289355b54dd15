import type { Git } from './git.ts';

/**
 * What `git rev-parse` answers to several questions (each its arguments), in their order. Undefined where it has no answer to
 * one. One process, but where a path in the answers has line breaks one for each.
 */
export async function revParse<const Asked extends readonly (readonly string[])[]>(
  git: Git,
  ...asked: Asked
): Promise<{ readonly [K in keyof Asked]: string } | undefined> {
  const told = lineOf(await git.ask(['rev-parse', ...asked.flat()]))?.split('\n');
  if (!told) {
    return undefined;
  }
  // Each question has one line at least, so as many lines are one each.
  const answers =
    told.length === asked.length
      ? told
      : await Promise.all(asked.map(async one => lineOf(await git.ask(['rev-parse', ...one])) ?? ''));
  return answers.every(answer => answer !== '') ? (answers as { readonly [K in keyof Asked]: string }) : undefined;
}

/** The one line that git printed; undefined where it printed nothing. */
export const lineOf = (told: string | undefined): string | undefined => told?.replace(/\r?\n$/, '') || undefined;
