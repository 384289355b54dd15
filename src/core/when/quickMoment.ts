import { describeMoment } from '../basics/describeMoment.ts';
import { END_OF_TIME, HOUR, instant, MINUTE } from '../basics/time.ts';
import { isZone } from '../basics/zone.ts';
import type { WhenInstant } from './parseMoment.ts';
import type { WhenContext } from './readingContext.ts';

/** A number of minutes or hours, with or without `in`. */
const PLAIN = /^(?:in )?(\d{1,4}) ?(?:(m|mins?|minutes?)|h|hrs?|hours?)$/i;

/**
 * Reads the times that are typed most, `30m`, `2h`, `in 2 hours`, as `parseWhen` does, without loading the whole
 * reader, which takes as long as writing an entry. Undefined for any other text.
 */
export function quickMoment(text: string, { now, zone }: Pick<WhenContext, 'now' | 'zone'>): WhenInstant | undefined {
  const typed = text.trim();
  const [, count, minutes] = PLAIN.exec(typed) ?? [];
  const at = instant(now + Number(count) * (minutes === undefined ? HOUR : MINUTE));
  return at >= 0 && at < END_OF_TIME && isZone(zone)
    ? { kind: 'instant', text: typed, at, zone, reads: describeMoment(at, now, zone), notes: [] }
    : undefined;
}
