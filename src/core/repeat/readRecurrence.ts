import { SHORTEST_FOR_AGENTS, type Recurrence, type RecurrenceContext, type Slots } from './recurrence.ts';
import { isRefusal, type Refusal } from '../basics/refusal.ts';
import { missedSlots, nextSlot, nextSlots, readRepeat, type Repeat } from './repeat.ts';
import { ruleWords } from './words/sayRule.ts';
import type { Instant } from '../basics/time.ts';

/**
 * Reads the `repeat` field of an entry, or says what is wrong with it. Without a `tz` it keeps UTC, as times of the
 * file without an offset do (FORMAT.md): what a schedule means must not depend on who looks at it. One that an agent
 * wrote may not repeat more often than every five minutes.
 */
export function readRecurrence(value: unknown, { created, byAgent }: RecurrenceContext): Recurrence | Refusal {
  const repeat = readRepeat(value, { zone: 'UTC', created, shortest: byAgent ? SHORTEST_FOR_AGENTS : undefined });
  // Whether it is paused is for the entry to say: resuming needs to know what comes next.
  return isRefusal(repeat) ? repeat : recurrenceOf({ ...repeat, enabled: true });
}

function recurrenceOf(repeat: Repeat): Recurrence {
  const { rule, catchup, end } = repeat;
  // The tree is drawn again every half minute, and between two slots the answer is the same.
  let known: { readonly from: Instant; readonly next: Instant | undefined } | undefined;
  let counted: { readonly from: Instant; readonly to: Instant; readonly slots: Slots | undefined } | undefined;
  const next = (after: Instant): Instant | undefined => {
    if (!known || after < known.from || (known.next !== undefined && after >= known.next)) {
      known = { from: after, next: nextSlot(repeat, after) };
    }
    return known.next;
  };
  return {
    words: ruleWords(rule),
    catchup,
    zone: rule.kind === 'cron' ? rule.zone : undefined,
    end,
    next,
    upcoming: (after, most) => nextSlots(repeat, after, most),
    between(from, to) {
      if (counted?.from !== from || counted.to !== to) {
        counted = { from, to, slots: missedSlots(repeat, from, to) };
      }
      return counted.slots;
    },
  };
}
