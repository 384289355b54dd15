/** Escape sequences of terminals: operating-system commands with what they carry, then all others. */
const SEQUENCES =
  /\u001B[\]PX^_][\s\S]*?(?:\u0007|\u001B\\|\u009C|$)|(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B[ -/]*[0-~]/g;
/** C0 but tab and newline, DEL, C1. */
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** Characters that are not seen, or that turn the direction of what follows: bidi controls, zero-width ones, tags. */
const UNSEEN =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|\u{E0000}|[\u{E0001}-\u{E007F}]/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** What looks like a secret, whoever issues it: the usual prefixes of API keys and tokens. */
const SECRETS =
  /\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|npm_\w{20,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|hf_\w{20,}|(?:r|s|p)k_(?:live|test)_\w{16,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+)/g;

/** A text without terminal sequences, control characters but tab and newline, and what hides or turns text. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(UNSEEN, '')
    .replace(LONE_SURROGATES, '\uFFFD');
}

/** A text of the file as it may be shown on any surface: printable, and with secrets masked (SECURITY.md). */
export const clean = (text: string): string => printable(text).replace(SECRETS, secret => `${secret.slice(0, 4)}…`);

/** The same on one line, at most `most` characters long, cut with an ellipsis. */
export function cleanLine(text: string, most = 200): string {
  // Cut before cleaning as well: a text of a megabyte must not cost more than what is shown of it.
  const line = clean(text.slice(0, most * 4))
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}
