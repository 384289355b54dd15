import { MINUTE, type Duration, type Instant } from '../../core/basics/time.ts';

/** The shortest time between two notices that nobody asked for. */
const BETWEEN: Duration = 30 * MINUTE;

/** A notice that was shown: when, and about which entries, as a digest. */
export interface Notice {
  readonly at: number;
  readonly about: string;
}

/** Whether a notice may be shown: none twice about the same entries, none soon after another, none in quiet hours. */
export const mayTell = (last: Notice | undefined, about: string, now: Instant, isQuietNow: boolean): boolean =>
  !isQuietNow && (last === undefined || (last.about !== about && Math.abs(now - last.at) >= BETWEEN));
