import * as l10n from '@vscode/l10n';
import type { EntryState } from '../../core/fold/entryState.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../text/clean.ts';
import type { View } from '../view/entryView.ts';
import { clockOf, type PastRun } from '../view/runHistory.ts';
import { dayHeading } from './agendaCard.ts';
import { agendaDays, type AgendaDay } from './agendaDays.ts';
import { AgendaLines, type AgendaMember, type AgendaSchedule, type TimedLine } from './agendaLines.ts';
import type { AgendaLook, LaneLook, MarkLook } from './agendaLook.ts';
import { limitMarks, limitsOfRuns, runsOfDay, runStrip, type LimitReset } from './agendaMarks.ts';
import { agendaWords } from './agendaWords.ts';
import { placeEntries, type AgendaPlaces } from './agendaPlaces.ts';

/** How many lines of a lane are shown at first, more than fit on a screen, and how many more on each click. */
export const [FIRST_LINES, MORE_LINES] = [25, 100];

/** What is to be shown. */
export interface AgendaWish {
  /** How many days after today the first day is. */
  readonly skip: number;
  /** The words by which entries are shown, and which entries those are. */
  readonly filter: string;
  readonly keep?: ((state: EntryState) => boolean) | undefined;
  /** How many lines of a lane are shown. */
  readonly linesOf: (lane: string) => number;
  /** The last runs, newest first, as far as they were read. */
  readonly past: readonly PastRun<unknown>[];
  /** Limits that conversations have met. */
  readonly limits: readonly LimitReset[];
  readonly isRestricted: boolean;
}

/** The agenda and, by the keys of its lines, the entries that they stand for. */
export interface Agenda<Tag> {
  readonly look: AgendaLook;
  readonly members: ReadonlyMap<string, AgendaMember<Tag>>;
}

/** What the agenda shows of some schedules at the moment of the view. Only what is shown is read. */
export function agendaOf<Tag>(schedules: readonly AgendaSchedule<Tag>[], view: View, wish: AgendaWish): Agenda<Tag> {
  const { zone } = view;
  const { now } = view.horizon;
  const { keep = () => true } = wish;
  const days = agendaDays(now, zone, wish.skip);
  const sources = schedules.map(source => ({ schedule: source.schedule, tag: source }));
  const places = placeEntries(sources, view, days, keep);
  const lines = new AgendaLines<Tag>(view);
  const ticks = lines.tickLines(schedules, days, keep);
  const marks = marksOf(schedules, view, days, wish);

  const lane = (base: Pick<LaneLook, 'id' | 'heading' | 'kind' | 'count'>, timed: readonly TimedLine[]): LaneLook => {
    const items = timed.slice(0, wish.linesOf(base.id)).map(({ item }) => item());
    const more = timed.length - items.length;
    const spoken =
      base.count === 1 ? l10n.t('{0}, 1 entry', base.heading) : l10n.t('{0}, {1} entries', base.heading, base.count);
    return { ...base, spoken, items, more, moreText: more === 0 ? '' : l10n.t('Show {0} more', more) };
  };
  const dayLane = (day: AgendaDay, index: number): LaneLook => {
    const entries = places.days[index] ?? [];
    const isToday = now >= day.start && now < day.end;
    const name = dayHeading(day.start, now, zone);
    const heading = isToday ? l10n.t('Today, {0}', name) : name;
    const timed = [
      ...marks.filter(({ at }) => at >= day.start && at < day.end).map(markLine),
      ...entries.map(placed => lines.entryLine(placed, true)),
      ...(ticks.get(day.id) ?? []),
    ].sort((a, b) => a.at - b.at);
    return lane({ id: day.id, heading, kind: isToday ? 'today' : 'day', count: entries.length }, timed);
  };
  const { late, later } = places;
  const strip = runStrip(wish.past, { now, zone });
  const lanes = [
    lane(
      { id: 'late', heading: l10n.t('Overdue'), kind: 'late', count: late.length },
      late.map(placed => lines.entryLine(placed, false)),
    ),
    ...days.map(dayLane),
    lane(
      { id: 'later', heading: l10n.t('Later'), kind: 'later', count: later.length },
      later.map(placed => lines.entryLine(placed, false)),
    ),
  ];
  return {
    look: {
      lanes,
      runs: strip.runs,
      runsText: strip.text,
      summary: summaryOf(places),
      before: beforeText(places.before),
      filter: wish.filter === '' ? '' : l10n.t('Filter: {0}', cleanLine(wish.filter, 100)),
      period: [days[0], days.at(-1)].map(day => dayHeading(day?.start ?? now, now, zone)).join(' – '),
      skip: wish.skip,
      isEmpty: lanes.every(({ count }) => count === 0) && places.before === 0,
      isRestricted: wish.isRestricted,
      words: agendaWords(wish.filter !== ''),
    },
    members: lines.members,
  };
}

type Mark = MarkLook & { readonly at: Instant };

const markLine = ({ at, ...mark }: Mark): TimedLine => ({ at, item: () => mark });

/** The present, limits that reset, and what ran today. */
function marksOf(
  schedules: readonly AgendaSchedule<unknown>[],
  { horizon: { now }, zone }: View,
  days: readonly AgendaDay[],
  { limits, past, skip }: AgendaWish,
): readonly Mark[] {
  const open = schedules.flatMap(({ schedule }) => schedule.open);
  const resets = limitsOfRuns(open, state => toEntry(state).agent ?? l10n.t('agent'), now);
  const [today] = skip === 0 ? days : [];
  return [
    ...limitMarks([...limits.filter(({ at }) => at > now), ...resets], zone),
    ...(today ? runsOfDay(past, today, zone) : []),
    { kind: 'mark', key: 'now', tone: 'now', time: clockOf(now, zone), text: l10n.t('now'), at: now },
  ];
}

/** Says that entries come before the first day. */
const beforeText = (count: number): string =>
  count === 0 ? '' : count === 1 ? l10n.t('1 entry before') : l10n.t('{0} entries before', count);

/** How much waits, in few words. */
function summaryOf({ late, running, waiting, proposed }: AgendaPlaces<unknown>): string {
  const parts = [
    late.length === 0 ? '' : l10n.t('{0} overdue', late.length),
    running === 0 ? '' : l10n.t('{0} running', running),
    proposed === 0 ? '' : l10n.t('{0} proposed', proposed),
    waiting === 0 ? '' : l10n.t('{0} waiting', waiting),
  ];
  return parts.filter(part => part !== '').join(' · ') || l10n.t('Nothing is overdue.');
}
