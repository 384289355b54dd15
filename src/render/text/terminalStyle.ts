/** What a piece of text is, for a surface that has colours. */
export type TextStyle = 'heading' | 'late' | 'quiet';

/** What a text is to be put on: how wide it is, in columns of a terminal, and how its colours are made. */
export interface TerminalStyle {
  /** Lines may be of any length where it is not given. */
  readonly width?: number;
  readonly paint: (ink: TextStyle, text: string) => string;
}

/** Paper without colours, of any width: a pipe, a file, a page of the editor. */
export const PLAIN: TerminalStyle = { paint: (_ink, text) => text };

/** Quiet names before what they name, at the beginning of lines; the first line is what the text is about. */
export function styleNames(text: string, { paint }: TerminalStyle): string {
  const [first = '', ...rest] = text.split('\n');
  return [
    paint('heading', first),
    ...rest.map(line => line.replace(/^[A-Z][\w ]*:/, name => paint('quiet', name))),
  ].join('\n');
}

/** Characters that take two columns of a terminal, near enough for a table. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const COMBINING = /^\p{Mark}$/u;

const columnsIn = (character: string): number => (WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1);

/** How many columns of a terminal a line takes. */
export function columnsOf(line: string): number {
  // Nearly every line is of characters that take one.
  if (/^[\x20-\x7E]*$/.test(line)) {
    return line.length;
  }
  let columns = 0;
  for (const character of line) {
    columns += columnsIn(character);
  }
  return columns;
}

/** A line of at most so many columns, cut with an ellipsis. */
export function cutTo(line: string, columns: number): string {
  if (columnsOf(line) <= columns) {
    return line;
  }
  let kept = '';
  let left = Math.max(0, columns - 1);
  for (const character of line) {
    left -= columnsIn(character);
    if (left < 0) {
      break;
    }
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A line with spaces after it to so many columns. */
export const padTo = (line: string, columns: number): string =>
  line + ' '.repeat(Math.max(0, columns - columnsOf(line)));
