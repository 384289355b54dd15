import type { Entry } from './entry.ts';
import { isRefusal } from '../basics/refusal.ts';
import { isRecord, memberOf, recordOf, type Members } from '../rows/fieldValues.ts';
import { readWaits, type Observation } from './waitsFor.ts';
import type { Fields } from '../rows/row.ts';
import { toIso, type Instant } from '../basics/time.ts';

/**
 * The fields that an entry gets once its event was dealt with, where it waits for the next one (docs/time.md, "Due by
 * event": once per change): the row then says what was handled, so that nothing is handled twice, by whom and after
 * whatever restart. Undefined where the entry is over with it: it waits for nothing, for what happens once, or nothing
 * had happened yet.
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

/**
 * Who deals with an event: a person deals with what there is to see now, a run with what was there when it was claimed.
 */
export type Handler = 'person' | 'run';

/**
 * The `waits_for` of an entry whose event was handled, so that it waits for the next one: files change again and again,
 * and so do entries that repeat. Undefined for what happens once, and where nothing has happened yet.
 */
export function nextWait(
  field: unknown,
  observation: Observation | undefined,
  now: Instant,
  by: Handler,
): Members | undefined {
  const waits = readWaits(field);
  if (isRefusal(waits) || (waits.kind !== 'file' && waits.kind !== 'after')) {
    return undefined;
  }
  const raw = recordOf(field);
  const seen = observation?.at === undefined ? undefined : observation.seen;
  // What changed while a run went on is the next event.
  const baseline = by === 'run' ? (memberOf(raw, 'taken') ?? seen) : seen;
  if (baseline === undefined) {
    return undefined;
  }
  const { taken: _, ...rest } = raw;
  return { ...rest, baseline, since: toIso(now), handled: waits.handled + 1 };
}
