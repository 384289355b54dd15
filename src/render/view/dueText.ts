import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import { cleanLine } from '../text/clean.ts';
import { isolate } from '../text/isolate.ts';

/**
 * What is said at the moment that entries become due: one by its name, several by their number. Names come from the
 * file: cleaned and cut. Whoever shows it makes no link of it.
 */
export function dueText(entries: readonly Entry[]): string {
  const [only, ...more] = entries;
  const title = isolate(cleanLine(only?.title ?? '', 60));
  if (more.length > 0) {
    return l10n.t('{0} entries are due.', entries.length);
  }
  return title === '' ? l10n.t('An entry without a title is due.') : l10n.t('"{0}" is due.', title);
}
