import type { Entry } from './entry.ts';
import { isRecord } from '../rows/fieldValues.ts';
import type { Fields } from '../rows/row.ts';
import type { Instant } from '../basics/time.ts';
import { nextWait, type Handler } from './waitsFor.ts';

/**
 * The fields that an entry gets once its event was dealt with, where it waits for the next one (docs/time.md, "Due by event":
 * once per change): the row then says what was handled, so that nothing is handled twice, by whom and after whatever
 * restart. Undefined where the entry is over with it: it waits for nothing, for what happens once, or nothing had
 * happened yet.
 */
export function handledWait(entry: Entry, now: Instant, by: Handler): Fields | undefined {
  const next = nextWait(entry.fields['waits_for'], entry.observation, now, by);
  return (
    next && {
      waits_for: next,
      status: 'pending',
      due_at: undefined,
      original_due_at: undefined,
      attempts: undefined,
      last_error: undefined,
    }
  );
}

/** A `waits_for` without what a run took up, once that run is over; undefined where nothing was taken. */
export function untakenWait(field: unknown): Fields | undefined {
  if (!isRecord(field) || !Object.hasOwn(field, 'taken')) {
    return undefined;
  }
  const { taken: _, ...rest } = field;
  return rest;
}
