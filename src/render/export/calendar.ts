import ical, { ICalAlarmType, ICalEventStatus } from 'ical-generator';
import { isRefusal } from '../../core/basics/refusal.ts';
import { DAY, instant, MINUTE, toDate, toIso, type Duration, type Instant } from '../../core/basics/time.ts';
import { clean, cleanLine } from '../text/clean.ts';
import { wholeId } from '../text/shownId.ts';
import type { EntryView } from '../view/entryView.ts';

/** How many occurrences of a repeat are shown, and how far ahead. */
const MOST = 20;
const AHEAD: Duration = 60 * DAY;

/** How long an entry takes in a calendar. It takes no time at all, but many calendars do not draw that. */
const LENGTH: Duration = 15 * MINUTE;

/** An entry and the scope of its schedule: an id is one of its schedule. */
interface Listed extends EntryView {
  readonly scope: string;
}

/**
 * Entries as an iCalendar text (RFC 5545), lines ended by CR LF: each that has a due time as an event in UTC with an
 * alarm, and of a repeat the next occurrences one by one, since no RRULE says what a zone, a snooze and a skipped slot
 * do. The same entry has the same UID every time.
 */
export function calendarText(seen: readonly Listed[], now: Instant): string {
  const calendar = ical({ name: 'Defer', prodId: { company: 'Defer', product: 'Defer', language: 'EN' } });
  for (const one of seen) {
    const { entry, scope } = one;
    const changed = toDate(entry.updatedAt ?? entry.createdAt ?? now);
    for (const { at, slot } of occurrencesOf(one, now)) {
      const event = calendar.createEvent({
        id: uidOf(entry.id, scope, entry.repeat === undefined ? undefined : slot),
        stamp: changed,
        lastModified: changed,
        start: toDate(at),
        end: toDate(at + LENGTH),
        summary: cleanLine(entry.title, 200) || '(no title)',
        description: descriptionOf(one),
        status: statusOf(one),
      });
      if (entry.isOpen && entry.status !== 'proposed') {
        event.createAlarm({ type: ICalAlarmType.display, trigger: 0, description: cleanLine(entry.title, 200) });
      }
    }
  }
  return calendar.toString();
}

interface Occurrence {
  readonly at: Instant;
  /** The slot that it is, wherever it was moved to. */
  readonly slot: Instant;
}

/**
 * The occurrence that an entry stands for, at the time that it was moved to and not at its slot again, and those that
 * follow it. What is paused has no time, and so no event.
 */
function occurrencesOf({ entry, due, slot = due, group }: EntryView, now: Instant): readonly Occurrence[] {
  if (due === undefined || slot === undefined || group === 'Too Late') {
    return [];
  }
  const { repeat } = entry;
  const following =
    repeat === undefined || isRefusal(repeat) || !entry.isOpen
      ? []
      : repeat.upcoming(instant(Math.max(now, due, slot)), MOST - 1).filter(at => at <= now + AHEAD);
  return [{ at: due, slot }, ...following.map(at => ({ at, slot: at }))];
}

/** A text that is one line whatever the id holds. */
const uidOf = (id: string, scope: string, slot: Instant | undefined): string =>
  `${encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\uFFFD'))}${slot === undefined ? '' : `/${toIso(slot)}`}@${scope}.defer`;

function descriptionOf({ entry }: EntryView): string {
  const { agent, summary, file } = entry;
  return [
    ...(summary === undefined ? [] : [clean(summary).slice(0, 1000)]),
    ...(agent === undefined ? [] : [`Agent: ${cleanLine(agent, 60)}`]),
    ...(file === undefined ? [] : [`File: ${cleanLine(file, 120)}`]),
    `defer show ${wholeId(entry.id)}`,
  ].join('\n');
}

function statusOf({ entry }: EntryView): ICalEventStatus {
  if (entry.status === 'cancelled') {
    return ICalEventStatus.CANCELLED;
  }
  return entry.status === 'proposed' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}
