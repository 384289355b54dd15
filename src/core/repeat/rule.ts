import * as l10n from '@vscode/l10n';
import { isZone } from '../basics/zone.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { instant, MINUTE, type Duration, type Instant } from '../basics/time.ts';
import { readCron } from './cron/readCron.ts';
import type { CronFields } from './cron/cronFields.ts';
import { shortestStep } from './cron/cronTimes.ts';
import { countCron, nextCron, previousCron } from './cron/cronWalk.ts';
import { countOnGrid, nextOnGrid, periodText, previousOnGrid, readPeriod } from './interval.ts';

/** When something comes again, without a beginning or an end: by a cron line in a zone, or on a fixed grid. */
export type Rule =
  | { readonly kind: 'cron'; readonly cron: string; readonly zone: string; readonly fields: CronFields }
  | { readonly kind: 'every'; readonly every: string; readonly anchor: Instant; readonly period: Duration };

/** Reads a cron line to be kept by the clock of `zone`; an unknown zone is refused (docs/time.md). */
export function cronRule(cron: string, zone: string): Rule | Refusal {
  if (!isZone(zone)) {
    return refusal(l10n.t('There is no time zone "{0}". Use an IANA name, such as Europe/Paris or UTC.', zone));
  }
  const fields = readCron(cron);
  return isRefusal(fields) ? fields : { kind: 'cron', cron: cron.trim(), zone, fields };
}

/** Reads an ISO 8601 duration as the step of a grid that begins at `anchor`. */
export function everyRule(every: string, anchor: Instant): Rule | Refusal {
  const period = readPeriod(every);
  return typeof period === 'number' ? { kind: 'every', every: periodText(period), anchor, period } : period;
}

/** Refuses a rule that repeats more often than `shortest`, ignoring clock changes. */
export function refuseOften(rule: Rule, shortest: Duration): Refusal | undefined {
  const step = rule.kind === 'cron' ? shortestStep(rule.fields, shortest) : rule.period;
  const minutes = shortest / MINUTE;
  return step < shortest
    ? refusal(l10n.t('That repeats more often than every {0} minutes. Use every {0}m or a longer interval.', minutes))
    : undefined;
}

/** The first occurrence after a moment; `undefined` where there is none before 2100. */
export const nextOf = (rule: Rule, after: Instant): Instant | undefined =>
  rule.kind === 'cron' ? nextCron(rule.fields, rule.zone, after) : nextOnGrid(rule, after);

/** The last occurrence before a moment; `undefined` where there is none since 1970, or since the grid began. */
export const previousOf = (rule: Rule, before: Instant): Instant | undefined =>
  rule.kind === 'cron' ? previousCron(rule.fields, rule.zone, before) : previousOnGrid(rule, before);

/** How many occurrences lie in `[from, to)`, without going through them. */
export const countOf = (rule: Rule, from: Instant, to: Instant): number =>
  rule.kind === 'cron' ? countCron(rule.fields, rule.zone, from, to) : countOnGrid(rule, from, to);

/** The `count`-th occurrence after a moment; `undefined` where that lies after 2099. */
export function nthOf(rule: Rule, after: Instant, count: number): Instant | undefined {
  const first = nextOf(rule, after);
  if (first === undefined || count <= 1) {
    return first;
  }
  // Twice as far each time until it holds the one sought, then halves: each stretch is counted once or twice.
  let [low, high] = [first, instant(first + MINUTE)];
  let sought = count;
  for (let held = countOf(rule, low, high); held < sought; held = countOf(rule, low, high)) {
    sought -= held;
    [low, high] = [high, instant(high + 2 * (high - first))];
    if (nextOf(rule, instant(low - 1)) === undefined) {
      return undefined;
    }
  }
  while (high - low > 1) {
    const middle = instant(Math.floor((low + high) / 2));
    const held = countOf(rule, low, middle);
    if (held < sought) {
      sought -= held;
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}
