import * as l10n from '@vscode/l10n';
import type { Instant } from '../../core/basics/time.ts';
import { dateText } from '../../core/basics/dateText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import { kindText, priorityText } from '../row/rowText.ts';
import { marksOf, runningMark } from '../row/whenText.ts';
import { cleanLine } from '../text/clean.ts';
import { missedText, repeatMark } from '../row/repeatText.ts';
import { waitMark } from '../row/waitText.ts';
import type { EntryView } from '../view/entryView.ts';
import { clockOf } from '../view/runHistory.ts';
import { nearText, standingMark } from '../view/standingText.ts';
import type { CardAct, EntryLook, Tone } from './agendaLook.ts';

/** The clock and the day that a lane is read by. */
export interface CardSight {
  readonly now: Instant;
  readonly zone: string;
  /** Whether the heading of the lane names the day. */
  readonly isOnDay: boolean;
}

/** How many tags of an entry are shown. */
const MOST_TAGS = 3;

/** An entry as a line of a lane. All text of the file is cleaned and cut. */
export function entryCard(key: string, seen: EntryView, sight: CardSight): EntryLook {
  const { entry, group } = seen;
  const title = cleanLine(entry.title) || l10n.t('(no title)');
  const isLate = group === 'Overdue' || group === 'Too Late';
  const time = timeText(seen, sight);
  const besides = besidesOf(seen, sight, time);
  const tags = entry.tags.slice(0, MOST_TAGS).map(tag => `#${cleanLine(tag, 20)}`);
  return {
    ...{ kind: 'entry', key, tone: toneOf(seen), isLate, time, title, besides, tags },
    acts: actsOf(seen),
  };
}

function timeText(seen: EntryView, { now, zone, isOnDay }: CardSight): string {
  const { entry, group, due, late } = seen;
  if (entry.isPaused) {
    return l10n.t('paused');
  }
  switch (group) {
    case 'Overdue':
      return missedText(seen, now, zone) || l10n.t('{0} late', durationText(late));
    case 'Running':
      return runningMark(seen, now);
    case 'Waiting':
      return waitMark(entry);
    default:
      return due === undefined ? l10n.t('no due time') : isOnDay ? clockOn(due, now, zone) : nearText(due, now, zone);
  }
}

/** `14:00`; what was proposed for an earlier day has that day. */
const clockOn = (at: Instant, now: Instant, zone: string): string =>
  at < now ? nearText(at, now, zone) : clockOf(at, zone);

/** The heading of a day: `Sun 29 Nov`. */
export const dayHeading = (at: Instant, now: Instant, zone: string): string => {
  const wall = toWall(at, zone);
  return dateText(wall, wall.year !== toWall(now, zone).year);
};

function besidesOf(seen: EntryView, { now, zone }: CardSight, time: string): readonly string[] {
  const { entry, group } = seen;
  const missed = missedText(seen, now, zone);
  return [
    entry.agent === undefined ? kindText(entry.kind) : cleanLine(entry.agent, 30),
    missed === time ? '' : missed,
    repeatMark(seen, 'words'),
    priorityText(entry.priority),
    standingMark(seen.conversation, now, zone),
    ...marksOf(seen, now).filter(mark => group !== 'Running' || mark !== entry.status),
  ].filter(part => part !== '');
}

function toneOf({ entry, group, runs, approved }: EntryView): Tone {
  if (group === 'Running') {
    return 'running';
  }
  if (entry.newer || entry.isPaused || group === 'Waiting' || group === 'Proposed') {
    return 'quiet';
  }
  if (entry.status === 'failed') {
    return 'failed';
  }
  if (runs.findLast(({ outcome }) => outcome !== 'skipped')?.outcome === 'limit') {
    return 'limit';
  }
  if (approved === true) {
    return 'automatic';
  }
  return entry.kind === 'prompt' ? 'agent' : entry.kind === 'command' ? 'command' : 'reminder';
}

/** What may be done with an entry where it stands. */
function actsOf({ entry, group }: EntryView): readonly CardAct[] {
  if (entry.newer) {
    return [];
  }
  if (group === 'Running') {
    return ['stop'];
  }
  if (group === 'Proposed') {
    return ['accept', 'reject'];
  }
  const canRun = entry.kind === 'prompt' || entry.kind === 'command';
  const isRepeating = entry.repeat !== undefined && !entry.isPaused;
  return [
    ...(canRun ? (['run'] as const) : []),
    'snooze',
    'reschedule',
    'done',
    ...(isRepeating ? (['skip'] as const) : []),
  ];
}
