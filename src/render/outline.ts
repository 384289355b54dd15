import { isTombstone, toEntry } from '../core/entry.ts';
import type { EntryState } from '../core/entryState.ts';
import { toRuns } from '../core/run.ts';
import type { Schedule } from '../core/schedule.ts';
import { timingOf } from '../core/timing.ts';
import { groupOf, GROUPS, type Group } from './groups.ts';
import type { View } from './picture.ts';

/** How many closed entries are shown, newest first. */
const RECENT = 20;

/** One group of the tree, with the entries in it; each tagged with whatever its schedule was given with. */
export interface Section<Tag> {
  readonly group: Group;
  readonly members: readonly { readonly state: EntryState; readonly tag: Tag }[];
}

/**
 * The entries of several schedules by group, groups in order and empty ones left out. One pass over what is open, so
 * that a schedule of 100,000 entries is drawn in a few milliseconds; entries themselves are not read here.
 */
export function outline<Tag>(
  schedules: readonly { readonly schedule: Schedule; readonly tag: Tag }[],
  view: View,
): readonly Section<Tag>[] {
  const members = new Map<Group, { readonly state: EntryState; readonly tag: Tag }[]>(GROUPS.map(group => [group, []]));
  const closed: { readonly state: EntryState; readonly tag: Tag }[] = [];
  for (const { schedule, tag } of schedules) {
    for (const state of schedule.open) {
      members.get(groupOfState(state, view))?.push({ state, tag });
    }
    closed.push(...recentlyClosed(schedule).map(state => ({ state, tag })));
  }
  members.set('Closed', closed);
  if (schedules.length > 1) {
    for (const group of members.values()) {
      group.sort((a, b) => a.state.due - b.state.due || 0);
    }
  }
  return GROUPS.map(group => ({ group, members: members.get(group) ?? [] })).filter(
    section => section.members.length > 0,
  );
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
