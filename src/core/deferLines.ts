/** A line by which an agent says, in the middle of a longer text, that something is to be done later. */
export interface DeferLine {
  /** Its number in the text, counted from 1. */
  readonly line: number;
  /** What stands after `::defer`: a time, then what is to be done. */
  readonly text: string;
}

/** The mark at the beginning of a line, or after what makes it an item of a list or a quotation. */
const MARK = /^[\s>*-]*::defer[ \t]+(\S.*?)\s*$/;

/** The longest time at the beginning of a line, in words. */
const MOST_WORDS = 10;

/** Finds the lines `::defer 30m Check the build` of a text. */
export const deferLines = (text: string): readonly DeferLine[] =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const [, found] = MARK.exec(line) ?? [];
    return found === undefined ? [] : [{ line: index + 1, text: found }];
  });

/**
 * Splits such a line into its time and what is to be done: the longest beginning that `isTime` takes for a time counts,
 * as far as something is left after it. Undefined where there is none.
 */
export async function splitDeferLine(
  text: string,
  isTime: (text: string) => Promise<boolean>,
): Promise<{ readonly when: string; readonly message: string } | undefined> {
  const ends = [...text.matchAll(/\s+/g)].map(({ index }) => index).slice(0, MOST_WORDS);
  for (const end of ends.reverse()) {
    const when = text.slice(0, end).replace(/[,:]$/, '');
    if (await isTime(when)) {
      return { when, message: text.slice(end).trim() };
    }
  }
  return undefined;
}
