import { HOUR, MINUTE, type Duration } from '../basics/time.ts';

/** How long a failed run waits before it is tried again (docs/running.md, "After"). */
export interface Backoff {
  /** The wait after the first failure; it doubles with each further one. */
  readonly base: Duration;
  /** It never grows beyond this. */
  readonly cap: Duration;
}

export const BACKOFF: Backoff = { base: MINUTE, cap: HOUR };

/** By how much a wait may be shorter or longer, so that what failed together is not tried again together. */
const SPREAD = 0.2;

/**
 * The wait after `failures` failed attempts (1 or more) of one occurrence, in whole ms:
 * `min(cap, base × 2^(failures − 1)) × (0.8…1.2)`. `chance` is from 0 to 1, 0.5 the middle.
 */
export function retryDelay(failures: number, { base, cap }: Backoff, chance: number): Duration {
  const wait = Math.min(cap, base * 2 ** Math.max(0, failures - 1));
  return Math.round(wait * (1 - SPREAD + 2 * SPREAD * chance));
}
