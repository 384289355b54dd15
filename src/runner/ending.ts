import type { Change } from '../core/encode.ts';
import { occurrenceOf, toEntry, type Entry } from '../core/entry.ts';
import type { EntryState } from '../core/entryState.ts';
import { handledWait } from '../core/handledWait.ts';
import { moveOn } from '../core/moveOn.ts';
import { overlapOf } from '../core/overlap.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Fields } from '../core/row.ts';
import { isInterruption, type RunEvent } from '../core/run.ts';
import { instant, toIso } from '../core/time.ts';
import type { AgentExit } from './agentProcess.ts';

/** The longest `last_error` that is written, in characters. */
const LONGEST_ERROR = 500;

/** What the end of a run writes. */
export interface Ending {
  readonly change: Change;
  /** Slots of a repeat that the run did not deal with, to be recorded in a row of its own: a row holds one event. */
  readonly skipped?: RunEvent;
}

/**
 * What the end of a run that a person started does to its entry (RUNNING.md, "After"), with the run's end in the same
 * row. Exit 0 is done, and a repeat goes on to its next slot; a hang-up, SIGINT or 130 leaves the entry as it is; anything
 * else is one more attempt, failed, and a repeat that has no retry left goes on all the same. Only the run event is written
 * where the entry was closed or given another time meanwhile, and for an extra run of a repeat. An entry that is not in
 * the file any more (the agent may have switched branches) is written whole, as it was at the start.
 */
export function endOf(state: EntryState | undefined, atStart: Fields, ended: RunEvent, exit: AgentExit): Ending {
  if (!state) {
    const set = Object.hasOwn(atStart, 'repeat') ? {} : outcomeFields(ended, exit, attemptsIn(atStart));
    return { change: { set: { ...atStart, ...set }, run: ended } };
  }
  const entry = toEntry(state);
  const isOurs = entry.open && !entry.newer && entry.status !== 'proposed' && occurrenceOf(entry) === ended.occ;
  if (!isOurs) {
    return { change: { set: {}, run: ended } };
  }
  const handled = exit.exitCode === 0 ? handledWait(entry, ended.at) : undefined;
  if (handled) {
    return { change: { set: { ...handled.set, updated_at: toIso(ended.at) }, run: ended } };
  }
  return entry.repeat === undefined
    ? { change: { set: outcomeFields(ended, exit, entry.attempts), run: ended } }
    : endOfRepeat(entry, ended, exit);
}

function endOfRepeat(entry: Entry, ended: RunEvent, exit: AgentExit): Ending {
  const isOver = exit.exitCode === 0 || (!isInterruption(exit.exitCode) && entry.attempts >= entry.maxRetries);
  // What came while the run went on is left out, or waits its turn: then the entry goes on from when the run began.
  const from = overlapOf(entry) === 'queue' ? instant(ended.at - (ended.duration_ms ?? 0)) : ended.at;
  const moved = isOver ? moveOn(entry, from, 'done') : undefined;
  if (!moved && !isRefusal(entry.repeat)) {
    return { change: { set: outcomeFields(ended, exit, entry.attempts), run: ended } };
  }
  if (!moved || isRefusal(moved)) {
    // Paused meanwhile, or its rule cannot be read: it is not moved.
    return { change: { set: {}, run: ended } };
  }
  const change = { set: { ...moved.set, updated_at: toIso(ended.at) }, run: ended };
  return moved.run ? { change, skipped: moved.run } : { change };
}

function outcomeFields(ended: RunEvent, exit: AgentExit, attempts: number): Readonly<Record<string, unknown>> {
  const updated_at = toIso(ended.at);
  if (exit.exitCode === 0) {
    return { status: 'done', updated_at };
  }
  if (isInterruption(exit.exitCode)) {
    return {};
  }
  const last_error = exit.words.slice(0, LONGEST_ERROR);
  return { status: 'failed', attempts: attempts + 1, last_error, updated_at };
}

function attemptsIn(fields: Fields): number {
  const attempts = Object.hasOwn(fields, 'attempts') ? fields['attempts'] : undefined;
  return typeof attempts === 'number' ? attempts : 0;
}
