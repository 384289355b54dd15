import type { Asker } from './git.ts';

/**
 * The answers of `git rev-parse` to several questions, in order; each question is a list of arguments. Undefined where
 * one has no answer. It takes one process, or one for each question where a path has line breaks.
 */
export async function revParse<const Asked extends readonly (readonly string[])[]>(
  git: Asker,
  ...asked: Asked
): Promise<{ readonly [K in keyof Asked]: string } | undefined> {
  const told = lineOf(await git.ask(['rev-parse', ...asked.flat()]))?.split('\n');
  if (!told) {
    return undefined;
  }
  // Each answer has at least one line. With as many lines as questions, each has just one.
  const answers =
    told.length === asked.length
      ? told
      : await Promise.all(asked.map(async one => lineOf(await git.ask(['rev-parse', ...one])) ?? ''));
  return answers.every(answer => answer !== '') ? (answers as { readonly [K in keyof Asked]: string }) : undefined;
}

/**
 * The objects of names, as hex digits, in order; undefined for a name without an object. Undefined as a whole where git
 * gives no answer. `names`: such as `HEAD^{tree}`, without line breaks. It takes one process.
 */
export async function objectsOf<const Names extends readonly string[]>(
  git: Asker,
  ...names: Names
): Promise<{ readonly [K in keyof Names]: string | undefined } | undefined> {
  const told = await git.ask(['cat-file', '--batch-check=%(objectname)'], { input: [...names, ''].join('\n') });
  const lines = told?.split('\n');
  const objects = lines && names.map((_, index) => lines[index]?.match(/^[0-9a-f]{40,64}$/)?.[0]);
  return objects as { readonly [K in keyof Names]: string | undefined } | undefined;
}

/** The one line that git printed; undefined where it printed nothing. */
export const lineOf = (told: string | undefined): string | undefined => told?.replace(/\r?\n$/, '') || undefined;
