import { MINUTE } from '../../core/basics/time.ts';

/** The time that a run has. */
export interface TimeLimit {
  /** The minutes that it had, once they are over. */
  readonly over: number | undefined;
  /** Ends the watch. */
  end(): void;
}

/**
 * Calls `stop` once the minutes that a run may take are over; never where it has no bound. `stop` tells whether that is
 * what ends the run: something else may be ending it already.
 */
export function watchTime(minutes: number | undefined, stop: () => boolean): TimeLimit {
  let over: number | undefined;
  const timer =
    minutes === undefined
      ? undefined
      : setTimeout(() => {
          over = stop() ? minutes : undefined;
        }, minutes * MINUTE);
  return {
    get over() {
      return over;
    },
    end: () => clearTimeout(timer),
  };
}
