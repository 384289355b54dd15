import type * as vscode from 'vscode';
import { makeBreather } from './breather.ts';
import { DrawnRows } from './drawnRows.ts';
import { DrawSoon } from './drawSoon.ts';
import type { Row } from './entryRow.ts';
import { toTreeItem } from './treeItems.ts';
import { rowsOf, type Keep, type ShownResults } from './treeRows.ts';
import { OneAtATime } from '../model/oneAtATime.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

export { tooltipOf } from './treeItems.ts';

/** What a tree is to show. */
export interface Shown {
  readonly model: ScheduleModel;
  /** Which entries are shown. */
  readonly keep: Keep;
  readonly results: ShownResults | undefined;
}

/** Awaited before each row is made: the editor asks for all rows of a group at once, and all are compared at once. */
const breathe = makeBreather();

/** The rows of the tree as the editor has them. `changed` tells it to ask for some again, or for all. */
export class TreeDrawing implements vscode.Disposable {
  private readonly shown: Shown;
  private readonly changed: vscode.EventEmitter<Row[] | undefined>;
  /** Undefined if the editor is to ask for all of them again. */
  private drawn: DrawnRows | undefined;

  private readonly draws = new OneAtATime(() => this.draw());
  private readonly soon = new DrawSoon(() => void this.draws.run());

  constructor(shown: Shown, changed: vscode.EventEmitter<Row[] | undefined>) {
    this.shown = shown;
    this.changed = changed;
  }

  /** The rows that no other row holds. */
  rows(): Row[] {
    this.drawn ??= new DrawnRows(this.rowsNow());
    return [...this.drawn.rows];
  }

  /** A row as the editor shows it. */
  async item(row: Row): Promise<vscode.TreeItem> {
    const { drawn } = this;
    await breathe();
    const item = this.dress(row);
    drawn?.note(row, item);
    return item;
  }

  /** Forgets what the editor has: it is to ask for all rows again. */
  forget(): void {
    this.drawn = undefined;
  }

  /** Has what looks otherwise drawn in a moment. */
  drawSoon(): void {
    this.soon.ask();
  }

  dispose(): void {
    this.soon.dispose();
  }

  private async draw(): Promise<void> {
    const { drawn } = this;
    const stale = await drawn?.update(this.rowsNow(), row => this.dress(row), breathe);
    if (drawn !== this.drawn) {
      // The editor was told meanwhile to ask for all rows again.
      return;
    }
    if (!stale) {
      this.forget();
      this.changed.fire(undefined);
    } else if (stale.length > 0) {
      this.changed.fire([...stale]);
    }
  }

  private rowsNow(): readonly Row[] {
    const { model, keep, results } = this.shown;
    return rowsOf(model, keep, results);
  }

  private dress(row: Row): vscode.TreeItem {
    const { model } = this.shown;
    return toTreeItem(row, model.view, 'schedule' in row ? model.markOf(row.schedule) : '');
  }
}
