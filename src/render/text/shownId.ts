import { isFileId } from '../../core/files/definition.ts';
import { MAX_ID_LENGTH } from '../../core/rows/row.ts';
import { cleanLine } from './clean.ts';

/** So many characters of an id are shown at least, however few would do. */
export const LEAST_SHOWN = 8;

/** An id as it is shown whole, to be copied into a command. */
export const wholeId = (id: string): string => cleanLine(id, MAX_ID_LENGTH);

/**
 * How ids are shown in one list: so much of each that it names its own thing alone, `others` included, all to one
 * width. What a file defines is called by a name, which is shown whole: the beginning of it would soon be that of
 * another file. What has blanks stands in quotes.
 */
export function idShortener(ids: readonly string[], others: Iterable<string> = []): (id: string) => string {
  const own = new Set(ids.filter(id => !isFileId(id)));
  const sorted = [...own, ...[...others].filter(id => !own.has(id))].sort();
  let width = LEAST_SHOWN;
  for (const [index, id] of sorted.entries()) {
    for (const other of own.has(id) ? [sorted[index - 1], sorted[index + 1]] : []) {
      width = Math.max(width, Math.min(id.length, commonStart(id, other ?? '') + 1));
    }
  }
  return id => asTyped(isFileId(id) ? wholeId(id) : beginningOf(wholeId(id), width));
}

/** A text as one word of a command: where it has blanks in quotes, unless a shell would read something else in them. */
const asTyped = (text: string): string => (/\s/.test(text) && !/["$`\\!]/.test(text) ? `"${text}"` : text);

/** The first characters of a text; none is cut in two. */
const beginningOf = (text: string, width: number): string =>
  text.slice(0, /^[\uD800-\uDBFF]/.test(text.charAt(width - 1)) ? width + 1 : width);

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
