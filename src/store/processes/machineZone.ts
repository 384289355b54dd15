import { realpathSync } from 'node:fs';
import { isZone } from '../../core/basics/zone.ts';

/**
 * The zone of this machine. An empty `TZ` means UTC, as for every program of the system. A path in `TZ` means the zone
 * whose file is at that path (tzset(3)). Undefined where `TZ` names no zone: the engine would take a value that it does
 * not know, such as `CET-1CEST`, for UTC and show wrong times.
 */
export function machineZone(): string | undefined {
  const name = process.env['TZ']?.replace(/^:/, '') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Zone files also lie in `posix` and `right` folders, without and with leap seconds.
  const zone = (name.startsWith('/') ? nameOfFile(name) : name || 'UTC')?.replace(/^(?:posix|right)\//, '');
  return zone && isZone(zone)
    ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
    : undefined;
}

/** The name of the zone whose file a path names, relative to the zone folder. Undefined outside that folder. */
export function nameOfFile(path: string): string | undefined {
  try {
    return /\/zoneinfo(?:\.default)?\/(.+)/.exec(realpathSync.native(path))?.[1];
  } catch {
    return undefined;
  }
}
