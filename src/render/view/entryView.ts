import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { ApprovalMark } from '../../core/agent/grant.ts';
import { NEVER, orNone } from '../../core/entry/times.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Slots } from '../../core/repeat/repeat.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toRuns, type Alive, type Run } from '../../core/rows/runEvents.ts';
import { instant, type Instant } from '../../core/basics/time.ts';
import type { ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import { latenessOf, missedOf, timingOf, type Timing } from '../../core/entry/timing.ts';
import { groupOf, type Group, type Horizon } from './groups.ts';

/** What an entry is looked at with: a moment, a zone, and what the machine knows of its runs. */
export interface View {
  readonly horizon: Horizon;
  readonly zone: string;
  readonly alive: Alive;
}

/** One entry at one moment: what the file says of it and what follows from the moment. */
export interface EntryView {
  readonly entry: Entry;
  readonly group: Group;
  /** When it comes up: its due time, or the next slot of a repeat that skips what it missed; a paused one has none. */
  readonly due: Instant | undefined;
  /** The slot that it comes up for, wherever it was moved to; of what does not repeat, what lateness counts from. */
  readonly slot: Instant | undefined;
  /** Milliseconds since its slot; 0 when it is not due. */
  readonly late: number;
  /** The slots of a repeat that came and were not dealt with: one late entry, however many. */
  readonly missed: Slots | undefined;
  /** Whether those are passed over (`catchup: "skip"`). */
  readonly skipped: boolean;
  /** The next times at which a repeat comes up, at most three. */
  readonly next: readonly Instant[];
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** Whether it may run without a person, as `ApprovalMark` says; absent where nobody asked. */
  readonly approved?: ApprovalMark | false;
  /** Who calls Defer without a person and would start it; absent where nobody looked. */
  readonly handoffs?: readonly Elsewhere[];
  /** The state of the conversation that it continues; absent where it continues none, or nobody looked. */
  readonly conversation?: ConversationStanding;
}

/** How many of a repeat's next times are shown. */
const NEXT = 3;

/** An entry as it stands at the moment of the view, ready to be shown. */
export function viewEntry(state: EntryState, view: View): EntryView {
  const { now } = view.horizon;
  const entry = toEntry(state);
  const runs = toRuns(state.runEvents(), view.alive);
  const isRunning = runs.some(run => run.outcome === 'running');
  const timing = timingOf(entry, now);
  const missed = missedOf(entry, now);
  return {
    entry,
    group: groupOf(timing, { isRunning, repeats: entry.repeat !== undefined }, view.horizon),
    due: orNone(timing.due),
    slot: orNone(timing.slot),
    late: latenessOf(entry, now),
    missed,
    skipped: missed !== undefined && timing.slot !== entry.slot,
    next: nextOf(entry, timing, now),
    runs,
  };
}

/** First where it stands, if that is still ahead, wherever it was moved to; what follows is by the rule. */
function nextOf({ repeat }: Entry, { standing, due, slot }: Timing, now: Instant): readonly Instant[] {
  if (repeat === undefined || isRefusal(repeat) || standing === 'closed' || due === NEVER) {
    return [];
  }
  const ahead = due > now ? [instant(due)] : [];
  return [...ahead, ...repeat.upcoming(instant(Math.max(now, slot, ...ahead)), NEXT - ahead.length)];
}
