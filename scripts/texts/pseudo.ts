import { fixedParts, pseudoSources } from './languages.ts';

/** The language of these texts, by a name that no pack has. */
export const PSEUDO = 'qps-ploc';

const LETTERS: ReadonlyMap<string, string> = new Map(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, index) => [
    letter,
    [...'åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ'][index] ?? letter,
  ]),
);

/** A text that can be read and told from an English one: in brackets, with an accent on each letter. */
export function pseudo(text: string): string {
  const fixed = fixedParts(text);
  const pattern = new RegExp(`(${fixed.map(part => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|') || '(?!)'})`);
  const parts = text
    .split(pattern)
    .map((part, index) => (index % 2 === 1 ? part : [...part].map(letter => LETTERS.get(letter) ?? letter).join('')));
  return `⟦${parts.join('')}⟧`;
}

/** What the editor reads of an extension in that language: the bundle of the code, and the texts of package.json. */
export function pseudoFiles(): { readonly bundle: Record<string, string>; readonly manifest: Record<string, string> } {
  const { texts, manifest } = pseudoSources();
  const inPseudo = (all: Iterable<readonly [string, string]>): Record<string, string> =>
    Object.fromEntries([...all].map(([key, text]) => [key, pseudo(text)]));
  return { bundle: inPseudo(texts), manifest: inPseudo(Object.entries(manifest)) };
}

/**
 * The words of a shown text that are not of that language: those of two letters and more that stand as they were
 * written.
 */
export const leftOut = (shown: string): readonly string[] => shown.match(/[A-Za-z]{2,}/g) ?? [];
