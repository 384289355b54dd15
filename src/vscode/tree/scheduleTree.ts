import * as vscode from 'vscode';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { Instant } from '../../core/basics/time.ts';
import { APART, outline, type Section } from '../../render/view/outline.ts';
import { dueStates } from '../../render/view/tally.ts';
import type { DrawnRows } from './drawnRows.ts';
import type { EntryRow, GroupRow, MoreRow, ProblemRow, Row } from './entryRow.ts';
import type { FolderSchedule, ScheduleModel, Told } from '../model/scheduleModel.ts';

/** How many rows of one group are shown; the command line lists all. */
const MOST = 200;

type Keep = ((state: EntryState) => boolean) | undefined;

/** What the editor calls a row of this tree while it is dragged. */
const DRAGGED = 'application/vnd.code.tree.defer.schedule';

/** The tree in Defer's own container. It shows what `render` groups and decides nothing. */
export class ScheduleTree
  implements vscode.TreeDataProvider<Row>, vscode.TreeDragAndDropController<Row>, vscode.Disposable
{
  private readonly model: ScheduleModel;
  private readonly view: vscode.TreeView<Row>;
  private readonly changed = new vscode.EventEmitter<Row[] | undefined>();
  private readonly listening: vscode.Disposable;

  private keep: Keep;
  private dragged: EntryRow | undefined;
  /** What the editor has; undefined where it has to ask anew. */
  private drawn: DrawnRows | undefined;
  private dress: ((row: Row) => vscode.TreeItem) | undefined;

  readonly onDidChangeTreeData = this.changed.event;
  readonly dragMimeTypes = [];
  readonly dropMimeTypes = [DRAGGED];

  constructor(model: ScheduleModel) {
    this.model = model;
    this.view = vscode.window.createTreeView('defer.schedule', {
      treeDataProvider: this,
      showCollapseAll: true,
      dragAndDropController: this,
    });
    this.listening = model.onDidChange(told => this.refresh(told));
  }

  /** The words by which entries are shown; empty for all. */
  get filter(): string {
    return this.view.description ?? '';
  }

  /** Shows only the entries that `keep` takes, with the words for it; all of them without. */
  narrow(words: string, keep: Keep): void {
    this.keep = keep;
    this.view.description = words;
    this.drawAll();
  }

  /** The editor makes JSON of what is dragged, which no row can become, so that the row stays here. */
  handleDrag([row]: readonly Row[]): void {
    this.dragged = row?.kind === 'entry' ? row : undefined;
  }

  /** The row goes to the command, which asks for the time that the place suggests. */
  async handleDrop(to: Row | undefined): Promise<void> {
    if (this.dragged && to) {
      await vscode.commands.executeCommand('defer.reschedule', { ...this.dragged, to });
    }
  }

  /** The entry that is selected, for commands that come from the keyboard or the palette. */
  get selected(): EntryRow | undefined {
    const [row] = this.view.selection;
    return row?.kind === 'entry' ? row : undefined;
  }

  /** Rows are dressed by a part that is loaded with the first one that is drawn. */
  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    const { drawn } = this;
    const { toTreeItem } = await import('./treeItems.ts');
    this.dress ??= one => toTreeItem(one, this.model.view, 'schedule' in one ? this.model.markOf(one.schedule) : '');
    const item = this.dress(row);
    drawn?.note(row, item);
    return item;
  }

  /** Everything about an entry is put together when the pointer rests on it, not for every row that is drawn. */
  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    if (row.kind === 'entry') {
      const { tooltipOf } = await import('./treeItems.ts');
      item.tooltip = await tooltipOf(row, this.model.view);
    }
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) {
      return row.kind === 'group' ? [...row.children] : [];
    }
    const { DrawnRows: Drawn } = await import('./drawnRows.ts');
    this.drawn ??= new Drawn(this.rows());
    return [...this.drawn.rows];
  }

  private rows(): readonly Row[] {
    const { now, projects, schedules, view } = this.model;
    const tagged = schedules.map(schedule => ({
      schedule: schedule.ledger.schedule,
      tag: schedule,
      // Where it is the only schedule, days tell more.
      apart: schedule.ledger.scope === 'global' && projects.length > 0,
    }));
    const groups = outline(tagged, view, MOST, this.keep).map(section => toGroupRow(section, now));
    const problems = this.problems();
    return problems.length === 0
      ? groups
      : [
          ...groups,
          {
            kind: 'group',
            group: 'Problems',
            count: problems.length,
            children: withRest(problems, 'Problems', problems.length),
          },
        ];
  }

  dispose(): void {
    vscode.Disposable.from(this.view, this.listening, this.changed).dispose();
  }

  /**
   * Draws everything again; where only time has passed, what looks otherwise by now. A row that is drawn while it is
   * clicked loses the click, and one under the pointer what is said of it.
   */
  refresh(told: Told = 'schedule'): void {
    const { overdue } = this.model.tally;
    this.view.badge = overdue === 0 ? undefined : { value: overdue, tooltip: `${overdue} overdue` };
    const message = vscode.workspace.isTrusted
      ? ''
      : 'Restricted Mode: the schedule can be read; nothing is written or started.';
    if (this.view.message !== message) {
      this.view.message = message;
    }
    // Nobody looks at a tree that is hidden: the editor asks for its rows when it is shown.
    const isLater = told === 'time' && this.view.visible;
    const stale = isLater && this.dress ? this.drawn?.staleAgainst(this.rows(), this.dress) : undefined;
    if (!stale) {
      this.drawAll();
    } else if (stale.length > 0) {
      this.changed.fire([...stale]);
    }
  }

  private drawAll(): void {
    this.drawn = undefined;
    this.changed.fire(undefined);
  }

  private problems(): readonly ProblemRow[] {
    return this.model.schedules.flatMap(schedule => [
      ...(schedule.fault === undefined ? [] : [toFaultRow(schedule, schedule.fault)]),
      ...schedule.ledger.problems(this.model.now).map(problem => ({ kind: 'problem', problem, schedule }) as const),
    ]);
  }
}

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
