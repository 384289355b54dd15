import type { RunEvent } from './runEvents.ts';

/** Past this no generation is counted on, so that a forged one cannot make the next event unreadable. */
const LAST_GENERATION = Number.MAX_SAFE_INTEGER;

/**
 * The generation a new run of an occurrence has: past every one that ended, and with `again` past every one that was
 * ever claimed, so that a run whose end was lost can be followed by another, once.
 */
export function nextGeneration(events: Iterable<RunEvent>, occ: string, again: boolean): number {
  const ofOccurrence = [...events].filter(event => event.occ === occ);
  const ended = ofOccurrence.filter(event => event.event === 'ended');
  const past = (some: readonly RunEvent[]): number =>
    some.reduce((most, event) => Math.max(most, Math.min(event.gen + 1, LAST_GENERATION)), 0);
  return again ? past(ofOccurrence) : Math.max(ended.length, past(ended));
}
