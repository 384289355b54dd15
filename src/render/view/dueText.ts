import type { Entry } from '../../core/entry/entry.ts';
import { cleanLine } from '../text/clean.ts';

/**
 * What is said at the moment that entries become due: one by its name, several by their number. Names come from the file:
 * cleaned and cut. Whoever shows it makes no link of it.
 */
export function dueText(entries: readonly Entry[]): string {
  const [only, ...more] = entries;
  const title = cleanLine(only?.title ?? '', 60);
  if (more.length > 0) {
    return `${entries.length} entries are due.`;
  }
  return title === '' ? 'An entry without a title is due.' : `"${title}" is due.`;
}
