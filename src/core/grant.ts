import { fellDueAt } from './automatic.ts';
import { occurrenceOf, timedOf, type Entry } from './entry.ts';
import { NEVER } from './entryState.ts';
import { timeIn } from './fieldValues.ts';
import { readback } from './readback.ts';
import { busyRefusal, isRefusal, refusal, type Refusal } from './refusal.ts';
import type { Instant } from './time.ts';

/** That a person approved something, and when; kept outside of every workspace. */
export interface Grant {
  /** SHA-256 of `approvedText`, hex. */
  readonly hash: string;
  readonly approvedAt: Instant;
  /**
   * Of an entry that comes up once: when it was to come up. The grant is for that time, or a later one that it was
   * moved to. Null where it had no time, undefined for what comes up again and again.
   */
  readonly slot?: Instant | null;
}

/** What this machine itself saw of the runs that a grant let start, whatever the schedule says of them. */
export interface GrantUse {
  /** The occurrence of the last one. */
  readonly occ: string;
  /** When that occurrence fell due, its latest slot: what fell due until then was dealt with. */
  readonly upto: Instant;
  /** Whether it failed, so that it may be tried again. One that goes on, or whose end was lost, did not. */
  readonly failed: boolean;
  /** How many runs of it failed, usage limits left out. */
  readonly failures: number;
  /** Whether it is being started right now. */
  readonly starting: boolean;
}

/** How an entry stands with its grant: covered, changed since, or the one run that it was for has been. */
export type ApprovalMark = true | 'changed' | 'used';

/** What is said of what nobody allowed. */
export const NOT_APPROVED = 'It is not approved to run without a person. Look at it and allow it ("defer allow <id>").';

const ANEW = 'Look at it and allow it anew ("defer allow <id>"), or run it yourself ("defer run <id>").';

/** The time that an approval of an entry is for (`Grant.slot`), given at `now`. */
export function grantedSlot(entry: Entry, now: Instant): Instant | null | undefined {
  if (comesAgain(entry)) {
    return undefined;
  }
  if (entry.waits !== undefined) {
    return timeIn(entry.fields, 'due_at') ?? now;
  }
  return entry.dueAt ?? null;
}

/** Whether an entry that was dealt with comes up again: a repeat, and what waits for files or for one that repeats. */
function comesAgain({ repeat, waits }: Entry): boolean {
  const isEvent = waits !== undefined && !isRefusal(waits);
  return (
    repeat !== undefined ||
    (isEvent && (waits.kind === 'file' || (waits.kind === 'after' && waits.baseline !== undefined)))
  );
}

/** What of a grant is left: whether it covers the entry as it is now, the next time or this one. */
export function grantMark(grant: Grant, use: GrantUse | undefined, hash: string, entry: Entry): ApprovalMark {
  if (grant.hash !== hash || broughtForward(grant, entry)) {
    return 'changed';
  }
  return grant.slot !== undefined && use && !use.failed ? 'used' : true;
}

/**
 * Why an approval does not let an entry start now. It covers only what fell due after it was given: nothing that was
 * late when it was first seen starts by itself. What comes up once is covered at its time and once; each time of a
 * repeat once (SECURITY.md 9). `retries`: how often a failed run may be tried again, as it was approved.
 */
export function grantRefusal(
  grant: Grant | undefined,
  use: GrantUse | undefined,
  seen: { readonly entry: Entry; readonly hash: string; readonly retries: number },
  { now, zone }: { readonly now: Instant; readonly zone: string },
): Refusal | undefined {
  const { entry, hash, retries } = seen;
  if (!grant) {
    return refusal(NOT_APPROVED);
  }
  if (grant.hash !== hash) {
    return refusal(
      'It has changed since it was approved. Look at what changed and allow it anew ("defer allow <id>").',
    );
  }
  const fell = fellDueAt(entry, now);
  if (fell === undefined || fell <= grant.approvedAt) {
    return refusal(
      'It was due before it was approved, so this time is left to a person. Run it with "defer run <id>".',
    );
  }
  if (broughtForward(grant, entry)) {
    return refusal(
      grant.slot === null || grant.slot === undefined
        ? `It had no due time when it was allowed, and has one by now. ${ANEW}`
        : `It was allowed for ${readback(grant.slot, now, zone)}, and was brought forward since. ${ANEW}`,
    );
  }
  return use && useRefusal(grant, use, { occ: occurrenceOf(entry), fell, retries });
}

/** Whether what comes up once does so before the time that it was allowed for. */
const broughtForward = ({ slot }: Grant, entry: Entry): boolean =>
  slot !== undefined && timedOf(entry).due < (slot ?? NEVER);

function useRefusal(
  { slot }: Grant,
  use: GrantUse,
  { occ, fell, retries }: { readonly occ: string; readonly fell: Instant; readonly retries: number },
): Refusal | undefined {
  if (use.starting) {
    return busyRefusal('Another process is starting this entry right now. Wait a moment and look again.');
  }
  if (slot === undefined && use.occ !== occ) {
    return fell > use.upto
      ? undefined
      : refusal('That time of it was dealt with here already, so it is left to a person. Run it yourself.');
  }
  if (!use.failed) {
    return refusal(
      slot === undefined
        ? 'This time of it has run already. Run it yourself if it is to run again.'
        : `It was allowed for one run, and that has been. ${ANEW}`,
    );
  }
  return use.failures > retries
    ? refusal(`It was tried as often as was allowed (retries: ${retries}). ${ANEW}`)
    : undefined;
}
