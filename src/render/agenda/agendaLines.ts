import * as l10n from '@vscode/l10n';
import type { ApprovalMark } from '../../core/agent/grant.ts';
import type { ConversationStanding } from '../../core/conversations/conversationStanding.ts';
import { toEntry } from '../../core/entry/entry.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../text/clean.ts';
import { viewEntry, type View } from '../view/entryView.ts';
import { clockOf } from '../view/runHistory.ts';
import { entryCard } from './agendaCard.ts';
import type { AgendaDay } from './agendaDays.ts';
import type { LaneItem } from './agendaLook.ts';
import type { PlacedEntry } from './agendaPlaces.ts';
import { ticksOf, type DayTicks } from './repeatTicks.ts';

/** A schedule of the agenda, and what is known of its entries beside the file. */
export interface AgendaSchedule<Tag> {
  readonly schedule: OpenSchedule;
  /** What its entries are to be found by. */
  readonly tag: Tag;
  /** A short name for an entry that no other entry has, and that stays the same. */
  readonly keyOf: (state: EntryState) => string;
  readonly approved?: ReadonlyMap<string, ApprovalMark> | undefined;
  readonly standings?: ReadonlyMap<string, ConversationStanding> | undefined;
}

/** An entry and where it belongs. */
export interface AgendaMember<Tag> {
  readonly state: EntryState;
  readonly tag: Tag;
}

/** A line of a lane, with its place in time; put together only where it is shown. */
export interface TimedLine {
  readonly at: number;
  readonly item: () => LaneItem;
}

/** The next times of so many repeats are shown, the soonest first: to find those of thousands takes seconds. */
const MOST_REPEATS = 200;

/** Makes the lines of entries, and remembers what each that is shown stands for. */
export class AgendaLines<Tag> {
  readonly members = new Map<string, AgendaMember<Tag>>();
  private readonly view: View;

  constructor(view: View) {
    this.view = view;
  }

  /** The line of an entry; `isOnDay`: its lane names the day. */
  entryLine({ state, tag: source, at }: PlacedEntry<AgendaSchedule<Tag>>, isOnDay: boolean): TimedLine {
    const { horizon, zone } = this.view;
    return {
      at,
      item: () => {
        const conversation = source.standings?.get(state.id);
        const seen = {
          ...viewEntry(state, this.view),
          approved: source.approved?.get(state.id) ?? false,
          ...(conversation && { conversation }),
        };
        return entryCard(this.keyOf(source, state), seen, { now: horizon.now, zone, isOnDay });
      },
    };
  }

  /** The lines that say when repeats come up again, by the day. */
  tickLines(
    sources: readonly AgendaSchedule<Tag>[],
    days: readonly AgendaDay[],
    keep: (state: EntryState) => boolean,
  ): ReadonlyMap<string, readonly TimedLine[]> {
    const lines = new Map(days.map(({ id }): [string, TimedLine[]] => [id, []]));
    const repeats = sources.flatMap(source =>
      source.schedule.open.filter(state => state.repeat !== undefined && keep(state)).map(state => ({ state, source })),
    );
    repeats.sort((a, b) => (a.state.due === b.state.due ? 0 : a.state.due - b.state.due));
    for (const { state, source } of repeats.slice(0, MOST_REPEATS)) {
      for (const [day, ticks] of ticksOf(state, days, this.view.horizon.now)) {
        const [first] = ticks.at;
        if (first !== undefined) {
          lines.get(day)?.push({ at: first, item: () => this.tickItem(source, state, day, ticks) });
        }
      }
    }
    return lines;
  }

  private tickItem(source: AgendaSchedule<Tag>, state: EntryState, day: string, ticks: DayTicks): LaneItem {
    const time = ticks.isOften ? wordsOf(state) : ticks.at.map(at => clockOf(at, this.view.zone)).join(', ');
    const entry = this.keyOf(source, state);
    const title = cleanLine(toEntry(state).title) || l10n.t('(no title)');
    return { kind: 'tick', key: `${entry} ${day}`, entry, time, title };
  }

  private keyOf({ keyOf, tag }: AgendaSchedule<Tag>, state: EntryState): string {
    const key = keyOf(state);
    this.members.set(key, { state, tag });
    return key;
  }
}

/** The rule of a repeat that comes up often, within a line: `every 5 minutes`. */
function wordsOf({ repeat }: EntryState): string {
  const words = repeat === undefined || isRefusal(repeat) ? '' : repeat.said;
  return /^Every\b/.test(words) ? words.replace('Every', 'every') : words;
}
