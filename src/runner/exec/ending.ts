import { retryDelay, type Backoff } from '../../core/entry/backoff.ts';
import type { Change } from '../../core/rows/change.ts';
import { toEntry, overlapOf, type Entry } from '../../core/entry/entry.ts';
import { occurrenceOf } from '../../core/entry/occurrenceOf.ts';
import { NEVER } from '../../core/entry/times.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { countIn, timeIn } from '../../core/rows/fieldValues.ts';
import { handledWait, untakenWait } from '../../core/entry/handledWait.ts';
import { moveOn } from '../../core/entry/moveOn.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Fields } from '../../core/rows/row.ts';
import { isInterruption, toRuns, type RunEvent } from '../../core/rows/runEvents.ts';
import { limitsInARow, MOST_LIMITS } from '../../core/entry/limitStreak.ts';
import { instant, MINUTE, toIso, type Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import type { AgentExit } from './agentProcess.ts';

/** The longest `last_error` that is written, in characters. */
const LONGEST_ERROR = 500;

/** What is known beside the exit code of a run that may be tried again. */
export interface RetryOptions {
  /** How long it waits before an automatic retry; absent if a failure waits for a person. */
  readonly backoff?: Backoff | undefined;
  /** From 0 to 1. */
  readonly chance?: number;
  /** The usage limit that its agent met. */
  readonly limit?: MetLimit | undefined;
}

/** A usage limit that a run ended at. */
export interface MetLimit {
  /** When it resets; absent where nothing tells. */
  readonly resetsAt?: Instant | undefined;
}

/**
 * What the end of a run does to its entry (docs/running.md, "After"), with the run's end in the same row. Exit 0 is
 * done, and a repeat goes on to its next slot; a hang-up, SIGINT or 130 leaves the entry as it is. At a usage limit,
 * whatever the exit code, it is due again a minute after the reset, `MOST_LIMITS` times in a row, and then waits for a
 * person, as where nothing tells the reset. Anything else is one more attempt, failed: with a `backoff` and retries
 * left it is due again after a wait, and its slot stays what it was; otherwise it waits for a person, but a repeat that
 * has no retry left goes on all the same. Only the run event is written where the entry was closed or stands for
 * another occurrence by now, and for an extra run of a repeat. An entry that is not in the file any more (the agent may
 * have switched branches) is written whole, as it was at the start.
 */
export function endOf(
  state: EntryState | undefined,
  atStart: Fields,
  ended: RunEvent,
  exit: AgentExit,
  options: RetryOptions = {},
): Change {
  // A run that a person interrupted is not continued by itself.
  const limit = isInterruption(exit.exitCode) ? undefined : options.limit;
  if (!state) {
    const isRepeat = Object.hasOwn(atStart, 'repeat');
    const change = limit
      ? endAtLimit(ended, exit, triesOf(atStart), { ...limit, earlier: 0 })
      : { set: outcomeFields(ended, exit, triesOf(atStart), options), run: ended };
    return isRepeat ? { set: atStart, run: ended } : { ...change, set: { ...atStart, ...change.set } };
  }
  const entry = toEntry(state);
  const isOurs = entry.isOpen && !entry.newer && entry.status !== 'proposed' && occurrenceOf(entry) === ended.occ;
  if (!isOurs) {
    return { set: {}, run: ended };
  }
  const handled = exit.exitCode === 0 && !limit ? handledWait(entry, ended.at, 'run') : undefined;
  if (handled) {
    return { set: { ...handled, updated_at: toIso(ended.at) }, run: ended };
  }
  const change = limit
    ? endAtLimit(ended, exit, entry, { ...limit, earlier: limitsOf(state, entry) })
    : entry.repeat === undefined
      ? { set: outcomeFields(ended, exit, entry, options), run: ended }
      : endOfRepeat(entry, ended, exit, options);
  // The run is over, and what it was about is still to be dealt with.
  const waits_for = untakenWait(entry.fields['waits_for']);
  return waits_for ? { ...change, set: { ...change.set, waits_for } } : change;
}

/** How many runs in a row met a usage limit before this one. */
const limitsOf = (state: EntryState, entry: Entry): number =>
  limitsInARow(
    entry,
    toRuns(state.runEvents(), () => false).filter(({ ended_at: end }) => end !== null),
  );

/**
 * Due again a minute after the reset. That is no attempt: nothing that the agent could have done better. Where nothing
 * tells the reset, or a limit stopped it so often in a row, it stays as it is, and a person says when.
 */
function endAtLimit(
  ended: RunEvent,
  exit: AgentExit,
  tries: Tries,
  { resetsAt, earlier }: MetLimit & { readonly earlier: number },
): Change {
  const until = resetsAt === undefined ? 'nothing tells when it resets' : `resets ${toIso(resetsAt)}`;
  const said = { last_error: errorOf(exit, `usage limit, ${until}`), updated_at: toIso(ended.at) };
  return resetsAt === undefined || earlier >= MOST_LIMITS
    ? { set: said, run: { ...ended, asks: true } }
    : { set: { ...dueAgain(instant(Math.max(resetsAt, ended.at) + MINUTE), ended, tries), ...said }, run: ended };
}

function endOfRepeat(entry: Entry, ended: RunEvent, exit: AgentExit, options: RetryOptions): Change {
  const isOk = exit.exitCode === 0;
  const isOver = isOk || (!isInterruption(exit.exitCode) && isLast(entry));
  // What came while the run went on is left out, or waits its turn: then the entry goes on from when the run began.
  const from = overlapOf(entry) === 'queue' ? instant(ended.at - (ended.duration_ms ?? 0)) : ended.at;
  const moved = isOver ? moveOn(entry, from, 'run') : undefined;
  if (!moved && !isRefusal(entry.repeat)) {
    return { set: outcomeFields(ended, exit, entry, options), run: ended };
  }
  if (!moved || isRefusal(moved)) {
    // Paused meanwhile, or its rule cannot be read: it is not moved.
    return { set: {}, run: ended };
  }
  // The last slot of all ended badly: that is not done.
  const isLost = !isOk && moved.set['status'] === 'done';
  const set = isLost
    ? outcomeFields(ended, exit, entry, {})
    : { ...moved.set, ...(!isOk && { last_error: errorOf(exit) }), updated_at: toIso(ended.at) };
  return { set, run: ended, ...(moved.also && { also: moved.also }) };
}

/** What decides whether an entry is tried again, and for which slot. */
type Tries = Pick<Entry, 'attempts' | 'maxRetries' | 'dueAt' | 'originalDueAt'> &
  Partial<Pick<Entry, 'repeat' | 'slot'>>;

const triesOf = (fields: Fields): Tries => ({
  attempts: countIn(fields, 'attempts'),
  maxRetries: countIn(fields, 'max_retries'),
  dueAt: timeIn(fields, 'due_at'),
  originalDueAt: timeIn(fields, 'original_due_at'),
});

/** Whether this failure uses up the last try. */
const isLast = ({ attempts, maxRetries }: Tries): boolean => attempts >= maxRetries;

function outcomeFields(ended: RunEvent, exit: AgentExit, tries: Tries, options: RetryOptions): Fields {
  const updated_at = toIso(ended.at);
  if (exit.exitCode === 0) {
    return { status: 'done', updated_at };
  }
  if (isInterruption(exit.exitCode)) {
    return {};
  }
  const { backoff } = options;
  const attempts = tries.attempts + 1;
  const last_error = errorOf(exit);
  if (!backoff || isLast(tries)) {
    return { status: 'failed', attempts, last_error, updated_at };
  }
  const at = instant(ended.at + retryDelay(attempts, backoff, options.chance ?? 0.5));
  return { ...dueAgain(at, ended, tries), attempts, last_error, updated_at };
}

/** Due again at `at`, for the same slot; or at the later time that a person gave it meanwhile. */
function dueAgain(at: Instant, ended: RunEvent, { dueAt, originalDueAt, repeat, slot = NEVER }: Tries): Fields {
  const lateFrom = originalDueAt ?? dueAt;
  const later = dueAt !== undefined && dueAt > ended.at && dueAt > at ? dueAt : at;
  return {
    status: 'pending',
    due_at: toIso(later),
    ...(lateFrom !== undefined && { original_due_at: toIso(lateFrom) }),
    ...(repeat !== undefined && slot !== NEVER && { slot: toIso(instant(slot)) }),
  };
}

const errorOf = ({ words }: AgentExit, more = ''): string =>
  cleanLine(more === '' ? words : `${words}; ${more}`, LONGEST_ERROR);
