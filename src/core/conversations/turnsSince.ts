import type { Instant } from '../basics/time.ts';
import { linesBack, parseRecord, timeIn, type TranscriptText, type TurnIn } from './reading.ts';

/** What a person said in a conversation since a moment. */
export interface TurnsSince {
  /** How often. */
  readonly turns: number;
  /** Whether all of it was seen: there may be more before the end of the file that was read. */
  readonly isWhole: boolean;
}

/** Counts what a person said after a moment, from the end of a file back to the first record that is older. */
export function turnsSince(text: TranscriptText, turnIn: TurnIn, since: Instant): TurnsSince {
  let turns = 0;
  for (const line of linesBack(text)) {
    const record = parseRecord(line);
    if (record && (timeIn(record, 'timestamp') ?? Infinity) <= since) {
      return { turns, isWhole: true };
    }
    const at = record && turnIn(record);
    turns += at !== undefined && at > since ? 1 : 0;
  }
  return { turns, isWhole: !text.isCut };
}
