/** A moment: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly brand: 'Instant' };

/** A length of time in milliseconds. */
export type Duration = number;

export const SECOND: Duration = 1000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;

/** The last moment a stamp or a time typed by a person may name: 2100-01-01T00:00Z (FORMAT.md). */
export const END_OF_TIME = 4_102_444_800_000 as Instant;

/** Reads the present. Only entry files and tests make one. */
export interface Clock {
  now(): Instant;
}

/** Marks a number of milliseconds UTC as a moment. */
export const instant = (ms: number): Instant => ms as Instant;

/** A number of milliseconds UTC as a Date of JavaScript's; of a number only, since text has one reader (`fromIso`). */
export const toDate = (ms: number): Date => new Date(ms);

/** The moment as the file writes it, `2026-11-22T10:00:00.000Z`. */
export const toIso = (at: Instant): string => toDate(at).toISOString();

/** An ISO 8601 text as a moment; `offset` is false where the text named none and UTC was taken. */
export interface IsoTime {
  readonly at: Instant;
  readonly offset: boolean;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Reads an ISO 8601 date or date and time. Without an offset it is UTC (FORMAT.md). `undefined` where the text is
 * not ISO or names no real day or clock time.
 */
export function fromIso(text: string): IsoTime | undefined {
  const canonical = fromCanonical(text);
  if (canonical !== undefined) {
    return { at: instant(canonical), offset: true };
  }
  const match = ISO.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const [, date = '', clock = '00:00', offset] = match;
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  const ms = Date.parse(`${date}T${clock.replace(',', '.')}${offsetText(offset)}`);
  return Number.isNaN(ms) ? undefined : { at: instant(ms), offset: offset !== undefined };
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** `2026-11-22T10:00:00.000Z`, as Defer writes it, read without a pattern: a long file holds half a million of them. */
function fromCanonical(text: string): number | undefined {
  const isSoWritten =
    text.length === 24 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z';
  if (!isSoWritten) {
    return undefined;
  }
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  const ms = digitsAt(text, 20, 3);
  const isReal =
    day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0) && hour < 24 && minute < 60 && second < 60 && ms >= 0;
  // Anything unusual goes the long way round: leap days, and years that Date.UTC takes for those of the last century.
  return isReal && year >= 100 && !(month === 2 && day === 29)
    ? Date.UTC(year, month - 1, day, hour, minute, second, ms)
    : undefined;
}

/** The number that so many digits make; NaN, which compares as false with everything, where one is not a digit. */
function digitsAt(text: string, start: number, count: number): number {
  let value = 0;
  for (let place = start; place < start + count; place += 1) {
    const digit = text.charCodeAt(place) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN;
  }
  return value;
}

function offsetText(offset: string | undefined): string {
  if (offset === undefined || /^z$/i.test(offset)) {
    return 'Z';
  }
  const digits = offset.slice(1).replace(':', '');
  return `${offset.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2) || '00'}`;
}
