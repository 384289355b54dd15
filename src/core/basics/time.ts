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
 * `2026-11-22T10:00:00.000Z`, as Defer writes it. 29 February is left out: whether that is a real day depends on the
 * year.
 */
const CANONICAL =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * Whether a text is a valid time as Defer writes it. `false` proves nothing: `fromIso` reads more forms. Checking costs
 * less than reading, and few of the times in a long file are ever read.
 */
export const isCanonicalIso = (text: string): boolean => CANONICAL.test(text);

/**
 * Reads an ISO 8601 date or date and time. Without an offset it is UTC (FORMAT.md). `undefined` where the text is
 * not ISO or names no real day or clock time.
 */
export function fromIso(text: string): IsoTime | undefined {
  if (CANONICAL.test(text)) {
    return { at: instant(Date.parse(text)), offset: true };
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

function offsetText(offset: string | undefined): string {
  if (offset === undefined || /^z$/i.test(offset)) {
    return 'Z';
  }
  const digits = offset.slice(1).replace(':', '');
  return `${offset.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2) || '00'}`;
}
