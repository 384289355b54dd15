import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Row } from './entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import type { TreeDrawing } from './treeDrawing.ts';
import type { Keep, ShownResults } from './treeRows.ts';

/** What the editor calls a row of this tree while it is dragged. */
const DRAGGED = 'application/vnd.code.tree.defer.schedule';

/** The tree in Defer's own container. It shows what `render` groups and decides nothing. */
export class ScheduleTree
  implements vscode.TreeDataProvider<Row>, vscode.TreeDragAndDropController<Row>, vscode.Disposable
{
  readonly model: ScheduleModel;
  /** Public for `reviveTree`, which is not loaded at activation. */
  view: vscode.TreeView<Row>;
  private readonly changed = new vscode.EventEmitter<Row[] | undefined>();
  private readonly listening: vscode.Disposable;

  /** Which entries are shown. */
  keep: Keep;
  results: ShownResults | undefined;
  private dragged: readonly Row[] = [];
  /** What the editor has of the tree. Absent until it first asks for rows, which loads this. */
  drawing: TreeDrawing | undefined;

  readonly onDidChangeTreeData = this.changed.event;
  readonly dragMimeTypes = [];
  readonly dropMimeTypes = [DRAGGED];

  constructor(model: ScheduleModel) {
    this.model = model;
    this.view = this.createView();
    this.listening = model.onDidChange(() => this.refresh());
  }

  /** Registers this object as the view's data provider. */
  createView(): vscode.TreeView<Row> {
    return vscode.window.createTreeView('defer.schedule', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: this,
    });
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

  /** The editor makes JSON of what is dragged, which no row can become, so that the rows stay here. */
  handleDrag(rows: readonly Row[]): void {
    this.dragged = rows;
  }

  /** The rows go to the command, which asks for the time that the place suggests. */
  async handleDrop(to: Row | undefined): Promise<void> {
    const first = this.dragged.find(row => row.kind === 'entry');
    if (first && to) {
      await vscode.commands.executeCommand('defer.reschedule', { ...first, to }, this.dragged);
    }
  }

  /** All rows that are selected. */
  get selection(): readonly Row[] {
    return this.view.selection;
  }

  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    return (await this.load()).item(row);
  }

  /** Everything about an entry is put together when the pointer rests on it, not for every row that is drawn. */
  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    if (row.kind === 'entry') {
      const { tooltipOf } = await import('./treeDrawing.ts');
      item.tooltip = await tooltipOf(
        row,
        this.model.view,
        this.model.schedules.map(({ ledger }) => ledger),
      );
    }
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) {
      return 'children' in row ? [...row.children] : [];
    }
    return (await this.load()).rows();
  }

  private async load(): Promise<TreeDrawing> {
    const { TreeDrawing: Drawing } = await import('./treeDrawing.ts');
    return (this.drawing ??= new Drawing(this, this.changed));
  }

  dispose(): void {
    this.drawing?.dispose();
    vscode.Disposable.from(this.view, this.listening, this.changed).dispose();
  }

  /**
   * Draws what looks otherwise by now. A row that is drawn while it is clicked loses the click, and one under the
   * pointer what is said of it.
   */
  refresh(): void {
    const { overdue } = this.model.tally;
    const tooltip = [l10n.t('{0} overdue', overdue), this.results?.unread()].filter(Boolean).join(', ');
    this.view.badge = overdue === 0 ? undefined : { value: overdue, tooltip };
    // An empty tree says it in its own words, which the editor hides behind this line.
    const isOpen = this.model.schedules.some(({ ledger }) => ledger.schedule.open.length > 0);
    const message =
      vscode.workspace.isTrusted || !isOpen
        ? ''
        : l10n.t('Restricted Mode: the schedule can be read; nothing is written or started.');
    if (this.view.message !== message) {
      this.view.message = message;
    }
    // Nobody looks at a tree that is hidden: the editor asks for its rows when it is shown.
    if (this.drawing && this.view.visible) {
      this.drawing.drawSoon();
    } else {
      this.drawAll();
    }
  }

  private drawAll(): void {
    this.drawing?.forget();
    this.changed.fire(undefined);
  }
}
