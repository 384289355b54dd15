import { compareTexts } from '../basics/compareTexts.ts';
import type { RunEvent } from '../rows/runEvents.ts';
import type { Instant } from '../basics/time.ts';

/**
 * The occurrences of an entry that were done, by hand or by a run that ended well, each with the moment (ms UTC) at
 * which it was done first; earliest first. Extra runs of a repeat are no occurrences.
 */
export function doneOccurrences(events: Iterable<RunEvent>): readonly Done[] {
  const first = new Map<string, Instant>();
  for (const { event, occ, at, exit_code: code } of events) {
    if (event === 'done' || (event === 'ended' && code === 0 && !occ.startsWith('extra:'))) {
      const known = first.get(occ);
      first.set(occ, known === undefined || at < known ? at : known);
    }
  }
  return [...first].map(([occ, at]) => ({ occ, at })).sort((a, b) => a.at - b.at || compareTexts(a.occ, b.occ));
}

/** The token of what no run did: the same from every writer, so that two that record it make one. */
const NOBODY = '0';

/** That slots were skipped, the first of which is `occ`. */
export const skippedSlots = (occ: string, slots: number, at: Instant): RunEvent => ({
  occ,
  gen: 0,
  token: NOBODY,
  event: 'skipped',
  at,
  slots,
});

/** That an occurrence was done by hand. */
export const doneByHand = (occ: string, at: Instant): RunEvent => ({ occ, gen: 0, token: NOBODY, event: 'done', at });

/** An occurrence that was done, and when. */
export interface Done {
  readonly occ: string;
  readonly at: Instant;
}
