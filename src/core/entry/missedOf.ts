import { isRefusal } from '../basics/refusal.ts';
import { instant, type Instant } from '../basics/time.ts';
import type { Slots } from '../repeat/repeat.ts';
import { slotsAfter, timingOf, type Timed } from './timing.ts';

/**
 * The times of a repeat that came and were not dealt with, where they show: those that are one late entry, and those that
 * `catchup: "skip"` passes over; none while it is snoozed. The first is the entry's own, which counts from the time that
 * a person moved it to; the others are slots of the rule.
 */
export function missedOf(entry: Timed, now: Instant): Slots | undefined {
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
