import type { EntryState } from '../../core/fold/entryState.ts';
import type { Instant } from '../../core/basics/time.ts';
import { APART } from '../../render/view/groups.ts';
import { outline, type Section } from '../../render/view/outline.ts';
import { dueStates } from '../../render/view/tally.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import { grouping, regrouped } from './grouping.ts';
import type { GroupRow, MoreRow, ProblemRow, Row } from './entryRow.ts';

/** How many rows of one group are shown; the command line lists all. */
const MOST = 200;

/** Which entries are shown; all of them without. */
export type Keep = ((state: EntryState) => boolean) | undefined;

/** What waits for a person beside entries; made by a part that is loaded where there is something. */
export interface ShownResults {
  /** The group of it; none where there is nothing, or `keep` takes none of their entries. */
  groups(keep: Keep): readonly GroupRow[];
  /** How much of it nobody has looked at, in words; empty where that is nothing. */
  unread(): string;
}

/** The groups that come before what waits beside entries: they cannot wait. */
const FIRST: ReadonlySet<GroupRow['group']> = new Set(['Overdue', 'Too Late', 'Running']);

/** The rows of the tree as they are to look now. */
export function rowsOf(model: ScheduleModel, keep: Keep, results: ShownResults | undefined): readonly Row[] {
  const { now, projects, schedules, view } = model;
  const tagged = schedules.map(schedule => ({
    schedule: schedule.ledger.schedule,
    tag: schedule,
    // Where it is the only schedule, days tell more.
    apart: schedule.ledger.scope === 'global' && projects.length > 0,
  }));
  const sections = outline(tagged, view, MOST, keep).map(section => toGroupRow(section, now));
  const groups: readonly GroupRow[] = [
    ...sections.filter(({ group }) => FIRST.has(group)),
    ...(results?.groups(keep) ?? []),
    ...sections.filter(({ group }) => !FIRST.has(group)),
  ];
  const problems = problemsOf(model);
  const shown = regrouped(groups, grouping());
  return problems.length === 0
    ? shown
    : [
        ...shown,
        {
          kind: 'group',
          group: 'Problems',
          count: problems.length,
          children: withRest(problems, 'Problems', problems.length),
        },
      ];
}

const problemsOf = ({ schedules, now }: ScheduleModel): readonly ProblemRow[] =>
  schedules.flatMap(schedule => [
    ...(schedule.fault === undefined ? [] : [toFaultRow(schedule, schedule.fault)]),
    ...schedule.ledger.problems(now).map(problem => ({ kind: 'problem', problem, schedule }) as const),
  ]);

const toFaultRow = (schedule: FolderSchedule, text: string): ProblemRow => ({
  kind: 'problem',
  problem: { line: 0, class: 'not readable', text },
  schedule,
});

function toGroupRow({ group, count, members }: Section<FolderSchedule>, now: Instant): GroupRow {
  const children = withRest(
    members.map(({ state, tag }) => ({ kind: 'entry', state, schedule: tag }) as const),
    group,
    count,
  );
  const [first] = members;
  const overdue = group === APART && first ? dueStates(first.tag.ledger.schedule, now).length : 0;
  return { kind: 'group', group, count, overdue, children };
}

/** The first rows of a group, and a row that stands for the others. */
function withRest(rows: readonly Row[], group: string, count: number): readonly Row[] {
  const shown = rows.slice(0, MOST);
  const rest: MoreRow = { kind: 'more', group, count: count - shown.length };
  return rest.count > 0 ? [...shown, rest] : shown;
}
