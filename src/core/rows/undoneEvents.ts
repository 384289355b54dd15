import type { RunEvent } from './runEvents.ts';

/** Whether an event is what a person records with an act, and can take back with it. */
export const isByHand = ({ event }: RunEvent): boolean => event === 'done' || event === 'skipped';

/** The events that still count: without those that were taken back, and without what says so. */
export function withoutUndone(events: readonly RunEvent[]): readonly RunEvent[] {
  const undone = events.filter(({ event }) => event === 'undone');
  return undone.length === 0
    ? events
    : events.filter(one => one.event !== 'undone' && !(isByHand(one) && undone.some(other => isOfSame(one, other))));
}

const isOfSame = (one: RunEvent, other: RunEvent): boolean =>
  one.occ === other.occ && one.gen === other.gen && one.token === other.token;
