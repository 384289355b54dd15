import type { EntryState } from '../fold/entryState.ts';
import type { Entry } from './entry.ts';
import { NEVER } from './times.ts';
import type { Slots } from '../repeat/repeat.ts';
import { isRefusal } from '../basics/refusal.ts';
import { instant, MINUTE, type Duration, type Instant } from '../basics/time.ts';

/** How an entry stands at a moment. */
export type Standing = 'closed' | 'proposed' | 'paused' | 'too late' | 'waiting' | 'due' | 'ahead';

/** How an entry stands at a moment, and which of its slots is then in force. */
export interface Timing {
  readonly standing: Standing;
  /** When it comes up, ms UTC; NEVER where it does not. */
  readonly due: number;
  /** What lateness counts from, ms UTC, or NEVER. */
  readonly lateFrom: number;
  /** The slot that it comes up for, ms UTC, or NEVER. */
  readonly slot: number;
}

/**
 * How old a slot may be before a repeat with `catchup: "skip"` skips it; half the way to the next one where shorter.
 */
const GRACE: Duration = 15 * MINUTE;

/**
 * How an entry stands at `now`. What the file says is what counts, but for a repeat with `catchup: "skip"` whose slot
 * came a while ago: that one stands at its next slot (docs/time.md, "Late"). One that failed waits for a person
 * instead, and of a repeat that is over the last slot stays, so that nothing is lost in silence. A repeat that cannot
 * be read is due when the file says, and never moved.
 */
export function timingOf(entry: Entry | EntryState, now: Instant): Timing {
  const { due, lateFrom, slot } = entry;
  if (!entry.isOpen) {
    return { standing: 'closed', due, lateFrom, slot };
  }
  if (entry.status === 'proposed') {
    return { standing: 'proposed', due, lateFrom, slot };
  }
  if (entry.isPaused) {
    return { standing: 'paused', due: NEVER, lateFrom, slot };
  }
  if (entry.expires <= now) {
    return { standing: 'too late', due, lateFrom, slot };
  }
  if (entry.isWaiting) {
    return { standing: 'waiting', due: NEVER, lateFrom, slot };
  }
  if (due > now) {
    return { standing: 'ahead', due, lateFrom, slot };
  }
  return skippedTo(entry, now) ?? { standing: 'due', due, lateFrom, slot };
}

/** Where an entry that is due by the file stands that skips what it missed; undefined for all others. */
function skippedTo(entry: Entry | EntryState, now: Instant): Timing | undefined {
  const { repeat, due, slot } = entry;
  if (repeat === undefined || isRefusal(repeat) || repeat.catchup !== 'skip' || entry.status === 'failed') {
    return undefined;
  }
  const later = slotsAfter(entry, now)?.latest;
  // What came last: a later slot of the rule, or the entry's own, at the time that it was moved to.
  const isOwn = later === undefined || later <= due;
  const came = instant(isOwn ? due : later);
  const following = repeat.next(instant(isOwn ? Math.max(due, slot) : later));
  if (following === undefined || now - came <= Math.min(GRACE, (following - came) / 2)) {
    return isOwn ? undefined : { standing: 'due', due: came, lateFrom: came, slot: came };
  }
  return { standing: 'ahead', due: following, lateFrom: following, slot: following };
}

/**
 * Whether an entry is to be dealt with at `now`: open, its due time has come, and it is not too late for it. A proposed
 * one never is, nor is a paused one.
 */
export const isDue = (entry: Entry | EntryState, now: Instant): boolean => timingOf(entry, now).standing === 'due';

/**
 * How late an entry is, in milliseconds, however often it was snoozed; 0 when it is not due. A reschedule starts anew.
 */
export function latenessOf(entry: Entry, now: Instant): number {
  const { standing, lateFrom } = timingOf(entry, now);
  return standing === 'due' ? Math.max(0, now - lateFrom) : 0;
}

/** The slots of a repeat after the entry's own, up to `until`, both moments ms UTC; undefined where there is none. */
export const slotsAfter = ({ slot, repeat }: Pick<Entry, 'slot' | 'repeat'>, until: number): Slots | undefined =>
  repeat === undefined || isRefusal(repeat) || slot >= until
    ? undefined
    : repeat.between(instant(slot + 1), instant(until));

/**
 * The times of a repeat that came and were not dealt with, where they show: those that are one late entry, and those
 * that `catchup: "skip"` passes over; none while it is snoozed. The first is the entry's own, which counts from the
 * time that a person moved it to; the others are slots of the rule.
 */
export function missedOf(entry: Entry, now: Instant): Slots | undefined {
  const { repeat, due, lateFrom } = entry;
  const { standing } = timingOf(entry, now);
  const isShown = standing === 'due' || standing === 'ahead' || standing === 'too late';
  if (!isShown || due > now || repeat === undefined || isRefusal(repeat)) {
    return undefined;
  }
  const later = slotsAfter(entry, now);
  return {
    count: 1 + (later?.count ?? 0),
    first: instant(lateFrom),
    latest: instant(Math.max(lateFrom, later?.latest ?? lateFrom)),
  };
}
