import { twoDigits, type CalendarDate } from './calendarDate.ts';
import { machineClock } from './machineClock.ts';
import { DAY, HOUR, instant, MINUTE, SECOND, toDate, type Instant } from './time.ts';

/** What a clock on the wall shows: a day and a time of day, to the second. */
export interface WallTime extends CalendarDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * The moment of a wall-clock time. `twice`: the clocks went back and it comes again at `second`; `at` is the first.
 * `gap`: the clocks went forward over it; `at` is the first moment after.
 */
export type WallMoment =
  | { readonly fit: 'once' | 'gap'; readonly at: Instant }
  | { readonly fit: 'twice'; readonly at: Instant; readonly second: Instant };

/** A time of day as people write it: `09:30`, and with its seconds where there are any, `09:30:15`. */
export const clockText = ({
  hour,
  minute,
  second = 0,
}: Pick<WallTime, 'hour' | 'minute'> & { readonly second?: number }): string =>
  (second === 0 ? [hour, minute] : [hour, minute, second]).map(twoDigits).join(':');

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * What the clock of a zone shows at a moment; parts of a second are dropped. `zone` is an IANA name or an offset such
 * as `+02:00`. Throws a RangeError for an unknown zone.
 */
export function toWall(at: Instant, zone: string): WallTime {
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) {
    const date = toDate(at + fixed);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  }
  const own = machineClock(zone, at);
  if (own) {
    return own.wallOf(at);
  }
  // en-US writes 4/8/2026, 16:35:20: the order of the numbers is fixed, and reading them is faster than formatToParts.
  const numbers = formatterOf(zone).format(at).match(/\d+/g) ?? [];
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = numbers.map(Number);
  return { year, month, day, hour: hour % 24, minute, second };
}

/**
 * The moment at which the clock of a zone shows `wall`. The caller decides what a gap means to it.
 * Throws a RangeError for an unknown zone. For 1970 to 2100; two changes of a zone within two days are not told apart.
 */
export function fromWall(wall: WallTime, zone: string): WallMoment {
  const shown = asUtc(wall);
  const offsets = new Set([offsetAt(instant(shown - DAY), zone), offsetAt(instant(shown + DAY), zone)]);
  const fits = [...offsets]
    .map(offset => instant(shown - offset))
    .filter(at => at + offsetAt(at, zone) === shown)
    .sort((a, b) => a - b);
  const [at, second] = fits;
  if (at === undefined) {
    return { fit: 'gap', at: firstAfter(shown, zone) };
  }
  return second === undefined ? { fit: 'once', at } : { fit: 'twice', at, second };
}

/**
 * How far the zone's clock is ahead of UTC at a moment, in milliseconds; a whole number of seconds. Throws a RangeError
 * for an unknown zone.
 */
export function offsetAt(at: Instant, zone: string): number {
  return fixedOffset(zone) ?? asUtc(toWall(at, zone)) - Math.floor(at / SECOND) * SECOND;
}

const asUtc = ({ year, month, day, hour, minute, second }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

/** The first second at which the zone's clock is past `shown`, a time it never shows. */
function firstAfter(shown: number, zone: string): Instant {
  let before = Math.floor((shown - 2 * DAY) / SECOND);
  let after = Math.ceil((shown + 2 * DAY) / SECOND);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const at = instant(middle * SECOND);
    if (at + offsetAt(at, zone) > shown) {
      after = middle;
    } else {
      before = middle;
    }
  }
  return instant(after * SECOND);
}

function fixedOffset(zone: string): number | undefined {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * MINUTE) : undefined;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}
