import { NEVER } from './times.ts';
import { isRefusal } from '../basics/refusal.ts';
import { instant, toIso, type Instant } from '../basics/time.ts';
import type { Entry } from './entry.ts';
import { timingOf } from './timing.ts';

/**
 * The occurrence an entry stands for: its slot, or `once` where it has none. Of a repeat that is the first slot not
 * dealt with, wherever it was moved to and however many have passed since: all who look at the file must name the same
 * one. Of an entry that waits for events it is the number of those that were handled.
 */
export const occurrenceOf = (entry: Entry): string => {
  if (entry.waits !== undefined && !isRefusal(entry.waits)) {
    return `event:${entry.waits.handled}`;
  }
  return entry.slot === NEVER ? 'once' : toIso(instant(entry.slot));
};

/**
 * The occurrence that a run started at `now` is. A repeat whose slot is still ahead, or that is paused, runs as an
 * extra one, which moves nothing (docs/time.md, "Repeat"); a slot that came and was snoozed is run as itself. What
 * waits for something that has not happened runs as an extra one too.
 */
export function runOccurrenceOf(entry: Entry, now: Instant): string {
  const { standing, slot } = timingOf(entry, now);
  if (standing === 'waiting') {
    return `extra:${occurrenceOf(entry)}`;
  }
  const isExtra = entry.repeat !== undefined && (standing === 'paused' || (standing === 'ahead' && slot > now));
  return !isExtra ? occurrenceOf(entry) : slot === NEVER ? 'extra:once' : `extra:${toIso(instant(slot))}`;
}
