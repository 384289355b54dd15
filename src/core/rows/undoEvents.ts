import type { Instant } from '../basics/time.ts';
import type { RunEvent } from './runEvents.ts';
import { isByHand } from './undoneEvents.ts';

/** That what an act recorded was taken back. */
export const undoneEvent = ({ occ, gen, token }: RunEvent, at: Instant): RunEvent => ({
  occ,
  gen,
  token,
  event: 'undone',
  at,
});

/**
 * An event as it is recorded after others: where the same was recorded and taken back before, it is another one, with
 * the next generation. All other events stay as they are.
 */
export function recordedAgain(event: RunEvent, earlier: readonly RunEvent[]): RunEvent {
  const taken = earlier.filter(
    ({ event: step, occ, token }) => step === 'undone' && occ === event.occ && token === event.token,
  );
  return isByHand(event) && taken.length > 0
    ? { ...event, gen: Math.max(event.gen, ...taken.map(({ gen }) => gen + 1)) }
    : event;
}
