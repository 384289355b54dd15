import { MINUTE } from '../basics/time.ts';
import { findLimit, type Limit, type LimitContext } from '../when/usageLimit.ts';

/** A service that slows its callers down names a wait that is shorter than this. */
const THROTTLE = 5 * MINUTE;

/**
 * The end of a notice that names a wait, or a time to the second. A limit that resets at a clock time soon is still a
 * usage limit: only its last minutes are left.
 */
const NAMES_WAIT = /\d ?(?:m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\W*$|20\d\d-\d\d-\d\dT\S+$/i;

/** The end of a notice of a tool that retries by itself. */
const RETRIES = /retrying in [^.]*$/i;

/** The names of usage limits. A short wait in a notice with such a name is the rest of that limit, not a throttle. */
const USAGE = /\b(?:usage|session|daily|weekly|monthly|\d-hour) limit\b/i;

/** The words of an empty balance. "Purchase more credits or try again at 6 PM" is a usage limit. */
const BALANCE =
  /(?:credit|account|your) balance|balance (?:is )?too low|insufficient[_ ](?:quota|balance|credits?|funds)|(?:out of|no|not enough) (?:more |remaining |usage )?credits|usage credits required|requires? usage credits|credits? (?:refresh|renew|reset)|current quota, please check|plan and billing|billing[_ ](?:not|details|issue|limit)|your billing/i;

/**
 * The usage limit that the end of an output tells of. A short throttle and an empty balance are none. Where a tool
 * retries after it has told of its limit, its short waits do not hide that limit.
 */
export const limitInOutput = (text: string, context: LimitContext): Limit | undefined =>
  findLimit(text, context, ({ at, notice }) => {
    const isShort = at < context.now + THROTTLE && NAMES_WAIT.test(notice);
    const isThrottle = isShort && (RETRIES.test(notice) || !USAGE.test(notice));
    return !isThrottle && !BALANCE.test(notice);
  });
