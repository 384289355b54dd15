import * as l10n from '@vscode/l10n';
import { dateText } from '../basics/dateText.ts';
import type { Instant } from '../basics/time.ts';
import { clockText, toWall, type WallTime } from '../basics/wallClock.ts';

/** Says that the clocks of the zone skip `wall`. */
export const gapText = (wall: WallTime, zone: string): string =>
  l10n.t('{0} does not exist on {1} in {2}: the clocks skip it', clockText(wall), dateText(wall, false), zone);

/** Says that the clocks skip `wall` and that `at`, the first moment after, stands for it. */
export const gapNote = (wall: WallTime, at: Instant, zone: string): string =>
  l10n.t('{0}; moved to {1}', gapText(wall, zone), clockText(toWall(at, zone)));

/** Says that the clocks show `wall` twice, and which of the two is taken. */
export const twiceNote = (wall: WallTime, zone: string, which: 'first' | 'second' = 'first'): string =>
  which === 'first'
    ? l10n.t('{0} happens twice on {1} in {2}; the first is taken', clockText(wall), dateText(wall, false), zone)
    : l10n.t('{0} happens twice on {1} in {2}; the second is taken', clockText(wall), dateText(wall, false), zone);
