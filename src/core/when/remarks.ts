import { dateText } from '../basics/calendarDate.ts';
import type { Instant } from '../basics/time.ts';
import { clockText, toWall, type WallTime } from '../basics/wallClock.ts';

/** Says that the clocks of the zone skip `wall`. */
export const gapText = (wall: WallTime, zone: string): string =>
  `${clockText(wall)} does not exist on ${dateText(wall, false)} in ${zone}: the clocks skip it`;

/** Says that the clocks skip `wall` and that `at`, the first moment after, stands for it. */
export const gapNote = (wall: WallTime, at: Instant, zone: string): string =>
  `${gapText(wall, zone)}; moved to ${clockText(toWall(at, zone))}`;

/** Says that the clocks show `wall` twice, and which of the two is taken. */
export const twiceNote = (wall: WallTime, zone: string, which: 'first' | 'second' = 'first'): string =>
  `${clockText(wall)} happens twice on ${dateText(wall, false)} in ${zone}; the ${which} is taken`;
