import { DAY, MINUTE, type Instant } from '../basics/time.ts';
import type { ReachedLimit } from './knownConversation.ts';
import type { Stop } from './reading.ts';

/** What a tool says of a stop that time does not mend, or that is over in a moment: it is at no usage limit. */
const NO_USAGE_LIMIT =
  /temporarily limiting|not your usage limit|high load|overloaded|credit balance|out of (?:usage )?credits|requires? usage credits|usage credits required|insufficient[_ ]quota|current quota, please check|plan and billing|billing[_ ]not|usage is paused|please run \/login|invalid api key|unauthori[sz]ed|authenticat/i;

/**
 * Whether the words of a refusal speak of something else than a usage limit, such as a throttle, a balance, or a login.
 */
export const isOtherRefusal = (notice: string): boolean => NO_USAGE_LIMIT.test(notice);

/** How far a field and the words may be apart and still name the same moment: words leave the seconds out. */
const SAME = 2 * MINUTE;

/** A reset is never longer ago than this when it is told, and never further ahead. */
const [BEFORE, AHEAD] = [10 * MINUTE, 400 * DAY];

/** The moments that fields beside the words name, as far as they can be a reset. `now`: when the tool said it. */
const fieldsOf = (stop: Stop, now: Instant): readonly Instant[] =>
  stop.resets.filter(at => at > now - BEFORE && at < now + AHEAD);

/** Whether the words of a stop have to be read to know its reset: not where one field tells it. */
export const needsWords = (stop: Stop, now: Instant): boolean => fieldsOf(stop, now).length !== 1;

/**
 * What is known of the reset of a stop. A field tells it to the second; where several fields differ, the one that the
 * words agree with, else the first. Without a field the words tell it. `now` is the moment at which they were said,
 * `notice` the words as they may be shown, `said` the moment that they name, where they were read (`needsWords`).
 */
export function reachedLimit(stop: Stop, notice: string, now: Instant, said: Instant | undefined): ReachedLimit {
  const exact = exactOf(fieldsOf(stop, now), said);
  if (exact !== undefined) {
    return { resetsAt: exact, told: 'exact', notice };
  }
  return said === undefined ? { told: 'untold', notice } : { resetsAt: said, told: 'notice', notice };
}

function exactOf([first, ...others]: readonly Instant[], said: Instant | undefined): Instant | undefined {
  const agrees = (at: Instant): boolean => said !== undefined && Math.abs(at - said) <= SAME;
  return first === undefined || agrees(first) ? first : (others.find(agrees) ?? first);
}
