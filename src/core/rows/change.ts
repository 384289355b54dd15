import type { Instant } from '../basics/time.ts';
import type { Digest } from './row.ts';
import type { RunEvent } from './runEvents.ts';

/** What an act does to an entry: fields to set, `undefined` for those to remove, and what happened to its runs. */
export interface Change {
  readonly set: Readonly<Record<string, unknown>>;
  /**
   * Fields that get a new value for other tools to read, without this row laying claim to them. A snooze writes
   * `status` so, which is why a done that had not seen it still wins (FORMAT.md, "Snoozed is not a state").
   */
  readonly carry?: Readonly<Record<string, unknown>>;
  readonly run?: RunEvent;
  /** Further events of the same act. A row holds one event, so each stands in a row of its own (`encodeRows`). */
  readonly also?: readonly RunEvent[];
  /** What the file that defines the entry is to say of being on: that is written there, before the row. */
  readonly enabled?: boolean;
}

/** Who writes, and when. `actor`: 6 to 32 lower-case hex digits, one per installation and process. */
export interface Writer {
  readonly now: Instant;
  readonly actor: string;
  readonly digest: Digest;
}
