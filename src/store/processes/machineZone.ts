import { toDate, type Instant } from '../../core/basics/time.ts';
import type { WallTime } from '../../core/basics/wallClock.ts';
import { isZone } from '../../core/basics/zone.ts';

/**
 * The zone of this machine. An empty `TZ` means UTC, as for every program of the system; undefined where `TZ` names a
 * zone that there is not.
 */
export function machineZone(): string | undefined {
  // The engine says `Etc/Unknown` for an empty one, and nothing at all for a name that it does not know.
  const name = (Intl.DateTimeFormat().resolvedOptions() as { readonly timeZone?: string }).timeZone;
  return name === 'Etc/Unknown' ? 'UTC' : name !== undefined && isZone(name) ? name : undefined;
}

/** What the clock of this machine shows, without the name of its zone: to ask for that takes half of a start of Node. */
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
