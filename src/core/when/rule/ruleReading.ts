import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { readRepeat, type Repeat } from '../../repeat/repeat.ts';
import { SECOND, instant, toIso, type Instant } from '../../basics/time.ts';
import { describeMoments } from '../../basics/describeMoment.ts';
import type { RuleText, WhenContext } from '../readingContext.ts';

/** A rule found in a text, read and said. */
export interface RuleReading {
  readonly repeat: Repeat;
  readonly next: readonly Instant[];
  readonly zone: string;
  readonly reads: string;
  readonly notes: readonly string[];
}

const SHOWN = 3;

/**
 * What a rule means in the zone of the context, with its next three slots. An interval's grid starts now, at the whole
 * second. A refusal where the rule is wrong, comes too often, or not before 2100.
 */
export function readRule(rule: RuleText, context: WhenContext): RuleReading | Refusal {
  const { now, zone, byAgent = false } = context;
  const field =
    'cron' in rule
      ? { cron: rule.cron, tz: zone }
      : { every: rule.every, anchor: toIso(instant(Math.floor(now / SECOND) * SECOND)) };
  const repeat = readRepeat(field, { byAgent });
  if (isRefusal(repeat)) {
    return repeat;
  }
  const next = repeat.upcoming(now, SHOWN);
  if (next.length === 0) {
    return refusal('That has no time before 2100. Type every weekday at 9, every 30m or 0 9 * * 1-5.');
  }
  const reads = `${repeat.words}: ${describeMoments(next, now, zone)}`;
  return { repeat, next, zone, reads, notes: rule.notes };
}
