import type { Alive } from '../../core/rows/runEvents.ts';
import type { Instant } from '../../core/basics/time.ts';
import type { View } from './entryView.ts';
import { horizonOf } from './groups.ts';

/** Makes the view of a moment in an IANA zone. */
export const viewAt = (now: Instant, zone: string, alive: Alive): View => ({
  horizon: horizonOf(now, zone),
  zone,
  alive,
});
