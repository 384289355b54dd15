import type { Keeper } from '../agent/launch.ts';
import { MINUTE, SECOND, type Instant } from '../basics/time.ts';
import type { Reading } from './reading.ts';

/**
 * How a conversation stands. `limit`: a usage limit stopped it. `waiting`: the agent ended its turn. `working`: it is
 * being written, or a process has it open. `unknown`: its file does not tell.
 */
export type ConversationState = 'limit' | 'waiting' | 'working' | 'unknown';

/** A stop at a usage limit. */
export interface ReachedLimit {
  /** When the limit resets; absent where nothing tells. */
  readonly resetsAt?: Instant;
  /**
   * How that is known: a field to the second (`exact`), the words of the notice (`notice`), or not at all (`untold`).
   */
  readonly told: 'exact' | 'notice' | 'untold';
  /** What the tool said, cleaned, on one line. */
  readonly notice: string;
}

/** A conversation that an agent keeps on this machine, as its own store tells it. */
export interface KnownConversation {
  readonly agent: Keeper;
  /** The id that the tool resumes it by. */
  readonly id: string;
  /** The folder that it is about: a real path, or as it was written where that is gone. */
  readonly folder: string;
  /** The tool's own title, else the first prompt: cleaned, on one line; empty where there is neither. */
  readonly title: string;
  readonly startedAt: Instant;
  /** When its newest turn was written. */
  readonly activeAt: Instant;
  /** When anything was written to it last; not before `activeAt`. */
  readonly writtenAt: Instant;
  readonly state: ConversationState;
  /** Where the state is `limit`. */
  readonly limit?: ReachedLimit;
  /** Whether a live process has it open, in whatever state: nobody else may write to it. */
  readonly isHeld: boolean;
}

/** A conversation counts as being written for so long after it was. */
const JUST_WRITTEN = MINUTE;

/** A file's time may be so much later than the clock that was asked. */
const SLACK = 5 * SECOND;

/** Whether a conversation was written just now. */
export const isJustWritten = (writtenAt: Instant, now: Instant): boolean =>
  now - writtenAt < JUST_WRITTEN && now - writtenAt > -SLACK;

/** What a state is told by. */
export interface Standing {
  readonly now: Instant;
  /** When its file was written last. */
  readonly writtenAt: Instant;
  readonly isHeld: boolean;
}

/**
 * How a conversation stands. Its newest event decides; where that says neither that a limit stopped it nor that the
 * agent's turn is over, it counts whether somebody is at it. A presumed event counts once nobody is.
 */
export function stateOf({ newest }: Reading, { now, writtenAt, isHeld }: Standing): ConversationState {
  const isWorkedOn = isHeld || isJustWritten(writtenAt, now);
  const isSettled = newest !== undefined && newest.kind !== 'other' && !(newest.isPresumed === true && isWorkedOn);
  if (isSettled) {
    return newest.kind === 'limit' ? 'limit' : 'waiting';
  }
  return isWorkedOn ? 'working' : 'unknown';
}

/** The newest first; two of one moment by their ids, so that the order is always the same. */
export const byActivity = (a: KnownConversation, b: KnownConversation): number =>
  b.activeAt - a.activeAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
