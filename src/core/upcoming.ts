import { dateText } from './calendarDate.ts';
import type { Instant } from './time.ts';
import { toWall } from './wallClock.ts';
import { zoneLabel } from './zone.ts';

/** Moments one after another: `Mon 23 Nov, 09:00 CET, then Tue 24 Nov, 09:00 CET`; the year where it is not this one. */
export function upcomingText(moments: readonly Instant[], now: Instant, zone: string): string {
  const { year } = toWall(now, zone);
  return moments
    .map(at => {
      const wall = toWall(at, zone);
      const clock = [wall.hour, wall.minute, ...(wall.second === 0 ? [] : [wall.second])];
      const time = clock.map(part => String(part).padStart(2, '0')).join(':');
      return `${dateText(wall, wall.year !== year)}, ${time} ${zoneLabel(at, zone)}`;
    })
    .join(', then ');
}
