// Which test files there are, and how they are shared out among processes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.ts';

/** The test files below these folders of `test`, by their paths; those right in `unit` with "unit/*". */
export const filesIn = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap(folder => {
    const isFlat = folder.endsWith('/*');
    const place = join('test', folder.replace(/\/\*$/, ''));
    return readdirSync(join(root, place), { recursive: !isFlat, encoding: 'utf8' })
      .filter(name => name.endsWith('.test.ts'))
      .map(name => join(place, name));
  });

/**
 * How long a test or a group of tests may take, in ms. The limit ends tests that hang. A slow machine must not fail a
 * test.
 */
export const TIME_LIMIT = 900_000;

/** The text of a file of the project. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Files as so many lists of about one weight. */
export const partsOf = (
  files: readonly string[],
  count: number,
  weightOf: (path: string) => number = path => textOf(path).length,
): readonly (readonly string[])[] => {
  const parts = Array.from({ length: count }, () => ({ weight: 0, files: [] as string[] }));
  for (const { path, weight } of files
    .map(path => ({ path, weight: weightOf(path) }))
    .sort((a, b) => b.weight - a.weight)) {
    const [lightest] = parts.sort((a, b) => a.weight - b.weight);
    lightest?.files.push(path);
    if (lightest) lightest.weight += weight;
  }
  return parts.map(part => part.files);
};

/**
 * How long a test file of the editor takes, roughly: a window that it opens is as much as some tests, a walk as more.
 */
const weightInEditor = (path: string): number => {
  const text = textOf(path);
  const count = (call: RegExp): number => text.match(call)?.length ?? 0;
  return text.length + 4000 * count(/await (?:openWindow|openBeside)\(/g) + 8000 * count(/walkPalette\(/g);
};

/** The editor's test files as lists of about one length. Those of a list share a process, an editor and a window. */
export const partsInEditor = (): readonly (readonly string[])[] =>
  // Sorted by name, so that each file always follows the same files in the shared window.
  partsOf(filesIn('host'), 2, weightInEditor).map(part => part.toSorted());
