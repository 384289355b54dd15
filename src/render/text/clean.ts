import { maskSecrets } from './secrets.ts';

/**
 * Escape sequences of terminals: operating-system commands with what they carry, then all others. Of a command
 * without an end the text stays, or it could hide all that follows.
 */
const SEQUENCES =
  /\u001B[\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[ -/]*[0-~]/g;
/** C0 but tab and newline, DEL, C1. */
export const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/**
 * Characters that are not seen, or that turn the direction of what follows: bidi controls, zero-width ones, tags, and
 * the selectors that a text can be hidden in; but for the two that emoji have.
 */
export const UNSEEN = /(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|[\u2028\u2029\uFFF9-\uFFFB]/gu;
/** Halves of characters. */
export const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Printable ASCII: most texts are nothing else, and nothing has to be taken away from them. */
const ASCII = /^[ -~]*$/;

/** A text without terminal sequences, control characters but tab and newline, and what hides or turns text. */
export function printable(text: string): string {
  if (ASCII.test(text)) {
    return text;
  }
  return text
    .replace(/\r\n?/g, '\n')
    .replace(SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(UNSEEN, '')
    .replace(LONE_SURROGATES, '\uFFFD');
}

/** A text of the file as it may be shown on any surface: printable, and with secrets masked (docs/security.md). */
export const clean = (text: string): string => maskSecrets(printable(text));

/** A text of the file cleaned and on one line, at most `most` characters long, cut with an ellipsis. */
export function cleanLine(text: string, most = 200): string {
  // Cut before cleaning as well: a text of a megabyte must not cost more than what is shown of it.
  const line = clean(text.slice(0, most * 4))
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= most) {
    return line;
  }
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}

/**
 * A name for a place where the editor, a shell or a workflow replaces `${…}` or `$(…)`. Nothing in it can be replaced.
 */
export const plainName = (text: string, most?: number): string => cleanLine(text, most).replace(/\$+(?=[({])/g, '');
