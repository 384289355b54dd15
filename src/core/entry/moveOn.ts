import * as l10n from '@vscode/l10n';
import type { Change } from '../rows/change.ts';
import type { Entry } from './entry.ts';
import { occurrenceOf } from './occurrenceOf.ts';
import { NEVER, orNone } from './times.ts';
import type { Repeat } from '../repeat/repeat.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { recordIn } from '../rows/fieldValues.ts';
import type { Fields } from '../rows/row.ts';
import { doneByHand, skippedSlots } from './dealtWith.ts';
import type { RunEvent } from '../rows/runEvents.ts';
import { dueOnceResumed, isSlot } from './slot.ts';
import { instant, toIso, type Instant } from '../basics/time.ts';
import { slotsAfter, timingOf } from './timing.ts';

/** What became of the occurrence that a repeat moves on from: a run has an event of its own. */
export type Dealt = 'done' | 'run' | 'skipped';

/** The repeat of an entry that can be moved on, or what a person should do instead. */
export function repeatOf(entry: Entry): Repeat | Refusal {
  const { repeat } = entry;
  if (entry.status === 'proposed') {
    return refusal(l10n.t('The entry is only a proposal. Accept it first ("defer accept"), or reject it.'));
  }
  if (repeat === undefined) {
    return refusal(l10n.t('The entry does not repeat. Snooze it, mark it done, or cancel it.'));
  }
  if (isRefusal(repeat)) {
    return refusal(
      l10n.t('The repeat cannot be read, so the entry was left as it is. {0} Or cancel the entry.', repeat.why),
    );
  }
  return entry.isPaused
    ? refusal(l10n.t('The entry is paused. Resume it first ("defer resume"), or cancel it.'))
    : repeat;
}

/**
 * Moves a repeat on to its next slot after now (docs/time.md, "Repeat"): the slot in force was dealt with, and so are
 * all that came before now. Where that was done early, the next slot is the one after. Where no slot is left, the entry
 * is done. What was done by hand is recorded as `done`, slots that nobody dealt with as one `skipped` event, under the
 * first of them. Refused for an entry that does not repeat, whose repeat cannot be read, or that is paused.
 */
export function moveOn(entry: Entry, now: Instant, dealt: Dealt): Change | Refusal {
  const repeat = repeatOf(entry);
  if (isRefusal(repeat)) {
    return repeat;
  }
  const { slot } = timingOf(entry, now);
  const inForce = slot === NEVER ? now : slot;
  const set = movedTo(entry, repeat.next(instant(Math.max(now, inForce))));
  const upTo = Math.max(now, inForce);
  if (dealt === 'skipped') {
    return { set, run: skippedEvent(entry, now, upTo) };
  }
  // A person did what was shown, which may be later than the entry's own slot (`catchup: "skip"`); a run is named by
  // that.
  const isOwn = dealt === 'run' || inForce <= entry.slot;
  const occ = isOwn ? occurrenceOf(entry) : toIso(instant(inForce));
  const skipped = isOwn ? skippedAfter(entry, now) : skippedEvent(entry, now, inForce - 1);
  return {
    set,
    ...(dealt === 'done' && { run: doneByHand(occ, now) }),
    ...(skipped && { also: [skipped] }),
  };
}

/**
 * Turns a paused repeat on again. An occurrence that is still ahead stays, at the time that it was moved to; else it
 * comes up at its own slot, or, where that has passed, at the next one, and what came until now counts as skipped.
 */
export function resume(entry: Entry, now: Instant): Change | Refusal {
  const { repeat, slot, dueAt } = entry;
  if (!entry.isPaused || entry.status === 'proposed' || repeat === undefined) {
    return refusal(l10n.t('The entry is not paused.'));
  }
  if (isRefusal(repeat)) {
    return repeat;
  }
  const due = dueOnceResumed({ due: dueAt, slot: orNone(slot) }, now, after => repeat.next(after));
  if (due === undefined) {
    return refusal(l10n.t('Its rule has no time left, so it would never be due. Cancel it.'));
  }
  const { enabled: _, ...rule } = rawRepeat(entry);
  const isPast = slot <= now && due !== dueAt;
  return {
    set: { ...(due !== dueAt && movedTo(entry, due)), repeat: rule },
    ...(isPast && { run: skippedEvent(entry, now, now) }),
  };
}

/** Turns a repeat off until it is resumed: it is not due any more, whatever it missed. */
export function pause(entry: Entry, now: Instant): Change | Refusal {
  if (entry.isPaused && entry.repeat !== undefined) {
    return refusal(l10n.t('The entry is already paused. "defer resume" resumes it.'));
  }
  const repeat = repeatOf(entry);
  if (isRefusal(repeat)) {
    return repeat;
  }
  const passed = passedOver(entry, now);
  const { slot } = timingOf(entry, now);
  return {
    ...passed,
    set: { ...(passed.run && movedTo(entry, instant(slot))), repeat: { ...rawRepeat(entry), enabled: false } },
  };
}

/**
 * Hides an entry until a time (`at`); its lateness still counts from when it was due. A repeat stays at its slot, but
 * for one with `catchup: "skip"`: what that has passed over is recorded, since a look never writes.
 */
export function snoozeTo(entry: Entry, at: Instant, now: Instant): Change {
  const { slot, lateFrom } = timingOf(entry, now);
  const readsAsPending = entry.status === 'pending' || entry.status === 'snoozed';
  return {
    ...passedOver(entry, now),
    set: {
      due_at: toIso(at),
      ...(lateFrom !== NEVER && { original_due_at: toIso(instant(lateFrom)) }),
      ...keptSlot(entry, slot),
      ...withoutExpiry(entry, at),
      ...(entry.status === 'failed' && { status: 'snoozed' }),
    },
    // For readers that know the status only; Defer itself reads it from the two times.
    ...(readsAsPending && { carry: { status: 'snoozed' } }),
  };
}

/**
 * Gives an entry a new due time (`at`), from which it is late from now on. Of a repeat only this occurrence is moved,
 * and it stays the occurrence of its slot. Moved to the very time of a later slot it is one with that, and those before
 * are recorded as skipped.
 */
export function moveTo(entry: Entry, at: Instant, now: Instant): Change {
  const { slot } = timingOf(entry, now);
  const isLaterSlot = entry.repeat !== undefined && at > slot && isSlot(entry.repeat, at);
  return {
    ...(isLaterSlot ? { run: skippedEvent(entry, now, at - 1) } : passedOver(entry, now)),
    set: {
      due_at: toIso(at),
      original_due_at: undefined,
      ...keptSlot(entry, isLaterSlot ? at : slot),
      ...withoutExpiry(entry, at),
      ...(entry.attempts > 0 && { attempts: undefined }),
      ...(entry.status === 'failed' && { status: 'pending' }),
    },
    ...(entry.status === 'snoozed' && { carry: { status: 'pending' } }),
  };
}

/** The member `slot` of a repeat that is moved off its slot. */
const keptSlot = (entry: Entry, slot: number): { readonly slot?: string } =>
  entry.repeat !== undefined && slot !== NEVER ? { slot: toIso(instant(slot)) } : {};

/** The `skipped` event of slots that a repeat with `catchup: "skip"` has passed over by now. */
function passedOver(entry: Entry, now: Instant): { readonly run?: RunEvent } {
  const { slot } = timingOf(entry, now);
  return slot !== NEVER && slot > entry.slot ? { run: skippedEvent(entry, now, slot - 1) } : {};
}

/** What an expiry is once the entry comes up at `due`: it was for an earlier time, so past it, it is taken away. */
export const withoutExpiry = (entry: Entry, due: Instant): { readonly expires_at?: undefined } =>
  entry.expires <= due ? { expires_at: undefined } : {};

function movedTo(entry: Entry, next: Instant | undefined): Readonly<Record<string, unknown>> {
  return next === undefined
    ? { status: 'done' }
    : {
        status: 'pending',
        due_at: toIso(next),
        original_due_at: undefined,
        slot: toIso(next),
        attempts: undefined,
        last_error: undefined,
        ...withoutExpiry(entry, next),
      };
}

/** That the slot of an entry, and those after it up to `until` (ms UTC), were skipped. */
const skippedEvent = (entry: Entry, at: Instant, until: number): RunEvent =>
  skippedSlots(occurrenceOf(entry), 1 + (slotsAfter(entry, until)?.count ?? 0), at);

/** That the slots after that of an entry, up to now, were skipped; undefined where there is none. */
function skippedAfter(entry: Entry, now: Instant): RunEvent | undefined {
  const later = slotsAfter(entry, now);
  return later && skippedSlots(toIso(later.first), later.count, now);
}

const rawRepeat = ({ fields }: Entry): Fields => recordIn(fields, 'repeat');
