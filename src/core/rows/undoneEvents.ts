import type { RunEvent } from './runEvents.ts';
import type { Instant } from '../basics/time.ts';

/** What a person records with an act, and can take back with it. */
const BY_HAND: ReadonlySet<unknown> = new Set<RunEvent['event']>(['done', 'skipped']);

/** That what an act recorded was taken back. */
export const undoneEvent = ({ occ, gen, token }: RunEvent, at: Instant): RunEvent => ({
  occ,
  gen,
  token,
  event: 'undone',
  at,
});

/** The events that still count: without those that were taken back, and without what says so. */
export function withoutUndone(events: readonly RunEvent[]): readonly RunEvent[] {
  const undone = new Set(events.filter(({ event }) => event === 'undone').map(nameOf));
  return undone.size === 0
    ? events
    : events.filter(event => event.event !== 'undone' && !(BY_HAND.has(event.event) && undone.has(nameOf(event))));
}

/**
 * An event as it is recorded after others: where the same was recorded and taken back before, it is another one, with the
 * next generation. All other events stay as they are.
 */
export function recordedAgain(event: RunEvent, earlier: readonly RunEvent[]): RunEvent {
  const taken = earlier.filter(
    ({ event: step, occ, token }) => step === 'undone' && occ === event.occ && token === event.token,
  );
  return BY_HAND.has(event.event) && taken.length > 0
    ? { ...event, gen: Math.max(event.gen, ...taken.map(({ gen }) => gen + 1)) }
    : event;
}

const nameOf = ({ occ, gen, token }: RunEvent): string => JSON.stringify([occ, gen, token]);
