import * as l10n from '@vscode/l10n';
import { NEVER, orNone } from '../../core/entry/times.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { toEntry } from '../../core/entry/entry.ts';
import { toRuns, type Alive } from '../../core/rows/runEvents.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import { isHeld, mayBeHeld } from '../../core/entry/streak.ts';
import type { Instant } from '../../core/basics/time.ts';
import { isDue, timingOf } from '../../core/entry/timing.ts';
import { durationText } from '../../core/basics/durationText.ts';

/** How much waits, over all schedules. */
export interface Tally {
  readonly overdue: number;
  /** The slot of the entry that is most late. */
  readonly oldest: Instant | undefined;
  /** The next due time that is still ahead. */
  readonly next: Instant | undefined;
}

/** The open entries whose automatic runs are paused, since the last ones all failed; in the order of the schedule. */
export const heldStates = (schedule: OpenSchedule, alive: Alive): readonly EntryState[] =>
  schedule.open.filter(state => mayBeHeld(state) && isHeld(toEntry(state), toRuns(state.runEvents(), alive)));

/** Whether a run of an entry goes on. */
export const isRunning = (state: EntryState, alive: Alive): boolean =>
  state.hasRuns && toRuns(state.runEvents(), alive).some(run => run.outcome === 'running');

/** The open entries that are running, in the order of the schedule. */
export const runningStates = (schedule: OpenSchedule, alive: Alive): readonly EntryState[] =>
  schedule.open.filter(state => isRunning(state, alive));

/**
 * The due entries of a schedule, soonest first. Proposed ones wait for a person and are not due, nor are those for
 * which it is too late, or that pass over what they missed.
 */
export const dueStates = (schedule: OpenSchedule, now: Instant): readonly EntryState[] =>
  schedule.open.slice(0, schedule.dueCount(now)).filter(state => isDue(state, now));

/**
 * Open entries that are not due yet, soonest first, those without a due time last; without proposed ones and those for
 * which it is too late.
 */
export function upcomingStates(schedule: OpenSchedule, now: Instant): readonly EntryState[] {
  return schedule.open.filter(state => {
    const { standing } = timingOf(state, now);
    return standing === 'ahead' || standing === 'paused' || standing === 'waiting';
  });
}

/** Counts what is due at `now`. What is running waits for nobody, and is not counted. */
export function tallyOf(schedules: readonly OpenSchedule[], now: Instant, alive: Alive): Tally {
  let overdue = 0;
  let oldest = NEVER;
  let next = NEVER;
  for (const schedule of schedules) {
    const { open } = schedule;
    const come = schedule.dueCount(now);
    for (const state of open.slice(0, come)) {
      const { standing, due, lateFrom } = timingOf(state, now);
      if (standing === 'due' && !isRunning(state, alive)) {
        overdue += 1;
        oldest = Math.min(oldest, lateFrom);
      } else if (standing === 'ahead') {
        next = Math.min(next, due);
      }
    }
    const following = open.find((state, index) => index >= come && timingOf(state, now).standing === 'ahead');
    next = Math.min(next, following?.due ?? NEVER);
  }
  return { overdue, oldest: orNone(oldest), next: orNone(next) };
}

/** The status bar in a few words: `3 due`, else the next one's countdown, else nothing. Holds no text of the file. */
export function statusText({ overdue, next }: Tally, now: Instant): string {
  if (overdue > 0) {
    return l10n.t('{0} due', overdue);
  }
  return next === undefined ? '' : l10n.t('next in {0}', durationText(next - now));
}
