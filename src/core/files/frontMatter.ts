/** A Markdown text with a head of YAML between two lines of `---`. */
export interface FrontMatter {
  /** The YAML between the fences. */
  readonly head: string;
  /** Where the head begins, counted from 0 in the text. */
  readonly start: number;
  /** The line of the text that the head begins at, counted from 1. */
  readonly line: number;
  /** What follows the closing fence, without surrounding white space. */
  readonly body: string;
}

const OPENING = /^\uFEFF?\s*---[ \t]*(?:\r\n|\n)/;
const CLOSING = /^---[ \t]*$/m;

/**
 * Splits a text at its fences; `undefined` where it does not begin with one or the second is missing. A fence is `---`
 * and nothing else on its line, so that `---js` is none; a byte order mark and blank lines may stand before the first.
 */
export function splitFrontMatter(text: string): FrontMatter | undefined {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) {
    return undefined;
  }
  const rest = text.slice(opening.length).replaceAll('\r\n', ' \n');
  const closing = CLOSING.exec(rest);
  if (!closing) {
    return undefined;
  }
  const start = opening.length;
  return {
    head: text.slice(start, start + closing.index),
    start,
    line: opening.split('\n').length,
    body: text.slice(start + closing.index + closing[0].length).trim(),
  };
}
