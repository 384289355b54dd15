import { NEVER } from '../fold/entryState.ts';
import type { Repeat, Slots } from '../repeat/repeat.ts';
import { isRefusal, type Refusal } from '../basics/refusal.ts';
import { instant, MINUTE, type Duration, type Instant } from '../basics/time.ts';

/** What decides when an entry is to be dealt with. Times are ms UTC, or NEVER. */
export interface Timed {
  readonly isOpen: boolean;
  readonly status: string;
  readonly due: number;
  /** Its due time before it was first snoozed, else `due`: lateness counts from here. */
  readonly lateFrom: number;
  /** The slot of its rule that a repeat stands for (`slotOf`); of every other entry `lateFrom`. */
  readonly slot: number;
  /** Past it, it is too late. */
  readonly expires: number;
  /** Whether it repeats and that was turned off for now. */
  readonly isPaused: boolean;
  /** Whether it waits for something that has not happened. */
  readonly isWaiting: boolean;
  /** Its repeat, read, or why that cannot be; asked for only where it matters. */
  readonly repeat: Repeat | Refusal | undefined;
}

/** How an entry stands at a moment. */
export type Standing = 'closed' | 'proposed' | 'paused' | 'too late' | 'waiting' | 'due' | 'ahead';

/** How an entry stands, and which of its slots is in force. */
export interface Timing {
  readonly standing: Standing;
  /** When it comes up, ms UTC; NEVER where it does not. */
  readonly due: number;
  /** What lateness counts from, ms UTC, or NEVER. */
  readonly lateFrom: number;
  /** The slot that it comes up for, ms UTC, or NEVER. */
  readonly slot: number;
}

/** How old a slot may be before a repeat with `catchup: "skip"` skips it; half the way to the next one where shorter. */
const GRACE: Duration = 15 * MINUTE;

/**
 * How an entry stands at `now`. What the file says is what counts, but for a repeat with `catchup: "skip"` whose slot
 * came a while ago: that one stands at its next slot (docs/time.md, "Late"). One that failed waits for a person instead, and
 * of a repeat that is over the last slot stays, so that nothing is lost in silence. A repeat that cannot be read is due
 * when the file says, and never moved.
 */
export function timingOf(entry: Timed, now: Instant): Timing {
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
function skippedTo(entry: Timed, now: Instant): Timing | undefined {
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

/** Whether an entry is to be dealt with at `now`. */
export const isDueAt = (entry: Timed, now: Instant): boolean => timingOf(entry, now).standing === 'due';

/** The slots of a repeat after the entry's own, up to `until`, both moments ms UTC; undefined where there is none. */
export const slotsAfter = ({ slot, repeat }: Pick<Timed, 'slot' | 'repeat'>, until: number): Slots | undefined =>
  repeat === undefined || isRefusal(repeat) || slot >= until
    ? undefined
    : repeat.between(instant(slot + 1), instant(until));
