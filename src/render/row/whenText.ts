import * as l10n from '@vscode/l10n';
import { weekdayClockText } from '../../core/basics/dateText.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { durationText } from '../../core/basics/durationText.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { limitHold } from '../../core/entry/limitStreak.ts';
import { failuresInARow, isHeld } from '../../core/entry/streak.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { clockText, toWall } from '../../core/basics/wallClock.ts';
import { cleanLine } from '../text/clean.ts';
import { missedText, repeatMark } from './repeatText.ts';
import { waitMark } from './waitText.ts';
import { statusWord } from '../view/statusWords.ts';
import type { EntryView } from '../view/entryView.ts';
import { standingMark } from '../view/standingText.ts';

/**
 * What is worth knowing of an entry beside its title: lateness or due time, agent, state. No text but the agent's name.
 */
export function whenText(seen: EntryView, now: Instant, zone: string): string {
  return besideIn(seen, now, zone, timeWords(seen, now, zone), 'words');
}

/** What is worth knowing of an entry beside its title and a time before that (`rowText`). */
export function besideText(seen: EntryView, now: Instant, zone: string): string {
  return besideIn(seen, now, zone, moreOfTime(seen, now, zone), seen.group === 'Repeating' ? 'words' : 'brief');
}

function besideIn(seen: EntryView, now: Instant, zone: string, when: string, style: 'words' | 'brief'): string {
  const { entry, group } = seen;
  const agent = entry.agent === undefined ? '' : cleanLine(entry.agent, 30);
  const missed = group === 'Overdue' || group === 'Closed' ? '' : missedText(seen, now, zone);
  const conversation = standingMark(seen.conversation, now, zone);
  return [when, agent, missed, repeatMark(seen, style), conversation, ...marksOf(seen, now)]
    .filter(part => part !== '')
    .join(' · ');
}

function timeWords(seen: EntryView, now: Instant, zone: string): string {
  const { entry, group, late, due } = seen;
  const dueWords = due === undefined ? l10n.t('no due time') : describeMoment(due, now, zone);
  switch (group) {
    case 'Overdue':
      return missedText(seen, now, zone) || l10n.t('{0} late', durationText(late));
    case 'Closed':
      return statusWord(entry.status);
    case 'Running':
      return runningMark(seen, now);
    case 'Repeating':
      return entry.isPaused ? l10n.t('paused') : dueWords;
    case 'Waiting':
      return waitMark(entry);
    default:
      return dueWords;
  }
}

/** What else there is to say about the time where it stands before the title. */
function moreOfTime(seen: EntryView, now: Instant, zone: string): string {
  const { entry, group, due } = seen;
  switch (group) {
    case 'Overdue':
      return missedText(seen, now, zone);
    case 'Closed':
      return statusWord(entry.status);
    case 'Repeating':
      return entry.isPaused ? l10n.t('paused') : '';
    case 'Waiting':
      return waitMark(entry);
    case 'Today':
      return due === undefined ? '' : l10n.t('in {0}', durationText(due - now));
    case 'Later': {
      const wall = due === undefined ? undefined : toWall(due, zone);
      return wall ? weekdayClockText(wall, clockText({ hour: wall.hour, minute: wall.minute })) : '';
    }
    default:
      return '';
  }
}

/** How an entry stands beyond its time, in short words; some may be empty. */
export function marksOf({ entry, group, runs, approved }: EntryView, now: Instant): readonly string[] {
  const status =
    group === 'Closed' || entry.status === 'pending'
      ? ''
      : (retryMark(entry) ?? statusWord(cleanLine(entry.status, 30)));
  const tooLate = entry.isOpen && entry.expires <= now ? l10n.t('too late') : '';
  const last = entry.isOpen ? runs.filter(run => run.outcome !== 'skipped').at(-1)?.outcome : undefined;
  const run = heldMark(entry, runs) || lastRunMark(entry, last);
  return [status, tooLate, run, approvedText(approved), entry.newer ? l10n.t('newer format') : ''];
}

/** For an entry that waits for its retry. */
const retryMark = ({ status, attempts, maxRetries }: Entry): string | undefined =>
  status === 'snoozed' && attempts > 0 && attempts <= maxRetries
    ? l10n.t('retry {0} of {1}', attempts, maxRetries)
    : undefined;

function heldMark(entry: Entry, runs: readonly Run[]): string {
  if (!entry.isOpen) {
    return '';
  }
  const limit = limitHold(entry, runs);
  const atLimit = limit === undefined ? '' : l10n.t('{0}, waits for you', limit);
  return isHeld(entry, runs) ? l10n.t('{0} failures in a row, paused', failuresInARow(entry, runs)) : atLimit;
}

/** Whether an entry may run without a person. */
export function approvedText(approved: EntryView['approved']): string {
  switch (approved) {
    case true:
      return l10n.t('runs automatically');
    case 'changed':
      return l10n.t('changed since allowed');
    case 'unchecked':
      return l10n.t('allowed, cannot run here');
    case 'used':
      return l10n.t('allowed run used up');
    default:
      return '';
  }
}

/** When the run that goes on was started, else claimed; undefined where none goes on, or the file does not tell. */
export function runningSince(runs: readonly Run[]): Instant | undefined {
  const run = runs.findLast(({ outcome }) => outcome === 'running');
  return timeOf(run?.started_at ?? run?.claimed_at);
}

/** How long the run of an entry has gone on: `running for 4 min`. */
export function runningMark({ runs }: EntryView, now: Instant): string {
  const since = runningSince(runs);
  return since === undefined || now - since < MINUTE
    ? l10n.t('running')
    : l10n.t('running for {0}', durationText(now - since));
}

function lastRunMark(entry: Entry, last: Run['outcome'] | undefined): string {
  switch (last) {
    case 'unknown':
      return l10n.t('end unknown');
    case 'stopped':
      return l10n.t('stopped');
    case 'interrupted':
      return l10n.t('ended, not marked');
    case 'limit':
      return l10n.t('stopped at a limit');
    case 'failed':
      // A repeat goes on to its next slot all the same (docs/time.md, "Repeat").
      return entry.repeat !== undefined && entry.status !== 'failed' ? l10n.t('last run failed') : '';
    default:
      return '';
  }
}
