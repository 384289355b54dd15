import { NEVER } from './times.ts';
import type { Repeat } from '../repeat/repeat.ts';
import { isRefusal, type Refusal } from '../basics/refusal.ts';
import { instant, type Instant } from '../basics/time.ts';

/** What a row says that decides which slot of its rule an entry stands for. Times are ms UTC, or NEVER. */
export interface SlotFacts {
  /** The member `slot`. */
  readonly stored: Instant | undefined;
  /** The member `due_at`. */
  readonly due: number;
  /** What lateness counts from: `original_due_at`, else the due time. */
  readonly lateFrom: number;
  /** Whether the row has an `original_due_at`. */
  readonly isSnoozed: boolean;
  readonly repeat: Repeat | Refusal | undefined;
}

/**
 * The slot of the rule that a repeat stands for, wherever a person moved it to (FORMAT.md, "The slot"), ms UTC or
 * NEVER. Without a stored one, and for what does not repeat, it is `lateFrom`. A due time that is itself a later slot
 * of the rule was written by a program that moves repeats on without knowing the member: then that is the slot. Defer
 * never leaves an occurrence at such a time (`moveTo`).
 */
export function slotOf({ stored, due, lateFrom, isSnoozed, repeat }: SlotFacts): number {
  if (repeat === undefined || stored === undefined) {
    return lateFrom;
  }
  const isMovedOn = !isSnoozed && due > stored && due !== NEVER && isSlot(repeat, due);
  return isMovedOn ? due : stored;
}

/** Where an occurrence of a repeat stands: when it comes up, and its slot; ms UTC. */
export interface Occurrence {
  readonly due: Instant | undefined;
  readonly slot: Instant | undefined;
}

/**
 * When an occurrence comes up whose repeat is turned on again at `at`: at the time that it was moved to, where that is
 * still ahead; else at its own slot; else, where both have passed, at the next slot of the rule. Undefined where there
 * is none.
 */
export function dueOnceResumed(
  { due, slot }: Occurrence,
  at: Instant,
  next: (after: Instant) => Instant | undefined,
): Instant | undefined {
  if (due !== undefined && due > at) {
    return due;
  }
  return slot !== undefined && slot > at ? slot : next(at);
}

/** Whether a moment, ms UTC, is a slot of a repeat. Of one that cannot be read, none is. */
export const isSlot = (repeat: Repeat | Refusal, at: number): boolean =>
  !isRefusal(repeat) && repeat.next(instant(at - 1)) === at;
