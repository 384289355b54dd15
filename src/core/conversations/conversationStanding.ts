import type { Entry } from '../entry/entry.ts';
import { instant, toIso, type Instant } from '../basics/time.ts';
import { isBoundSession } from './boundSession.ts';

/**
 * How the conversation of an entry stands, against what it was when the entry was put off. `elsewhere`: another machine
 * has it; `gone`: the tool no longer has it.
 */
export type ConversationStanding = HereStanding | { readonly state: 'elsewhere' | 'gone' };

/** The state of a conversation that this machine has. */
export interface HereStanding {
  readonly state: 'here';
  /** How often a person said something since; at least so often where not `isWhole`. */
  readonly turns: number;
  readonly isWhole: boolean;
  /** When its newest turn was written. */
  readonly lastAt: Instant;
  /** Whether a live process has it open. */
  readonly isHeld: boolean;
}

/** Whether an open entry continues a conversation that was there before it. */
export const isBound = ({ isOpen, kind, mode, session, agent }: Entry): boolean =>
  isOpen && kind === 'prompt' && mode === 'callback' && agent !== undefined && isBoundSession(session ?? '');

/**
 * When an entry was put off: when somebody dealt with it last. A time of the file that is still to come counts as now.
 */
export const putOffAt = ({ updatedAt, createdAt }: Entry, now: Instant): Instant =>
  instant(Math.min(updatedAt ?? createdAt ?? now, now));

/** Whether that state makes the entry wait for a person. */
export const waitsForPerson = (standing: ConversationStanding): boolean =>
  standing.state !== 'here' || standing.isHeld || standing.turns > 0;

/** The state of a conversation as `--json` and the tools give it. */
export const standingJson = (standing: ConversationStanding): Record<string, unknown> => ({
  state: standing.state,
  ...(standing.state === 'here' && {
    turns_since: standing.turns,
    last_at: toIso(standing.lastAt),
    in_use: standing.isHeld,
  }),
  waits_for_person: waitsForPerson(standing),
});
