import { END_OF_TIME, type Instant } from '../basics/time.ts';
import { COUNTER_END, isStampable, type Moment, type Stamp } from './stamp.ts';

/**
 * The stamp of a row that must win over everything the writer has seen of its entry, whatever any clock said.
 * `undefined` at the very end of the range (`seen` is the last stamp there can be): a row without a stamp, which
 * stands after what is before it in the file, is the only one that can still win.
 */
export function nextStamp(now: Instant, seen: Moment, actor: string): Stamp | undefined {
  if (now > seen.t && isStampable(now)) {
    return [now, 0, actor];
  }
  if (seen.n + 1 < COUNTER_END) {
    return [seen.t, seen.n + 1, actor];
  }
  return seen.t < END_OF_TIME ? [seen.t + 1, 0, actor] : undefined;
}
