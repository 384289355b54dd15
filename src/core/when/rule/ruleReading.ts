import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../basics/refusal.ts';
import { readPeriod } from '../../repeat/interval.ts';
import { readRepeat, type Repeat } from '../../repeat/repeat.ts';
import { HOUR, MINUTE, SECOND, instant, toIso, type Instant } from '../../basics/time.ts';
import { fromWall, toWall } from '../../basics/wallClock.ts';
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
 * Where the grid of an interval starts: today at its time of day, if it has one. Otherwise it starts now, cut to the
 * whole minute for an interval of an hour or more, and to the whole second for a shorter one.
 */
function startOf({ every, clock }: Extract<RuleText, { every: string }>, { now, zone }: WhenContext): Instant {
  if (clock) {
    return fromWall({ ...toWall(now, zone), ...clock }, zone).at;
  }
  const period = readPeriod(every);
  const whole = typeof period === 'number' && period >= HOUR ? MINUTE : SECOND;
  return instant(Math.floor(now / whole) * whole);
}

/**
 * Reads what a rule means in the zone of the context, with its next three slots. Refused where the rule is wrong, comes
 * too often, or has no slot before 2100.
 */
export function readRule(rule: RuleText, context: WhenContext): RuleReading | Refusal {
  const { now, zone, byAgent = false } = context;
  const field =
    'cron' in rule ? { cron: rule.cron, tz: zone } : { every: rule.every, anchor: toIso(startOf(rule, context)) };
  const repeat = readRepeat(field, { byAgent });
  if (isRefusal(repeat)) {
    return repeat;
  }
  const next = repeat.upcoming(now, SHOWN);
  if (next.length === 0) {
    return refusal(l10n.t('That has no time before 2100. Type every weekday at 9, every 30m or 0 9 * * 1-5.'));
  }
  const reads = `${repeat.said}: ${describeMoments(next, now, zone)}`;
  return { repeat, next, zone, reads, notes: rule.notes };
}
