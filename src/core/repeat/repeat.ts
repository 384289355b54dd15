import * as l10n from '@vscode/l10n';
import { inEnglish } from '../basics/language.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import { readField, type Catchup, type RepeatField } from './repeatField.ts';
import { countOf, cronRule, everyRule, nextOf, nthOf, previousOf, refuseOften, type Rule } from './rule.ts';
import { instant, MINUTE, toIso, type Duration, type Instant } from '../basics/time.ts';
import { ruleWords } from './words/sayRule.ts';

/** The shortest time between two slots that an agent may ask for: it must not set off a storm of itself. */
const SHORTEST_FOR_AGENTS: Duration = 5 * MINUTE;

/** Some slots one after another: how many, and the first and the last of them. */
export interface Slots {
  readonly count: number;
  readonly first: Instant;
  readonly latest: Instant;
}

/** What the entry around a `repeat` field says. */
export interface RepeatContext {
  /** Where the field has no `anchor`: when the entry was made. */
  readonly created?: Instant | undefined;
  /** Whether an agent asks for it. A rule more frequent than every five minutes is refused then. */
  readonly byAgent?: boolean;
}

/**
 * An entry's `repeat` field, read. Its slots are the occurrences of the rule between its anchor and its end, whether it
 * is paused or not: resuming needs to know what comes next.
 *
 * Reading a rule needs cron-parser, which is large. Import this file for its types alone (`import type`), and
 * `readRepeat` with `import()` once a schedule holds a repeat.
 *
 * ```ts
 * const repeat = readRepeat({ cron: '0 9 * * 1-5', tz: 'Europe/Paris' });
 * repeat.words; // 'At 09:00, Monday through Friday'
 * repeat.next(now); // the next weekday at nine
 * ```
 */
export class Repeat {
  readonly rule: Rule;
  /** What is done about slots that were missed (docs/time.md, "Late"). */
  readonly catchup: Catchup;
  /** Turned off for now where false. */
  readonly enabled: boolean;
  /** The last moment a slot may lie at, by `until` and `count`; undefined for one without end. */
  readonly end: Instant | undefined;
  /** Slots lie after it: the grid of an interval starts here, and a `count` counts from here. */
  private readonly anchor: Instant | undefined;
  private readonly until: Instant | undefined;
  private readonly count: number | undefined;
  private typed: string | undefined;
  private spoken: string | undefined;
  // The tree is drawn again every half minute, and between two slots the answer is the same.
  private known: { readonly from: Instant; readonly next: Instant | undefined } | undefined;
  private counted: { readonly from: Instant; readonly to: Instant; readonly slots: Slots | undefined } | undefined;

  constructor(rule: Rule, anchor: Instant | undefined, { catchup, enabled, until, count }: RepeatField) {
    this.rule = rule;
    this.catchup = catchup;
    this.enabled = enabled;
    this.anchor = anchor;
    this.until = until;
    this.count = count;
    const last = count === undefined || anchor === undefined ? undefined : nthOf(rule, anchor, count);
    this.end = last !== undefined && (until === undefined || last < until) ? last : until;
  }

  /** The rule in English words, which can be typed: `At 09:00, Monday through Friday`. No text of the file. */
  get words(): string {
    return (this.typed ??= inEnglish(() => ruleWords(this.rule)));
  }

  /** The rule in words of the person's language. No text of the file. */
  get said(): string {
    return (this.spoken ??= ruleWords(this.rule));
  }

  /** The zone whose clock it keeps, an IANA name; undefined for an interval. */
  get zone(): string | undefined {
    return this.rule.kind === 'cron' ? this.rule.zone : undefined;
  }

  /**
   * The `repeat` field of a new row; `readRepeat` gives the same repeat again. To change one that stands in the file,
   * change its own members instead, so that unknown ones stay.
   */
  get field(): Readonly<Record<string, unknown>> {
    const { rule, anchor, catchup, until, count, enabled } = this;
    return {
      ...(rule.kind === 'cron' ? { cron: rule.cron, tz: rule.zone } : { every: rule.every }),
      ...(anchor !== undefined && { anchor: toIso(anchor) }),
      ...(catchup !== 'once' && { catchup }),
      ...(until !== undefined && { until: toIso(until) }),
      ...(count !== undefined && { count }),
      ...(!enabled && { enabled }),
    };
  }

  /** The first slot after a moment; undefined where it is over. */
  next(after: Instant): Instant | undefined {
    const { known } = this;
    if (!known || after < known.from || (known.next !== undefined && after >= known.next)) {
      this.known = { from: after, next: this.following(after) };
    }
    return this.known?.next;
  }

  /** The last slot before a moment; undefined where there is none. */
  previous(before: Instant): Instant | undefined {
    const { rule, anchor, end } = this;
    const at = previousOf(rule, end === undefined || before <= end ? before : instant(end + 1));
    return at !== undefined && (anchor === undefined || at > anchor) ? at : undefined;
  }

  /** Up to `most` slots after a moment, the soonest first. */
  upcoming(after: Instant, most: number): readonly Instant[] {
    const slots: Instant[] = [];
    let at = this.following(after);
    while (at !== undefined && slots.length < most) {
      slots.push(at);
      at = this.following(at);
    }
    return slots;
  }

  /** The slots in `[from, to]`, counted and not gone through; undefined where there is none. */
  between(from: Instant, to: Instant): Slots | undefined {
    if (this.counted?.from !== from || this.counted.to !== to) {
      this.counted = { from, to, slots: this.countBetween(from, to) };
    }
    return this.counted.slots;
  }

  private following(after: Instant): Instant | undefined {
    const { rule, anchor, end } = this;
    const at = nextOf(rule, anchor !== undefined && anchor > after ? anchor : after);
    return at !== undefined && (end === undefined || at <= end) ? at : undefined;
  }

  private countBetween(from: Instant, to: Instant): Slots | undefined {
    const first = this.following(instant(from - 1));
    const latest = this.previous(instant(to + 1));
    return first === undefined || latest === undefined || latest < first
      ? undefined
      : { count: countOf(this.rule, first, instant(latest + 1)), first, latest };
  }
}

/** Reads the `repeat` field of an entry, or says what is wrong with it. */
export type RepeatReader = (value: unknown, context?: RepeatContext) => Repeat | Refusal;

/**
 * Reads the `repeat` field of a row (FORMAT.md), or says what is wrong with it. Without a `tz` it keeps UTC, as times
 * of the file without an offset do: what a schedule means must not depend on who looks at it. An unknown zone is
 * refused (docs/time.md).
 */
export function readRepeat(value: unknown, { created, byAgent }: RepeatContext = {}): Repeat | Refusal {
  const field = readField(value);
  if (isRefusal(field)) {
    return field;
  }
  const anchor = field.anchor ?? created;
  const rule = ruleOf(field, anchor);
  if (isRefusal(rule)) {
    return rule;
  }
  if (field.count !== undefined && anchor === undefined) {
    return refusal(
      l10n.t('A repeat with a count needs an anchor, the moment to count from, such as 2026-12-01T10:00:00Z.'),
    );
  }
  const often = byAgent ? refuseOften(rule, SHORTEST_FOR_AGENTS) : undefined;
  return often ?? new Repeat(rule, anchor, field);
}

function ruleOf({ cron, every, tz }: RepeatField, anchor: Instant | undefined): Rule | Refusal {
  if (cron !== undefined && every !== undefined) {
    return refusal(l10n.t('A repeat has either cron or every, not both. Remove one of them.'));
  }
  if (cron !== undefined) {
    return cronRule(cron, tz ?? 'UTC');
  }
  if (every === undefined) {
    return refusal(l10n.t('A repeat needs a rule: cron, such as 0 9 * * 1-5, or every, such as PT30M.'));
  }
  return anchor === undefined
    ? refusal(
        l10n.t('A repeat with every needs an anchor, the moment its grid starts at, such as 2026-12-01T10:00:00Z.'),
      )
    : everyRule(every, anchor);
}
