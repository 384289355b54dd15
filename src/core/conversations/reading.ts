import { instant, SECOND, type Instant } from '../basics/time.ts';
import { isRecord, memberOf as ownMember, recordOf, timeOf, type Members } from '../rows/fieldValues.ts';

/** What an agent's tool said when it stopped, before anything is made of it. */
export interface Stop {
  /** Its words, as they are in the file. */
  readonly notice: string;
  /** The moments that fields beside the words name as the reset, the most likely first. */
  readonly resets: readonly Instant[];
}

/** The newest event of a conversation's main line. */
export type Newest = {
  /** When it was written; absent where it does not say. */
  readonly at?: Instant | undefined;
  /** Whether it counts only once nobody writes any more. */
  readonly isPresumed?: true;
} & ({ readonly kind: 'limit'; readonly stop: Stop } | { readonly kind: 'end' } | { readonly kind: 'other' });

/**
 * What a tool's own records say of a conversation. The texts are as the file has them: whoever shows them cleans them.
 */
export interface Reading {
  readonly id: string;
  /** Empty where the records do not name it. */
  readonly folder: string;
  /** The tool's own title, else the first prompt; empty where neither was found. */
  readonly title: string;
  readonly startedAt?: Instant | undefined;
  /** Absent where the end of the file holds no event that is whole: more of it may. */
  readonly newest?: Newest | undefined;
}

/** What records turn out to be that are no conversation of a person's: an agent's helper, or nothing was said. */
export const ASIDE = 'aside';

/** A reader of one tool's records; undefined where they are not in the form that it knows. */
export type ReadRecords = (text: TranscriptText, name: string) => Reading | typeof ASIDE | undefined;

/** When a person said something, where a record of the main line is that; undefined for every other record. */
export type TurnIn = (record: Json) => Instant | undefined;

/** The beginning and the end of a file of one JSON object a line, in lines. */
export interface TranscriptText {
  /** The first line, or as much of it as was read. */
  readonly first: string;
  /** The lines from the first on that are whole. */
  readonly head: readonly string[];
  /** The last lines, the last of all among them: the same as `head` where the whole file was read. */
  readonly tail: readonly string[];
  /** Whether there is more before `tail`. */
  readonly isCut: boolean;
}

/** A file of which the beginning and the end were read; without an end, all of it. Lines that are cut are left out. */
export function transcriptOf(beginning: string, end?: string): TranscriptText {
  const lines = beginning.split('\n');
  const first = lines[0] ?? '';
  return end === undefined
    ? { first, head: lines, tail: lines, isCut: false }
    : { first, head: lines.slice(0, -1), tail: end.split('\n').slice(1), isCut: true };
}

/** One record of a file, or a value in one. */
export type Json = Members;

/** A member of a value that may be anything; undefined where there is none. */
export const memberOf = (value: unknown, name: string): unknown => ownMember(recordOf(value), name);

/** A member that is a text; empty where it is none. */
export function textIn(value: unknown, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}

/** A member that is an ISO time. */
export const timeIn = (value: unknown, name: string): Instant | undefined => timeOf(memberOf(value, name));

/** A member that counts seconds since 1970. */
export function secondsIn(value: unknown, name: string): Instant | undefined {
  const seconds = memberOf(value, name);
  return typeof seconds === 'number' && seconds > 0 && seconds < 1e11
    ? instant(Math.round(seconds * SECOND))
    : undefined;
}

/** A line as an object; undefined where it is no JSON object, or only part of one. */
export function parseRecord(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a text from its last back, without empty ones. */
export function* linesBack({ tail }: TranscriptText): Generator<string> {
  for (let at = tail.length - 1; at >= 0; at -= 1) {
    const line = tail[at] ?? '';
    if (line.trim() !== '') {
      yield line;
    }
  }
}

/** A record that says one thing of a conversation, and not its type first, is no longer than this, in characters. */
const LONGEST_NOTE = 1024;

/** The last record of a type in what was read of a file; undefined where there is none. */
export function lastRecord({ head, tail }: TranscriptText, type: string): Json | undefined {
  const mark = `"type":"${type}"`;
  for (const lines of head === tail ? [tail] : [tail, head]) {
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const line = lines[at] ?? '';
      const isLikely = line.startsWith(mark, 1) || (line.length <= LONGEST_NOTE && line.includes(mark));
      const record = isLikely ? parseRecord(line) : undefined;
      if (record && textIn(record, 'type') === type) {
        return record;
      }
    }
  }
  return undefined;
}

/** Whether a line can be a whole record: one that is being written, or was torn by a crash, is not. */
export const isWholeLine = (line: string): boolean => line.startsWith('{') && line.trimEnd().endsWith('}');

/** The most of a title that is kept, in characters: a prompt may be a book. */
const LONGEST_TITLE = 800;

/** The first part of a text that may be shown as a title. */
export const titleOf = (text: string): string => text.slice(0, LONGEST_TITLE).trim();
