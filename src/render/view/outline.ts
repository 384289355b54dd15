import type { EntryState } from '../../core/fold/entryState.ts';
import type { OpenSchedule } from '../../core/fold/schedule.ts';
import { timingOf } from '../../core/entry/timing.ts';
import { APART, groupOf, GROUPS, type SectionGroup } from './groups.ts';
import { recentlyClosed } from './recentlyClosed.ts';
import { isRunning } from './tally.ts';
import type { View } from './entryView.ts';

/** An entry, tagged with whatever its schedule was given with. */
export interface Member<Tag> {
  readonly state: EntryState;
  readonly tag: Tag;
}

const SECTIONS: readonly SectionGroup[] = [...GROUPS.filter(group => group !== 'Closed'), APART, 'Closed'];

/** One group of the tree: how many entries are in it, and the first of them. */
export interface Section<Tag> {
  readonly group: SectionGroup;
  readonly count: number;
  readonly members: readonly Member<Tag>[];
}

/**
 * The entries of several schedules by group, at most `most` of each, groups in order and empty ones left out. One pass
 * over what is open, so that a schedule of 100,000 entries is drawn in a few milliseconds; entries themselves are not
 * read here. What is open in a schedule that stands `apart` is one group. `keep`: which entries count.
 */
export function outline<Tag>(
  schedules: readonly { readonly schedule: OpenSchedule; readonly tag: Tag; readonly apart?: boolean }[],
  view: View,
  most: number,
  keep: (state: EntryState) => boolean = () => true,
): readonly Section<Tag>[] {
  const sections = new Map(
    SECTIONS.map((group): [SectionGroup, Draft<Tag>] => [group, { group, count: 0, first: [], moved: [] }]),
  );
  const put = (group: SectionGroup, member: Draft<Tag>['first'][number], place: number): void => {
    const section = sections.get(group);
    if (!section) {
      return;
    }
    section.count += 1;
    if (member.due !== member.state.due) {
      section.moved.push(member);
    } else if (section.first.length < most * place) {
      // The entries of one schedule come in order, so what is first of all schedules is among the first of each.
      section.first.push(member);
    }
  };
  for (const [index, { schedule, tag, apart }] of schedules.entries()) {
    for (const state of schedule.open) {
      if (!keep(state)) {
        continue;
      }
      const timing = timingOf(state, view.horizon.now);
      const kind = { isRunning: isRunning(state, view.alive), repeats: state.repeat !== undefined };
      const group = apart ? APART : groupOf(timing, kind, view.horizon);
      put(group, { state, tag, due: timing.due }, index + 1);
    }
    for (const state of recentlyClosed(schedule).filter(keep)) {
      put('Closed', { state, tag, due: state.due }, index + 1);
    }
  }
  return [...sections.values()]
    .filter(({ count }) => count > 0)
    .map(section => ({ group: section.group, count: section.count, members: inOrder(section).slice(0, most) }));
}

/** A section that is being put together. */
interface Draft<Tag> {
  readonly group: SectionGroup;
  count: number;
  /** The first ones by the file. */
  readonly first: (Member<Tag> & { readonly due: number })[];
  /** Those that come up at another time than the file says (`catchup: "skip"`), which are few. */
  readonly moved: (Member<Tag> & { readonly due: number })[];
}

function inOrder<Tag>({ group, first, moved }: Draft<Tag>): readonly Member<Tag>[] {
  const all = [...first, ...moved];
  return group === 'Closed' ? all : all.sort((a, b) => a.due - b.due || 0);
}
