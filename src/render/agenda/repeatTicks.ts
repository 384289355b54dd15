import type { EntryState } from '../../core/fold/entryState.ts';
import type { Repeat } from '../../core/repeat/repeat.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { instant, type Instant } from '../../core/basics/time.ts';
import { timingOf } from '../../core/entry/timing.ts';
import type { AgendaDay } from './agendaDays.ts';

/** The times of a repeat on one day that come after the one that it stands at. */
export interface DayTicks {
  /** The first of them, at most `MOST_A_DAY`. */
  readonly at: readonly Instant[];
  /** Whether there are more: the rule says them better than a list. */
  readonly isOften: boolean;
}

/** How many times a day are named one by one. */
export const MOST_A_DAY = 3;

/**
 * The times at which a repeat comes up on these days, day by day, without the one that it stands at, which its entry
 * shows. Only a few times of each day are worked out, however often the rule repeats. Empty where nothing comes by
 * itself.
 */
export function ticksOf(state: EntryState, days: readonly AgendaDay[], now: Instant): ReadonlyMap<string, DayTicks> {
  const { repeat } = state;
  const { standing, due, slot } = timingOf(state, now);
  if (repeat === undefined || isRefusal(repeat) || (standing !== 'due' && standing !== 'ahead')) {
    return new Map();
  }
  return known(repeat, days, instant(standing === 'due' ? now : Math.max(now, due, slot)));
}

interface Known {
  readonly from: Instant;
  /** Until when the answer stays the same. */
  readonly until: number;
  readonly days: string;
  readonly ticks: ReadonlyMap<string, DayTicks>;
}

// The page is drawn again every half minute, and between two slots the answer is the same.
const answers = new WeakMap<Repeat, Known>();

function known(repeat: Repeat, days: readonly AgendaDay[], after: Instant): ReadonlyMap<string, DayTicks> {
  const key = `${days[0]?.start}-${days.at(-1)?.end}`;
  const last = answers.get(repeat);
  if (last && last.days === key && after >= last.from && after < last.until) {
    return last.ticks;
  }
  const ticks = find(repeat, days, after);
  const [first] = [...ticks.values()].flatMap(({ at }) => at);
  answers.set(repeat, { from: after, until: first ?? days.at(-1)?.end ?? after, days: key, ticks });
  return ticks;
}

function find(repeat: Repeat, days: readonly AgendaDay[], after: Instant): ReadonlyMap<string, DayTicks> {
  const ticks = new Map<string, DayTicks>();
  let next: Instant | undefined;
  for (const { id, start, end } of days) {
    const from = Math.max(start - 1, after);
    if (from >= end) {
      continue;
    }
    next = next !== undefined && next > from ? next : repeat.next(instant(from));
    const at: Instant[] = [];
    while (next !== undefined && next < end && at.length <= MOST_A_DAY) {
      at.push(next);
      next = repeat.next(next);
    }
    if (at.length > 0) {
      ticks.set(id, { at: at.slice(0, MOST_A_DAY), isOften: at.length > MOST_A_DAY });
    }
    if (next === undefined) {
      break;
    }
  }
  return ticks;
}
