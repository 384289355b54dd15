import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { readField, type Catchup, type RepeatField } from './repeatField.ts';
import { countOf, cronRule, everyRule, nextOf, nthOf, previousOf, refuseOften, type Rule } from './rule.ts';
import { instant, toIso, type Duration, type Instant } from '../basics/time.ts';

/** An entry's `repeat` field, read. Its slots are the occurrences of the rule between its anchor and its end. */
export interface Repeat {
  readonly rule: Rule;
  /** Slots lie after it: the grid of an interval starts here, and a `count` counts from here. */
  readonly anchor: Instant | undefined;
  readonly catchup: Catchup;
  /** No slot lies after it. */
  readonly until: Instant | undefined;
  /** How many slots there are, missed and skipped ones included. */
  readonly count: number | undefined;
  /** Paused where false: a paused repeat has no slots. */
  readonly enabled: boolean;
  /** The last moment a slot may lie at, by `until` and `count`; absent for one without end. */
  readonly end: Instant | undefined;
}

/** What the entry around a `repeat` field says. */
export interface RepeatContext {
  /** Where the field has no `tz`: the zone in force. */
  readonly zone: string;
  /** Where the field has no `anchor`: when the entry was made. */
  readonly created?: Instant | undefined;
  /** A rule with shorter intervals is refused: `SHORTEST_FOR_AGENTS` for what an agent asks for. */
  readonly shortest?: Duration | undefined;
}

/** Slots that came and went, or have just come: how many, and the first and the last of them. */
export interface MissedSlots {
  readonly count: number;
  readonly first: Instant;
  readonly latest: Instant;
}

/**
 * Reads the `repeat` field of a row (FORMAT.md), or says what is wrong with it. A field without `tz` or `anchor` takes
 * them from the entry around it; an unknown zone is refused (docs/time.md).
 */
export function readRepeat(value: unknown, context: RepeatContext): Repeat | Refusal {
  const field = readField(value);
  if (isRefusal(field)) {
    return field;
  }
  const { until, count, catchup, enabled } = field;
  const anchor = field.anchor ?? context.created;
  const rule = ruleOf(field, anchor, context.zone);
  if (isRefusal(rule)) {
    return rule;
  }
  if (count !== undefined && anchor === undefined) {
    return refusal('A repeat with a count needs an anchor, the moment to count from, such as 2026-12-01T10:00:00Z.');
  }
  const often = context.shortest === undefined ? undefined : refuseOften(rule, context.shortest);
  return often ?? { rule, anchor, catchup, until, count, enabled, end: endOf(rule, anchor, until, count) };
}

function ruleOf({ cron, every, tz }: RepeatField, anchor: Instant | undefined, zone: string): Rule | Refusal {
  if (cron !== undefined && every !== undefined) {
    return refusal('A repeat has either cron or every, not both. Remove one of them.');
  }
  if (cron !== undefined) {
    return cronRule(cron, tz ?? zone);
  }
  if (every === undefined) {
    return refusal('A repeat needs a rule: cron, such as 0 9 * * 1-5, or every, such as PT30M.');
  }
  return anchor === undefined
    ? refusal('A repeat with every needs an anchor, the moment its grid starts at, such as 2026-12-01T10:00:00Z.')
    : everyRule(every, anchor);
}

function endOf(
  rule: Rule,
  anchor: Instant | undefined,
  until: Instant | undefined,
  count: number | undefined,
): Instant | undefined {
  const last = count === undefined || anchor === undefined ? undefined : nthOf(rule, anchor, count);
  return last !== undefined && (until === undefined || last < until) ? last : until;
}

/**
 * The field of a new row; `readRepeat` gives the same repeat again. To change one that stands in the file, change its own
 * members instead, so that unknown ones stay.
 */
export function repeatField({
  rule,
  anchor,
  catchup,
  until,
  count,
  enabled,
}: Repeat): Readonly<Record<string, unknown>> {
  return {
    ...(rule.kind === 'cron' ? { cron: rule.cron, tz: rule.zone } : { every: rule.every }),
    ...(anchor === undefined ? {} : { anchor: toIso(anchor) }),
    ...(catchup === 'once' ? {} : { catchup }),
    ...(until === undefined ? {} : { until: toIso(until) }),
    ...(count === undefined ? {} : { count }),
    ...(enabled ? {} : { enabled }),
  };
}

/** The first slot after a moment; `undefined` where the repeat is over or paused. */
export function nextSlot(repeat: Repeat, after: Instant): Instant | undefined {
  const { rule, anchor, end, enabled } = repeat;
  const at = enabled ? nextOf(rule, later(after, anchor)) : undefined;
  return at !== undefined && (end === undefined || at <= end) ? at : undefined;
}

/** The last slot before a moment; `undefined` where there is none, or the repeat is paused. */
export function previousSlot(repeat: Repeat, before: Instant): Instant | undefined {
  const { rule, anchor, end, enabled } = repeat;
  const at = enabled ? previousOf(rule, end === undefined || before <= end ? before : instant(end + 1)) : undefined;
  return at !== undefined && (anchor === undefined || at > anchor) ? at : undefined;
}

/** Up to `most` slots after a moment, the soonest first. */
export function nextSlots(repeat: Repeat, after: Instant, most: number): readonly Instant[] {
  const slots: Instant[] = [];
  let at = nextSlot(repeat, after);
  while (at !== undefined && slots.length < most) {
    slots.push(at);
    at = nextSlot(repeat, at);
  }
  return slots;
}

/**
 * The slots from `from` to `now`, both included: those that an entry due at `from` has missed by `now`. Counted, not
 * gone through. `undefined` where there is none, or the repeat is paused.
 */
export function missedSlots(repeat: Repeat, from: Instant, now: Instant): MissedSlots | undefined {
  const first = nextSlot(repeat, instant(from - 1));
  const latest = previousSlot(repeat, instant(now + 1));
  return first === undefined || latest === undefined || latest < first
    ? undefined
    : { count: countOf(repeat.rule, first, instant(latest + 1)), first, latest };
}

const later = (a: Instant, b: Instant | undefined): Instant => (b !== undefined && b > a ? b : a);
