import { toDate, type Instant } from '../../core/basics/time.ts';
import type { WallTime } from '../../core/basics/wallClock.ts';

/**
 * The local time of this machine, without the name of its zone. Asking for the name takes half as long as starting
 * Node.
 */
export function machineWall(at: Instant): WallTime {
  const date = toDate(at);
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
  };
}
