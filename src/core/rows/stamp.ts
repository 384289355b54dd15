import { END_OF_TIME } from '../basics/time.ts';

/** When a row was written, and by whom: `[milliseconds UTC, counter, actor]` (FORMAT.md, `defer.st`). */
export type Stamp = readonly [ms: number, counter: number, actor: string];

/** The place of a row in time: milliseconds, counter, and the edits that were made to it after it was stamped. */
export interface Moment {
  readonly t: number;
  readonly n: number;
  readonly e: number;
}

export const DAWN: Moment = { t: 0, n: 0, e: 0 };

/** The counter of a stamp is less than this. */
export const COUNTER_END = 2 ** 31;
const ACTOR = /^[0-9a-f]{6,32}$/;

/** Reads a stamp; `undefined` where the value is anything but one that FORMAT.md allows. */
export function toStamp(value: unknown): Stamp | undefined {
  if (!Array.isArray(value) || value.length !== 3) {
    return undefined;
  }
  const [ms, counter, actor] = value as readonly unknown[];
  return isWhole(ms, END_OF_TIME + 1) && isWhole(counter, COUNTER_END) && typeof actor === 'string' && ACTOR.test(actor)
    ? (value as unknown as Stamp)
    : undefined;
}

/** Whether a moment in milliseconds UTC may stand in a stamp. */
export const isStampable = (ms: number): boolean => isWhole(ms, END_OF_TIME + 1);

/** Negative where `a` is before `b`, positive where it is after, 0 where they are one. */
export const compareMoments = (a: Moment, b: Moment): number => a.t - b.t || a.n - b.n || a.e - b.e;

function isWhole(value: unknown, end: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
}
