import { NEVER } from './entryState.ts';
import type { Recurrence, Slots } from './recurrence.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { instant, MINUTE, type Duration, type Instant } from './time.ts';

/** What decides when an entry is to be dealt with. Times are ms UTC, or NEVER. */
export interface Timed {
  readonly isOpen: boolean;
  readonly status: string;
  readonly due: number;
  /** Its due time before it was snoozed, else `due`. */
  readonly slot: number;
  /** Past it, it is too late. */
  readonly expires: number;
  /** Whether it repeats and that was turned off for now. */
  readonly isPaused: boolean;
  /** Whether it waits for something that has not happened. */
  readonly isWaiting: boolean;
  /** Its repeat, read, or why that cannot be; asked for only where it matters. */
  readonly repeat: Recurrence | Refusal | undefined;
}

/** How an entry stands at a moment. */
export type Standing = 'closed' | 'proposed' | 'paused' | 'too late' | 'waiting' | 'due' | 'ahead';

/** How an entry stands, and which of its slots is in force. */
export interface Timing {
  readonly standing: Standing;
  /** When it comes up, ms UTC; NEVER where it does not. */
  readonly due: number;
  /** The slot that it comes up for and that lateness counts from, ms UTC, or NEVER. */
  readonly slot: number;
}

/** How old a slot may be before a repeat with `catchup: "skip"` skips it; half the way to the next one where shorter. */
const GRACE: Duration = 15 * MINUTE;

/**
 * How an entry stands at `now`. What the file says is what counts, but for a repeat with `catchup: "skip"` whose slot
 * came a while ago: that one stands at its next slot (TIME.md, "Late"). One that failed waits for a person instead, and
 * of a repeat that is over the last slot stays, so that nothing is lost in silence. A repeat that cannot be read is due
 * when the file says, and never moved.
 */
export function timingOf(entry: Timed, now: Instant): Timing {
  const { due, slot } = entry;
  if (!entry.isOpen) {
    return { standing: 'closed', due, slot };
  }
  if (entry.status === 'proposed') {
    return { standing: 'proposed', due, slot };
  }
  if (entry.isPaused) {
    return { standing: 'paused', due: NEVER, slot };
  }
  if (entry.expires <= now) {
    return { standing: 'too late', due, slot };
  }
  if (entry.isWaiting) {
    return { standing: 'waiting', due: NEVER, slot };
  }
  if (due > now) {
    return { standing: 'ahead', due, slot };
  }
  return skippedTo(entry, now) ?? { standing: 'due', due, slot };
}

/** Where an entry that is due by the file stands that skips what it missed; undefined for all others. */
function skippedTo(entry: Timed, now: Instant): Timing | undefined {
  const { repeat } = entry;
  if (repeat === undefined || isRefusal(repeat) || repeat.catchup !== 'skip' || entry.status === 'failed') {
    return undefined;
  }
  const latest = instant(
    Math.max(entry.due, repeat.between(instant(Math.min(entry.slot, entry.due)), now)?.latest ?? entry.due),
  );
  const following = repeat.next(latest);
  if (following === undefined || now - latest <= Math.min(GRACE, (following - latest) / 2)) {
    // Snoozed to this very moment, it is still as late as its slot.
    return latest === entry.due ? undefined : { standing: 'due', due: latest, slot: latest };
  }
  return { standing: 'ahead', due: following, slot: following };
}

/** Whether an entry is to be dealt with at `now`. */
export const isDueAt = (entry: Timed, now: Instant): boolean => timingOf(entry, now).standing === 'due';

/**
 * The slots of a repeat that came and were not dealt with, where they show: those that are one late entry, and those that
 * `catchup: "skip"` passes over; none while it is snoozed.
 */
export function missedOf(entry: Timed, now: Instant): Slots | undefined {
  const { standing } = timingOf(entry, now);
  return entry.due <= now && (standing === 'due' || standing === 'ahead' || standing === 'too late')
    ? openSlots(entry, now)
    : undefined;
}

/**
 * The slots of a repeat up to now that nobody has dealt with. The first is the entry's own, wherever it was moved to.
 * Undefined where that is still ahead, and where the entry does not repeat or its repeat cannot be read.
 */
export function openSlots({ slot, repeat }: Timed, now: Instant): Slots | undefined {
  if (repeat === undefined || isRefusal(repeat) || slot > now) {
    return undefined;
  }
  const first = instant(slot);
  const later = repeat.between(instant(first + 1), now);
  return { count: 1 + (later?.count ?? 0), first, latest: later?.latest ?? first };
}
