import * as l10n from '@vscode/l10n';
import { addDays, compareDates } from '../../core/basics/calendarDate.ts';
import { dayText, weekdayClockText } from '../../core/basics/dateText.ts';
import { durationText } from '../../core/basics/durationText.ts';
import type { Entry, Priority } from '../../core/entry/entry.ts';
import { MINUTE, type Instant } from '../../core/basics/time.ts';
import { clockText, toWall } from '../../core/basics/wallClock.ts';
import { cleanLine } from '../text/clean.ts';
import { spokenList } from '../text/spoken.ts';
import type { Group } from '../view/groups.ts';
import { groupName } from '../view/groupNames.ts';
import { isolate } from '../text/isolate.ts';
import { besideText, runningSince, whenText } from './whenText.ts';
import type { EntryView } from '../view/entryView.ts';

/** An entry as a line that begins with what one looks for. Everything in it is cleaned. */
export interface RowText {
  /** The time and the title: `14:50  Read the figures`. Two spaces part them; no title has two in a row. */
  readonly label: string;
  /** How many characters of the label are the time; 0 where there is none. */
  readonly timeLength: number;
  /** What else is worth knowing: agent, tags, state. */
  readonly beside: string;
  /** The priority in words, for lists that otherwise show only the sign before the title; usually empty. */
  readonly priority: string;
  /** All of it as a screen reader says it. */
  readonly spoken: string;
}

/** Signs before the title of an entry that is more, or less, urgent than others. */
const PRIORITY_MARKS: Readonly<Record<Priority, string>> = { high: '! ', medium: '', low: '↓ ' };

/**
 * The row of an entry. The time stands first, so that a narrow view keeps it. `isUnderDay`: the heading already names
 * its group.
 */
export function rowText(seen: EntryView, now: Instant, zone: string, isUnderDay = true): RowText {
  const { entry, group } = seen;
  const time = leadOf(seen, now, zone, isUnderDay);
  const title = cleanLine(entry.title);
  const mark = entry.priority === undefined ? '' : PRIORITY_MARKS[entry.priority];
  const tags = entry.tags.map(tag => `#${isolate(cleanLine(tag, 30))}`).join(' ');
  const said = [groupName(group), kindText(entry.kind), whenText(seen, now, zone), priorityText(entry.priority), tags];
  return {
    label: `${time === '' ? '' : `${time}  `}${mark}${isolate(title) || noTitle()}`,
    timeLength: time.length,
    beside: [besideText(seen, now, zone), tags].filter(part => part !== '').join(' · '),
    priority: priorityText(entry.priority),
    spoken: spokenList(isolate(title) || noTitle(), ...said),
  };
}

/** The time of a row as briefly as it can be told; empty where it has none. */
function leadOf({ entry, group, due, late, runs }: EntryView, now: Instant, zone: string, isUnderDay: boolean): string {
  switch (group) {
    case 'Overdue':
      return isUnderDay || late < MINUTE / 2 ? lengthText(late) : l10n.t('{0} late', durationText(late));
    case 'Running': {
      const since = runningSince(runs);
      const length = since === undefined ? '' : lengthText(now - since);
      return isUnderDay || length === '' ? length : l10n.t('running, {0}', length);
    }
    case 'Closed':
      return entry.updatedAt === undefined ? '' : nearTime(entry.updatedAt, now, zone);
    default: {
      if (due === undefined) {
        return '';
      }
      return nearTime(due, now, zone, isUnderDay ? NAMED_BY_HEADING[group] : undefined);
    }
  }
}

/** How long; under a minute it is just now. */
const lengthText = (length: number): string => (length < MINUTE / 2 ? l10n.t('now') : durationText(length));

const noTitle = (): string => l10n.t('(no title)');

/** What the icon of a row says of who does the work; nothing where that is the person. */
export function kindText(kind: Entry['kind']): string {
  switch (kind) {
    case 'prompt':
      return l10n.t('for an agent');
    case 'command':
      return l10n.t('a command');
    default:
      return '';
  }
}

/** Said where an entry is more, or less, urgent than others. */
export function priorityText(priority: Priority | undefined): string {
  switch (priority) {
    case 'high':
      return l10n.t('high priority');
    case 'low':
      return l10n.t('low priority');
    default:
      return '';
  }
}

/** What a heading says of the days under it: the day itself, or the week, in which a weekday is enough. */
const NAMED_BY_HEADING: Readonly<Partial<Record<Group, 'day' | 'week'>>> = {
  Today: 'day',
  Tomorrow: 'day',
  'This Week': 'week',
  'Next Week': 'week',
};

/** `14:50` of today, `Mon 09:00` within a week, else `14 Dec`, with its year where that is another. */
export function nearTime(at: Instant, now: Instant, zone: string, named?: 'day' | 'week'): string {
  const [wall, today] = [toWall(at, zone), toWall(now, zone)];
  const clock = clockText({ hour: wall.hour, minute: wall.minute });
  if (named === 'day' || compareDates(wall, today) === 0) {
    return clock;
  }
  const isNear = compareDates(wall, addDays(today, 7)) < 0 && compareDates(addDays(wall, 7), today) > 0;
  return named === 'week' || isNear ? weekdayClockText(wall, clock) : dayText(wall, wall.year !== today.year);
}
