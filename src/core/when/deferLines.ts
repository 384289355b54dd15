/** A line by which an agent says, in the middle of a longer text, that something is to be done later. */
export interface DeferLine {
  /** Its number in the text, counted from 1. */
  readonly line: number;
  /** What stands after `::defer`: a time, then what is to be done. */
  readonly text: string;
}

/** What a text holds of such lines. */
export interface DeferLines {
  readonly found: readonly DeferLine[];
  /** The numbers of lines that look like one and cannot be read, such as `::defer: 30m` and `| ::defer 30m Look |`. */
  readonly unread: readonly number[];
  /** The numbers of lines that stand in a block of code, where they show how it is written. */
  readonly inCode: readonly number[];
}

/** What makes a line an item of a list, a quotation or a heading. */
const LEAD = /^(?:\s+|>|[-*+•]\s+|\d{1,9}[.)]\s+|\[ \]\s+|#{1,6}\s+)+/;

const MARK = /^[-*+•]?::defer[ \t]+(\S.*)$/i;

/** A line whose first word is the mark, or nearly so, whatever signs stand before it. */
const LOOKS_SO = /^(?:[^\p{L}\p{N}]|\d{1,9}[.)]\s)*?::\s?defer(?!\p{L})/iu;

const FENCE = /^(`{3,}|~{3,})(.*)$/;

/** Finds the lines `::defer 30m Check the build` of a text. */
export function deferLines(text: string): DeferLines {
  const found: DeferLine[] = [];
  const unread: number[] = [];
  const inCode: number[] = [];
  let fence: { readonly sign: string; readonly isQuoted: boolean } | undefined;
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const isQuoted = /^\s*>/.test(whole);
    const bare = whole.replace(LEAD, '').trim();
    // A quotation that ends takes its block of code with it.
    if (fence?.isQuoted && !isQuoted) {
      fence = undefined;
    }
    const [, sign, info = ''] = FENCE.exec(fence ? whole.replace(/^[\s>]+/, '').trim() : bare) ?? [];
    if (fence) {
      if (sign?.startsWith(fence.sign) && info === '') {
        fence = undefined;
      } else if (LOOKS_SO.test(whole)) {
        inCode.push(line);
      }
    } else if (sign !== undefined && !(sign.startsWith('`') && info.includes('`'))) {
      fence = { sign, isQuoted };
    } else if (LOOKS_SO.test(whole)) {
      const [, said] = MARK.exec(unmarked(bare)) ?? [];
      if (said === undefined) {
        unread.push(line);
      } else {
        found.push({ line, text: said });
      }
    }
  }
  return { found, unread, inCode };
}

/** Takes off the backticks round a whole line, and the emphasis round the whole of it or its beginning. */
const unmarked = (line: string): string =>
  emphasisOff(
    emphasisOff(line)
      .replace(/^(`{1,2})([^`]+)\1$/, '$2')
      .trim(),
  );

/** Takes off the paired emphasis of Markdown that a text begins with. */
export const emphasisOff = (text: string): string =>
  text.replace(/^(\*{1,3}|_{1,3})(?=[^\s*_])((?:(?!\s\1\S).)*?[^\s*_])\1(?=$|[\s:,–—-])/, '$2');
