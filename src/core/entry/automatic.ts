import * as l10n from '@vscode/l10n';
import type { Entry } from './entry.ts';
import { occurrenceOf } from './occurrenceOf.ts';
import { isRefusal, refusal, type Refusal } from '../basics/refusal.ts';
import type { Run } from '../rows/runEvents.ts';
import { limitHold } from './limitStreak.ts';
import { isHeld, MOST_FAILURES } from './streak.ts';
import { instant, type Instant } from '../basics/time.ts';
import { slotsAfter, timingOf } from './timing.ts';

/** How often a run that was claimed and never started is tried again without a person. */
const MOST_FALSE_STARTS = 3;

/**
 * When what an entry stands for now fell due: the time that its lateness counts from, which a snooze and a retry keep,
 * or of a repeat a later slot that has come since. Undefined where it is not due.
 */
export function fellDueAt(entry: Entry, now: Instant): Instant | undefined {
  const { standing, lateFrom, slot } = timingOf(entry, now);
  const later = slotsAfter({ slot, repeat: entry.repeat }, now)?.latest;
  return standing === 'due' ? instant(Math.max(lateFrom, later ?? lateFrom)) : undefined;
}

/** When an entry that is due came up last: as `fellDueAt`, or later where it was snoozed or is a retry. */
export function cameUpAt(entry: Entry, now: Instant): Instant | undefined {
  const fell = fellDueAt(entry, now);
  const { due } = timingOf(entry, now);
  return fell === undefined ? undefined : instant(Math.max(fell, due));
}

/**
 * Why an entry as it stands does not run automatically, whatever was approved: it is not due, it waits for a person, or
 * this occurrence has run. Only a failed run, which a retry follows, and one that a usage limit stopped may be followed
 * by another without a person.
 */
export function byItselfRefusal(entry: Entry, runs: readonly Run[], now: Instant): Refusal | undefined {
  const { standing } = timingOf(entry, now);
  if (standing !== 'due') {
    return refusal(
      standing === 'too late'
        ? l10n.t('It is too late to run it. Reschedule or cancel it.')
        : l10n.t('It is not due, and only due entries run automatically.'),
    );
  }
  if (entry.status === 'failed') {
    return refusal(l10n.t('It failed, and no retry is left. Run it yourself, or mark it done.'));
  }
  if (isRefusal(entry.repeat)) {
    return refusal(
      l10n.t('Its repeat cannot be read, so it does not run automatically. Correct it, or run it yourself.'),
    );
  }
  if (entry.repeat?.catchup === 'ask') {
    return refusal(l10n.t('Its repeat asks first (catchup "ask"), so it does not run automatically. Run it yourself.'));
  }
  if (isHeld(entry, runs)) {
    return heldRefusal();
  }
  const limit = limitHold(entry, runs);
  if (limit !== undefined) {
    return refusal(
      l10n.t('It stopped at a usage limit and waits for you ({0}). Snooze it until then, or run it yourself.', limit),
    );
  }
  return ranRefusal(runs.filter(run => run.occ === occurrenceOf(entry) && run.outcome !== 'skipped'));
}

/** Why nothing runs by itself after too many failures. */
export const heldRefusal = (): Refusal =>
  refusal(
    l10n.t(
      'Its last {0} runs failed, so its automatic runs are paused until you deal with it. Run it yourself.',
      MOST_FAILURES,
    ),
  );

function ranRefusal(ofOccurrence: readonly Run[]): Refusal | undefined {
  const last = ofOccurrence.at(-1);
  if (!last || last.outcome === 'failed' || last.outcome === 'limit' || last.outcome === 'running') {
    return undefined;
  }
  const falseStarts = ofOccurrence.filter(run => run.outcome === 'interrupted' && run.started_at === null);
  if (last.outcome === 'interrupted' && last.started_at === null && falseStarts.length < MOST_FALSE_STARTS) {
    return undefined;
  }
  return last.outcome === 'ok'
    ? refusal(l10n.t('This time has already run. Run it yourself to run it again.'))
    : endedRefusal(last.outcome === 'stopped' ? 'stopped' : 'interrupted');
}

/** Why nothing runs by itself after a run that a person ended. */
export const endedRefusal = (how: 'stopped' | 'interrupted'): Refusal =>
  refusal(
    how === 'stopped'
      ? l10n.t('Its last run was stopped, so it waits for you. Run it yourself, or mark it done.')
      : l10n.t('Its last run was interrupted, so it waits for you. Run it yourself, or mark it done.'),
  );
