import * as l10n from '@vscode/l10n';
import type { Waits } from './waitsFor.ts';

/**
 * What an entry waits for, in words, without its subject: `docs/*.md to change`. May quote the file: clean it. `title`:
 * of the entry that it waits for, where that is known; its id without.
 */
export function waitsText(waits: Waits, title?: string): string {
  switch (waits.kind) {
    case 'file':
      return l10n.t('{0} to appear or change', waits.glob);
    case 'after':
      return l10n.t('{0} to be done', title === undefined ? waits.id : `"${title}"`);
    case 'merged':
      return l10n.t('{0} to be merged into {1}', waits.branch, waits.into);
    case 'exits':
      return l10n.t('process {0} to exit', waits.pid);
  }
}
