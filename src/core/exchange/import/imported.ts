import { isFileId } from '../../files/definition.ts';
import { isId } from '../../rows/fields.ts';
import type { Digest, Fields } from '../../rows/row.ts';
import type { RunEvent } from '../../rows/runEvents.ts';
import type { Instant } from '../../basics/time.ts';
import type { SourceRecord } from './sourceRecord.ts';

/** The systems whose schedules can be taken over (docs/compatibility.md). */
export const SYSTEMS = ['agent-defer', 'duragent', 'a3s', 'sf', 'vscode'] as const;
export type System = (typeof SYSTEMS)[number];

/** A file of another system as it was read. */
export interface SourceFile {
  /** From the folder that is imported on, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly changed: Instant;
  /** Whether its bytes are no UTF-8, so that the text is not all that they say. */
  readonly isDamaged?: true;
}

/** Something that a person should know about an import: what is read otherwise here, or was not taken over. */
export interface ImportNote {
  readonly file: string;
  /** Counted from 1; absent where it is about the file as a whole. */
  readonly line?: number;
  /** The entry it is about. */
  readonly id?: string;
  /** In plain words. May quote the source: clean it before it is shown. */
  readonly text: string;
  /** Whether something was not taken over. */
  readonly problem?: true;
}

/** What tells a task from others of its id, of a system that does not check that ids differ. */
export interface TaskMark {
  /** What stays the same while it waits, runs and ends, as text. */
  readonly work: string;
  /** When it was to run; absent once a retry may have moved that. */
  readonly runAt?: string;
}

/** An entry as it would be written. */
export interface ImportedEntry {
  /** The id that it gets unless it is another task's (`giveIds`). */
  readonly id: string;
  /** The id that it has at its source, if it has one. */
  readonly given?: string;
  readonly task?: TaskMark;
  /** Digest of what the source says of it: tells whether that changed since. */
  readonly digest: string;
  readonly file: string;
  readonly line?: number;
  /** The fields of its row, `imported` among them (FORMAT.md). */
  readonly fields: Fields;
  /** What is known of its runs. */
  readonly runs: readonly RunEvent[];
}

/** A schedule file under one of the names that it may have here. */
export interface NamedSchedule {
  /** The name of the file without its ending. */
  readonly stem: string;
  readonly text: string;
  /** The text with the schedule paused, for where an enabled one of its name exists already. */
  readonly paused: string;
}

/** A schedule file as it would be made. */
export interface ImportedSchedule extends NamedSchedule {
  /** The id of the entry that it defines. */
  readonly id: string;
  readonly digest: string;
  readonly file: string;
  readonly isEnabled: boolean;
  /** What it is called where another file of the source has its name. */
  readonly others: readonly NamedSchedule[];
}

/** What files of another system come to. */
export interface Import {
  readonly entries: readonly ImportedEntry[];
  readonly schedules: readonly ImportedSchedule[];
  readonly notes: readonly ImportNote[];
}

/** When it is imported, by which digest texts are told apart, and the zone of the clock of this machine. */
export interface ImportContext {
  readonly now: Instant;
  readonly digest: Digest;
  readonly zone: string;
}

/** What an entry is made of. */
export interface EntryParts {
  readonly system: System;
  readonly file: string;
  readonly line?: number;
  /** The id in the source, if it has one. */
  readonly id: string | undefined;
  /**
   * What tells it from others of its system where it has no id that can be kept; the same whatever folder was named.
   */
  readonly identity: string;
  readonly task?: TaskMark;
  /** What the source says, as text. */
  readonly text: string;
  readonly fields: Fields;
  /** What was not understood is kept as it is. */
  readonly record: SourceRecord;
  readonly runs?: readonly RunEvent[];
}

/** Ids that can be kept: a line that no system takes for a path or a flag, and no file defines (FORMAT.md). */
const KEPT = /^(?![-.])[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}/\\]+$/u;

/** Puts an entry together. Its id is that of the source where it can be kept, else a digest of what tells it apart. */
export function entryFrom(parts: EntryParts, { digest }: ImportContext): ImportedEntry {
  const { system, file, line, id: given, identity, text, record, task, runs = [] } = parts;
  const isKept = isId(given) && KEPT.test(given) && !isFileId(given);
  const id = isKept ? given : `${system}-${digest(identity)}`;
  const rest = record.rest();
  const imported = {
    from: system,
    file,
    ...(given !== undefined && !isKept && { id: given }),
    digest: digest(text),
    ...(Object.keys(rest).length > 0 && { rest }),
  };
  const fields = { ...parts.fields, created_by: `import:${system}`, imported };
  return {
    ...{ id, digest: imported.digest, file, fields, runs },
    ...(line !== undefined && { line }),
    ...(given !== undefined && { given }),
    ...(task && { task }),
  };
}

/** The last name of a file's path. */
export const baseName = (file: string): string => file.split('/').at(-1) ?? file;

/** The first line of a text as a title, at most 120 characters. */
export function titleIn(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  const characters = [...line];
  return characters.length > 120 ? `${characters.slice(0, 119).join('')}…` : line;
}
