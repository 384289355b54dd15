import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';

/** Texts as one line that a person can edit, separated by commas. Quotes hold together what would be read otherwise. */
export const joinItems = (items: readonly string[]): string => items.map(quotedIfNeeded).join(', ');

const quotedIfNeeded = (item: string): string =>
  /[",]/.test(item) || item !== item.trim() ? `"${item.replaceAll('"', '""')}"` : item;

/** An item and the comma after it: in quotes, or up to the next comma. A quote within quotes is written twice. */
const ITEM = /\s*(?:"((?:[^"]|"")*)"\s*|((?!\s*")[^,]*))(?:,|$)/y;

/** The texts of such a line, without empty ones. */
export function splitItems(line: string): readonly string[] | Refusal {
  const items: string[] = [];
  for (let at = 0; at < line.length; at = ITEM.lastIndex) {
    ITEM.lastIndex = at;
    const match = ITEM.exec(line);
    if (!match) {
      return refusal(
        l10n.t(
          'An item that begins with a quote ends with one, and a comma follows. Write two quotes for one within it.',
        ),
      );
    }
    const [, quoted, plain = ''] = match;
    items.push(quoted?.replaceAll('""', '"') ?? plain.trim());
  }
  return items.filter(item => item.trim() !== '');
}
