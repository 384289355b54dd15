import type { Change } from './encode.ts';
import { occurrenceOf, timedOf, type Entry } from './entry.ts';
import { NEVER } from './entryState.ts';
import type { Recurrence } from './recurrence.ts';
import { isRefusal, refusal, type Refusal } from './refusal.ts';
import type { RunEvent } from './run.ts';
import { instant, toIso, type Instant } from './time.ts';
import { openSlots, timingOf, type Timing } from './timing.ts';

/** What became of the occurrence that a repeat moves on from. */
export type Dealt = 'done' | 'skipped';

/** The name of a `skipped` event: the same from every writer, so that two that record it make one. */
const NOBODY = '0';

/** The repeat of an entry that can be moved on, or what a person should do instead. */
export function repeatOf(entry: Entry): Recurrence | Refusal {
  const { repeat } = entry;
  if (entry.status === 'proposed') {
    return refusal(
      'The entry is only proposed, so there is nothing to move on. Accept it first ("defer accept"), or reject it.',
    );
  }
  if (repeat === undefined) {
    return refusal('The entry does not repeat. Snooze it, mark it done, or cancel it.');
  }
  if (isRefusal(repeat)) {
    return refusal(`The repeat of the entry cannot be read, so it is not moved. ${repeat.why} Or cancel the entry.`);
  }
  return entry.paused ? refusal('The entry is paused. Resume it first ("defer resume"), or cancel it.') : repeat;
}

/**
 * Moves a repeat on to its next slot after now (TIME.md, "Repeat"): the occurrence in force was dealt with, and so are
 * all that came before now. Where that was done early, the next slot is the one after. Where no slot is left, the entry
 * is done. Slots that nobody dealt with are recorded as one `skipped` event, under the first of them. Refused for an
 * entry that does not repeat, whose repeat cannot be read, or that is paused.
 */
export function moveOn(entry: Entry, now: Instant, dealt: Dealt): Change | Refusal {
  const repeat = repeatOf(entry);
  if (isRefusal(repeat)) {
    return repeat;
  }
  const timing = timingOf(timedOf(entry), now);
  const slot = timing.slot === NEVER ? now : timing.slot;
  const next = repeat.next(instant(Math.max(now, slot)));
  const skipped = skippedBy(entry, timing, now, dealt);
  return { set: movedTo(entry, next), ...(skipped && { run: skippedEvent(skipped, now) }) };
}

/** Turns a paused repeat on again, at its next slot after now: while it was paused there were none. */
export function resume(entry: Entry, now: Instant): Change | Refusal {
  const { repeat } = entry;
  if (!entry.paused || entry.status === 'proposed' || repeat === undefined) {
    return refusal('The entry is not paused.');
  }
  if (isRefusal(repeat)) {
    return repeat;
  }
  const next = repeat.next(now);
  if (next === undefined) {
    return refusal('No slot of it is left, so it would never be due. Cancel it.');
  }
  const { enabled: _, ...rule } = rawRepeat(entry);
  return { set: { ...movedTo(entry, next), repeat: rule } };
}

/** Turns a repeat off until it is resumed: it is not due any more, whatever it missed. */
export function pause(entry: Entry, now: Instant): Change | Refusal {
  if (entry.paused && entry.repeat !== undefined) {
    return refusal('The entry is paused already. "defer resume" turns it on again.');
  }
  const repeat = repeatOf(entry);
  return isRefusal(repeat)
    ? repeat
    : { set: { repeat: { ...rawRepeat(entry), enabled: false } }, ...passedOver(entry, now) };
}

/**
 * The `skipped` event of slots that a repeat with `catchup: "skip"` has passed over: whatever is done to the entry next
 * records it, since a look never writes.
 */
export function passedOver(entry: Entry, now: Instant): { readonly run?: RunEvent } {
  const timed = timedOf(entry);
  const timing = timingOf(timed, now);
  const skipped = timing.slot === timed.slot ? undefined : skippedBy(entry, timing, now, 'done');
  return skipped ? { run: skippedEvent(skipped, now) } : {};
}

/** The slot that an act now is about, which a snooze keeps; undefined where there is none. */
export function slotOf(entry: Entry, now: Instant): Instant | undefined {
  const { slot } = timingOf(timedOf(entry), now);
  return slot === NEVER ? undefined : instant(slot);
}

/** What an expiry is once the entry comes up at `due`: it was for an earlier time, so past it, it is taken away. */
export const withoutExpiry = (entry: Entry, due: Instant): { readonly expires_at?: undefined } =>
  entry.expiresAt !== undefined && entry.expiresAt <= due ? { expires_at: undefined } : {};

function movedTo(entry: Entry, next: Instant | undefined): Readonly<Record<string, unknown>> {
  return next === undefined
    ? { status: 'done' }
    : {
        status: 'pending',
        due_at: toIso(next),
        original_due_at: undefined,
        attempts: undefined,
        last_error: undefined,
        ...withoutExpiry(entry, next),
      };
}

/** How many slots nobody dealt with, from the first on; undefined where there is none. */
function skippedBy(
  entry: Entry,
  { slot }: Timing,
  now: Instant,
  dealt: Dealt,
): { readonly occ: string; readonly slots: number } | undefined {
  const own = timedOf(entry).slot;
  const count = openSlots(timedOf(entry), now)?.count ?? 0;
  const isPassedOver = slot !== own;
  // The slot in force is one of those that came, or it is still ahead.
  const earlier = count - (slot <= now && count > 0 ? 1 : 0);
  const slots = dealt === 'skipped' ? earlier + 1 : earlier;
  if (slots === 0) {
    return undefined;
  }
  const first = dealt === 'skipped' || isPassedOver ? undefined : nextAfter(entry, own);
  return { occ: first ?? occurrenceOf(entry), slots };
}

/** The slot after the entry's own, which was dealt with. */
function nextAfter({ repeat }: Entry, own: number): string | undefined {
  const at = repeat === undefined || isRefusal(repeat) ? undefined : repeat.next(instant(own));
  return at === undefined ? undefined : toIso(at);
}

const skippedEvent = ({ occ, slots }: { readonly occ: string; readonly slots: number }, at: Instant): RunEvent => ({
  occ,
  gen: 0,
  token: NOBODY,
  event: 'skipped',
  at,
  slots,
});

function rawRepeat(entry: Entry): Readonly<Record<string, unknown>> {
  const value = entry.fields['repeat'];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
