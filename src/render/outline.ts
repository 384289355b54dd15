import { isTombstone, toEntry } from '../core/entry.ts';
import type { EntryState } from '../core/entryState.ts';
import { toRuns } from '../core/run.ts';
import type { Schedule } from '../core/schedule.ts';
import { timingOf } from '../core/timing.ts';
import { groupOf, GROUPS, type Group } from './groups.ts';
import type { View } from './picture.ts';

/** How many closed entries are shown, newest first. */
const RECENT = 20;

/** An entry, tagged with whatever its schedule was given with. */
export interface Member<Tag> {
  readonly state: EntryState;
  readonly tag: Tag;
}

/** One group of the tree: how many entries are in it, and the first of them. */
export interface Section<Tag> {
  readonly group: Group;
  readonly count: number;
  readonly members: readonly Member<Tag>[];
}

/**
 * The entries of several schedules by group, at most `most` of each, groups in order and empty ones left out. One pass
 * over what is open, so that a schedule of 100,000 entries is drawn in a few milliseconds; entries themselves are not
 * read here.
 */
export function outline<Tag>(
  schedules: readonly { readonly schedule: Schedule; readonly tag: Tag }[],
  view: View,
  most: number,
): readonly Section<Tag>[] {
  const sections = new Map(GROUPS.map(group => [group, { group, count: 0, members: [] as Member<Tag>[] }]));
  const put = (group: Group, state: EntryState, tag: Tag, place: number): void => {
    const section = sections.get(group);
    if (section) {
      section.count += 1;
      // The entries of one schedule come in order, so what is first of all schedules is among the first of each.
      if (section.members.length < most * place) {
        section.members.push({ state, tag });
      }
    }
  };
  for (const [index, { schedule, tag }] of schedules.entries()) {
    for (const state of schedule.open) {
      put(groupOfState(state, view), state, tag, index + 1);
    }
    for (const state of recentlyClosed(schedule)) {
      put('Closed', state, tag, index + 1);
    }
  }
  return [...sections.values()]
    .filter(({ count }) => count > 0)
    .map(({ group, count, members }) => ({ group, count, members: inOrder(group, members).slice(0, most) }));
}

function inOrder<Tag>(group: Group, members: readonly Member<Tag>[]): readonly Member<Tag>[] {
  const [first] = members;
  const single = members.every(member => member.tag === first?.tag);
  return single || group === 'Closed' ? members : [...members].sort((a, b) => a.state.due - b.state.due || 0);
}

function groupOfState(state: EntryState, { horizon, alive }: View): Group {
  const running = state.hasRuns && toRuns(state.runEvents(), alive).some(run => run.outcome === 'running');
  return groupOf(timingOf(state, horizon.now), running, horizon);
}

/** The entries that were closed last, by where their last rows stand. */
function recentlyClosed(schedule: Schedule): readonly EntryState[] {
  const recent: EntryState[] = [];
  let least = 0;
  for (const state of schedule.all()) {
    if (!state.isOpen && (recent.length < RECENT * 2 || state.line > least)) {
      recent.push(state);
      if (recent.length >= RECENT * 4) {
        recent.sort((a, b) => b.line - a.line).splice(RECENT * 2);
        least = recent.at(-1)?.line ?? 0;
      }
    }
  }
  return recent
    .sort((a, b) => b.line - a.line)
    .filter(state => !isTombstone(toEntry(state)))
    .slice(0, RECENT);
}
