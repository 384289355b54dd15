import * as l10n from '@vscode/l10n';
import { APPROVAL_FORMAT } from './approval.ts';
import { endedRefusal, fellDueAt } from '../entry/automatic.ts';
import type { Entry } from '../entry/entry.ts';
import { occurrenceOf } from '../entry/occurrenceOf.ts';
import { NEVER, orNone } from '../entry/times.ts';
import { timeIn } from '../rows/fieldValues.ts';
import { describeMoment } from '../basics/describeMoment.ts';
import { busyRefusal, isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { isSlot } from '../entry/slot.ts';
import { instant, type Instant } from '../basics/time.ts';
import { slotsAfter, timingOf } from '../entry/timing.ts';

/** That a person approved something, and when; kept outside of every workspace. */
export interface Grant {
  /** SHA-256 of `approvedText`, hex. */
  readonly hash: string;
  readonly approvedAt: Instant;
  /** When the entry was to come up as it was approved, of a repeat its slot; null where it had no time. */
  readonly slot: Instant | null;
  /** Whether it comes up once: then the grant is for that time, or a later one that it was moved to. */
  readonly once: boolean;
  /** The `APPROVAL_FORMAT` that it was given in; absent in those of version 0.1.0. */
  readonly format?: number;
}

/** What this machine itself saw of the runs that a grant let start, whatever the schedule says of them. */
export interface GrantUse {
  /** The occurrence of the last one. */
  readonly occ: string;
  /** What that run dealt with (`dealtUpTo`). */
  readonly upto: Instant;
  /** Whether it failed, so that it may be tried again. One that goes on, or whose end was lost, did not. */
  readonly failed: boolean;
  /** How many runs of it failed, usage limits left out. */
  readonly failures: number;
  /** Whether it is being started right now. */
  readonly starting: boolean;
  /** How a person ended the last run of it, which then waits for them. */
  readonly ended?: 'stopped' | 'interrupted' | undefined;
  /** Somebody dealt with it by hand (Done, Skip, Cancel): nothing ran. */
  readonly byHand?: true;
}

/**
 * How an entry stands with its grant: covered; changed since; `used`, which the one run that it was for has been; or
 * `unchecked`, where nothing tells what it would start here, as where its agent is not on this PATH.
 */
export type ApprovalMark = true | 'changed' | 'used' | 'unchecked';

/** What is said of what nobody allowed. */
export const notApproved = (): string =>
  l10n.t('It is not allowed to run automatically. Review and allow it ("defer allow <id>").');

const WHENEVER = instant(0);

/** Later than every time that a repeat has: up to when what somebody ended or paused is dealt with. */
export const FOR_GOOD = instant(Date.UTC(9999, 11, 31));

const anew = (): string =>
  l10n.t('Review and allow it again ("defer allow <id>"), or run it yourself ("defer run <id>").');

/** The time that an approval of an entry is for: an event may come at any time, though not before one that is set. */
export function grantedTime(entry: Entry): Pick<Grant, 'slot' | 'once'> {
  if (comesAgain(entry)) {
    return { slot: orNone(entry.slot) ?? null, once: false };
  }
  const given = timeIn(entry.fields, 'due_at');
  return { slot: given ?? (entry.waits === undefined ? null : WHENEVER), once: true };
}

/** Whether an entry that was dealt with comes up again: a repeat, and what waits for files or for one that repeats. */
function comesAgain({ repeat, waits }: Entry): boolean {
  const isEvent = waits !== undefined && !isRefusal(waits);
  return (
    repeat !== undefined ||
    (isEvent && (waits.kind === 'file' || (waits.kind === 'after' && waits.baseline !== undefined)))
  );
}

/**
 * Up to when a run that starts now deals with what came: of a repeat its own slot, or the latest that has come since.
 */
export function dealtUpTo(entry: Entry, now: Instant): Instant {
  const { repeat } = entry;
  const { slot } = timingOf(entry, now);
  return repeat === undefined || slot === NEVER
    ? (fellDueAt(entry, now) ?? now)
    : instant(slotsAfter({ slot, repeat }, now)?.latest ?? slot);
}

/** What is left of a grant: whether it covers the entry as it is now, the next time or this one. */
export function grantMark(grant: Grant, use: GrantUse | undefined, hash: string, entry: Entry): ApprovalMark {
  if (grant.hash !== hash || isBroughtForward(grant, entry)) {
    return 'changed';
  }
  return use && !use.failed && (grant.once || use.upto >= FOR_GOOD) ? 'used' : true;
}

/**
 * Why an approval does not let an entry start now. It covers only what fell due after it was given: nothing that was
 * late when it was first seen starts by itself. What comes up once is covered at its time and once; each slot of a
 * repeat once (docs/security.md, rule 9). `retries`: how often a failed run may be tried again, as it was approved.
 */
export function grantRefusal(
  grant: Grant | undefined,
  use: GrantUse | undefined,
  seen: { readonly entry: Entry; readonly hash: string; readonly retries: number },
  { now, zone }: { readonly now: Instant; readonly zone: string },
): Refusal | undefined {
  const { entry, hash, retries } = seen;
  if (!grant) {
    return refusal(notApproved());
  }
  if (grant.hash !== hash) {
    return refusal(
      grant.format === APPROVAL_FORMAT
        ? l10n.t('It has changed since it was allowed. Review the change and allow it again ("defer allow <id>").')
        : l10n.t(
            'It was allowed in an earlier version of Defer, which showed less of what runs. Review it and allow it again ("defer allow <id>").',
          ),
    );
  }
  const [fell, upto] = [fellDueAt(entry, now), dealtUpTo(entry, now)];
  if (fell === undefined || Math.min(fell, upto) <= grant.approvedAt) {
    return refusal(
      l10n.t('It was due before it was allowed, so this time is left to you. Run it with "defer run <id>".'),
    );
  }
  if (isBroughtForward(grant, entry)) {
    return refusal(
      grant.slot === null
        ? l10n.t('It had no due time when it was allowed, and has one now. {0}', anew())
        : l10n.t(
            'It was allowed for {0}, and has been brought forward since. {1}',
            describeMoment(grant.slot, now, zone),
            anew(),
          ),
    );
  }
  return slotRefusal(grant, entry, now) ?? (use && useRefusal(grant, use, { occ: occurrenceOf(entry), upto, retries }));
}

/** Whether what comes up once does so before the time that it was allowed for. */
const isBroughtForward = ({ once, slot }: Grant, entry: Entry): boolean => once && entry.due < (slot ?? NEVER);

/**
 * Why the occurrence of a repeat is none that was approved: rows may move it, but not make up slots that the rule does
 * not have, nor bring forward any but the next one.
 */
function slotRefusal(grant: Grant, { repeat, slot }: Entry, now: Instant): Refusal | undefined {
  if (repeat === undefined || isRefusal(repeat) || slot === NEVER) {
    return undefined;
  }
  if (!isSlot(repeat, slot) && slot !== grant.slot) {
    return refusal(
      l10n.t(
        'It was moved to a time that is not in its rule, so this time is left to you. Run it yourself ("defer run <id>").',
      ),
    );
  }
  return slot > now && slot !== repeat.next(now)
    ? refusal(
        l10n.t(
          'It was brought forward from a time later than its next one, so this time is left to you. Run it yourself ("defer run <id>").',
        ),
      )
    : undefined;
}

function useRefusal(
  { once }: Grant,
  use: GrantUse,
  { occ, upto, retries }: { readonly occ: string; readonly upto: Instant; readonly retries: number },
): Refusal | undefined {
  if (use.starting) {
    return busyRefusal(l10n.t('Another process is starting this entry right now. Wait a moment and try again.'));
  }
  if (use.ended) {
    return endedRefusal(use.ended);
  }
  if (!once && use.occ !== occ) {
    return upto > use.upto
      ? undefined
      : refusal(
          l10n.t(
            'That time was already dealt with on this machine, so this time is left to you. Run it yourself ("defer run <id>").',
          ),
        );
  }
  if (use.byHand) {
    return refusal(l10n.t('Somebody dealt with it by hand since it was allowed. {0}', anew()));
  }
  if (!use.failed) {
    return refusal(
      once
        ? l10n.t('It was allowed for one run, which has happened. {0}', anew())
        : l10n.t('This time has already run. Run it yourself to run it again.'),
    );
  }
  return use.failures > retries
    ? refusal(l10n.t('It was tried as often as allowed (retries: {0}). {1}', retries, anew()))
    : undefined;
}
