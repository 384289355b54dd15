import * as l10n from '@vscode/l10n';
import type { RunEvent } from './runEvents.ts';
import type { Stamp } from './stamp.ts';

/** The newest `schemaVersion` this code writes and fully understands. */
export const FORMAT_VERSION = 1;

/** The longest line that is read or written, in bytes of UTF-8. */
export const MAX_LINE_BYTES = 256 * 1024;

/** What is said of an entry whose row would be longer. */
export const ROW_TOO_LONG = `The entry would be longer than ${MAX_LINE_BYTES / 1024} KiB. Put the text into a file and name it as an artifact.`;

/** The deepest nesting of objects and arrays that is read; the row itself is the first level. */
export const MAX_DEPTH = 32;

/** The longest id, in characters. */
export const MAX_ID_LENGTH = 128;

/** Gives the first 16 hex digits of the SHA-256 of a text's UTF-8 bytes. `store` owns the real one. */
export type Digest = (text: string) => string;

/** Top-level fields of a row but `id`, `schemaVersion`, `run` and `defer`, unknown ones included. */
export type Fields = Readonly<Record<string, unknown>>;

/** One line of the file that says something about one entry. */
export interface Row {
  readonly id: string;
  /** The line's own text, without its line end and surrounding white space. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  readonly version: number;
  /** Only fields of the right type; the rest were problems. */
  readonly fields: Fields;
  readonly stamp: Stamp | undefined;
  /** The fields a native row set or removed (`defer.ch`). */
  readonly changed: readonly string[];
  /** Digests of the foreign lines this row answers (`defer.over`). */
  readonly answers: readonly string[];
  /** What `defer.h` says; whether it holds is asked only where it matters (`isUntouched`). */
  readonly seal: string | undefined;
  readonly run: RunEvent | undefined;
}

/** What is wrong with a line, in the words of FORMAT.md. */
export type ProblemClass =
  | 'torn tail'
  | 'bad JSON'
  | 'not an object'
  | 'no entry'
  | 'too long'
  | 'too deep'
  | 'NUL'
  | 'conflict marker'
  | 'wrong type'
  | 'time without offset'
  | 'already answered'
  | 'bad repeat'
  | 'newer format'
  | 'schedule file';

/** A line, or a part of one, that could not be taken as it stands. The line is kept and shown. */
export interface Problem {
  /** The file it is in, from the schedule's folder on, with `/`; absent for the schedule itself. */
  readonly file?: string;
  readonly line: number;
  readonly class: ProblemClass;
  /** What is wrong and what to do, in plain words. May quote the file: clean it before it is shown. */
  readonly text: string;
}

/** Said of an entry whose last line a newer version wrote, in a format of its own. */
export const newerFormat = (line: number, version: number): Problem => ({
  line,
  class: 'newer format',
  text: l10n.t(
    'A newer version of Defer wrote this entry (format {0}). It is shown; update Defer to act on it.',
    version,
  ),
});

/** Whether a line is longer than a reader takes. */
export function isTooLong(text: string): boolean {
  // A character of a JavaScript text is at most three bytes of UTF-8, so only long ones need counting.
  return text.length * 3 > MAX_LINE_BYTES && new TextEncoder().encode(text).length > MAX_LINE_BYTES;
}

/** Top-level members that are not registers of the fold. */
export const ENVELOPE: ReadonlySet<string> = new Set(['id', 'schemaVersion', 'run', 'defer']);

/**
 * Whether a row stands as its writer wrote it: `h` is its last member and the digest of all before it. A row that
 * another tool or a person copied and changed is not.
 */
export function isUntouched(row: Row, digest: Digest): boolean {
  if (row.stamp === undefined || row.seal === undefined) {
    return false;
  }
  const end = `,"h":"${row.seal}"}}`;
  return row.text.endsWith(end) && digest(row.text.slice(0, -end.length)) === row.seal;
}
