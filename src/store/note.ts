import type { Change } from '../core/encode.ts';
import type { Fields } from '../core/row.ts';
import type { Instant } from '../core/time.ts';
import type { Archived } from './scheduleLog.ts';

/** What was done to a schedule. */
export type Done =
  | { readonly id: string; readonly before: Fields | undefined; readonly after: Fields; readonly change: Change }
  | { readonly archived: Archived };

/** Something that was done, when, and to the schedule of which folder. */
export interface Noted {
  readonly folder: string;
  readonly now: Instant;
  readonly done: Done;
}

/** Notes what was done where a person can read it later. Never rejects: what was done is done. */
export type Note = (noted: Noted) => Promise<void>;
