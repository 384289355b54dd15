import type { EntryState } from '../../core/fold/entryState.ts';
import type { Problem } from '../../core/rows/row.ts';
import type { SectionGroup } from '../../render/view/groups.ts';
import type { ResultRow } from '../results/resultRow.ts';
import type { FolderSchedule } from '../model/scheduleModel.ts';

/** One line of the tree, before the editor sees it. */
export type Row = GroupRow | EntryRow | ResultRow | ProblemRow | MoreRow;

/** A heading: a group of days, `Results` among them, `Problems` after them; or an agent, a tag, a folder. */
export interface GroupRow {
  readonly kind: 'group';
  readonly group: SectionGroup | 'Results' | 'Problems' | (string & {});
  /** Whether the heading is the name of an agent, a tag or a folder, which may be that of a group as well. */
  readonly isName?: boolean;
  readonly count: number;
  /** How many of a group that stands apart are overdue. */
  overdue?: number;
  readonly children: readonly Row[];
}

/** An entry and the folder it belongs to. What commands on a row are given. */
export interface EntryRow {
  readonly kind: 'entry';
  readonly state: EntryState;
  readonly schedule: FolderSchedule;
  /** The heading it stands under, where that is not its day; an entry with two tags stands under two. */
  readonly under?: string;
}

/** A line of the file that could not be taken as it stands, or (line 0) a file that cannot be read. */
export interface ProblemRow {
  readonly kind: 'problem';
  readonly problem: Pick<Problem, 'line' | 'text' | 'file'> & { readonly class: string };
  readonly schedule: FolderSchedule;
}

/** Stands for rows that are not shown. */
export interface MoreRow {
  readonly kind: 'more';
  readonly group: string;
  readonly count: number;
}

/**
 * Reads the argument a command got from a row of the tree, or from a run of the History view, whose entry is meant;
 * `undefined` where it came from elsewhere.
 */
export function toEntryRow(value: unknown): EntryRow | undefined {
  const given = value as { readonly kind?: unknown; readonly entry?: unknown } | null | undefined;
  const row = (given?.kind === 'run' ? given.entry : given) as Partial<EntryRow> | undefined;
  return typeof row === 'object' && row?.kind === 'entry' && row.state && row.schedule ? (row as EntryRow) : undefined;
}
