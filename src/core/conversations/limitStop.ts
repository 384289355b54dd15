import { DAY, MINUTE, type Instant } from '../basics/time.ts';
import { findLimit, type LimitContext } from '../when/usageLimit.ts';
import type { ReachedLimit } from './knownConversation.ts';
import type { Stop } from './reading.ts';

/** What a tool says of a stop that time does not mend, or that is over in a moment: it is at no usage limit. */
const NO_USAGE_LIMIT =
  /temporarily limiting|not your usage limit|high load|overloaded|credit balance|out of (?:usage )?credits|requires? usage credits|usage credits required|insufficient[_ ]quota|current quota, please check|plan and billing|billing[_ ]not|usage is paused|please run \/login|invalid api key|unauthori[sz]ed|authenticat/i;

/** Whether the words of a refusal speak of something else than a usage limit, such as a throttle, a balance, or a login. */
export const isOtherRefusal = (notice: string): boolean => NO_USAGE_LIMIT.test(notice);

/** How far a field and the words may be apart and still name the same moment: words leave the seconds out. */
const SAME = 2 * MINUTE;

/** A reset is never longer ago than this when it is told, and never further ahead. */
const [BEFORE, AHEAD] = [10 * MINUTE, 400 * DAY];

/**
 * What is known of the reset of a stop. A field tells it to the second; where several fields differ, the one that the
 * words agree with, else the first. Without a field the words tell it. `context.now` is the moment at which they were
 * said, and `notice` the words as they may be shown.
 */
export function reachedLimit(stop: Stop, notice: string, context: LimitContext): ReachedLimit {
  const fields = stop.resets.filter(at => at > context.now - BEFORE && at < context.now + AHEAD);
  const said = findLimit(notice, context)?.at;
  const exact = exactOf(fields, said);
  if (exact !== undefined) {
    return { resetsAt: exact, told: 'exact', notice };
  }
  return said === undefined ? { told: 'untold', notice } : { resetsAt: said, told: 'notice', notice };
}

function exactOf([first, ...others]: readonly Instant[], said: Instant | undefined): Instant | undefined {
  const agrees = (at: Instant): boolean => said !== undefined && Math.abs(at - said) <= SAME;
  return first === undefined || agrees(first) ? first : (others.find(agrees) ?? first);
}
