import type { Change } from '../core/encode.ts';
import type { Fields } from '../core/row.ts';
import type { Instant } from '../core/time.ts';
import type { Archived } from './scheduleLog.ts';

/** What was done to a schedule. */
export type Done =
  | { readonly id: string; readonly before: Fields | undefined; readonly after: Fields; readonly change: Change }
  | { readonly archived: Archived }
  /** Rows that were written as they are. */
  | { readonly rows: readonly string[] };

/** Something that was done, when, and to the schedule of which folder. */
export interface Noted {
  readonly folder: string;
  readonly now: Instant;
  readonly done: Done;
}

/** Notes what was done where a person can read it later. Never rejects: what was done is done. */
export type Note = (noted: Noted) => Promise<void>;

/** The log of what is done. */
export interface Diary {
  readonly path: string;
  /** How a folder is written in it. */
  nameOf(folder: string): string;
  /** The last so many of the lines that are kept. Throws a StoreFault where it cannot be read. */
  lines(limit: number, keeps: (line: string) => boolean): Promise<readonly string[]>;
  /** Why nothing can be written to it; undefined where it can. */
  problem(): Promise<string | undefined>;
}
