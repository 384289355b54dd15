import * as vscode from 'vscode';
import type { DrawnRows } from './drawnRows.ts';
import type { EntryRow, Row } from './entryRow.ts';
import type { ScheduleModel, Told } from '../model/scheduleModel.ts';
import type { Keep, ShownResults } from './treeRows.ts';

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
  private results: ShownResults | undefined;
  private dragged: EntryRow | undefined;
  /** What the editor has; undefined where it has to ask anew. */
  private drawn: DrawnRows | undefined;
  /** What it would show now; loaded with the first rows that are drawn. */
  private rows: (() => readonly Row[]) | undefined;
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

  /** From now on shows this beside the entries. */
  showResults(results: ShownResults): void {
    this.results = results;
    this.refresh();
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
      return 'children' in row ? [...row.children] : [];
    }
    const { DrawnRows: Drawn, rowsOf } = await import('./treeRows.ts');
    this.rows = () => rowsOf(this.model, this.keep, this.results);
    this.drawn ??= new Drawn(this.rows());
    return [...this.drawn.rows];
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
    const tooltip = [`${overdue} overdue`, this.results?.unread()].filter(Boolean).join(', ');
    this.view.badge = overdue === 0 ? undefined : { value: overdue, tooltip };
    const message = vscode.workspace.isTrusted
      ? ''
      : 'Restricted Mode: the schedule can be read; nothing is written or started.';
    if (this.view.message !== message) {
      this.view.message = message;
    }
    // Nobody looks at a tree that is hidden: the editor asks for its rows when it is shown.
    const isLater = told === 'time' && this.view.visible;
    const { drawn, dress, rows } = this;
    const stale = isLater && dress && rows ? drawn?.staleAgainst(rows(), dress) : undefined;
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
}
