import * as vscode from 'vscode';
import { lookOf } from '../tree/drawnRows.ts';
import { DrawSoon } from '../tree/drawSoon.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { conversationRows, conversationTooltip } from './conversationItems.ts';
import type { ConversationRow } from './conversationRow.ts';
import type { ConversationWatch, SeenConversation } from './conversationWatch.ts';

/** The Conversations view. It shows what the watch knows, and is drawn only while it is visible. */
export class ConversationTree implements vscode.TreeDataProvider<ConversationRow>, vscode.Disposable {
  private readonly watch: ConversationWatch;
  private readonly model: ScheduleModel;
  private readonly view: vscode.TreeView<ConversationRow>;
  private readonly changed = new vscode.EventEmitter<ConversationRow[] | undefined>();
  private readonly parts: vscode.Disposable;
  /** The rows that the editor has. */
  private drawn: readonly ConversationRow[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(watch: ConversationWatch, model: ScheduleModel) {
    this.watch = watch;
    this.model = model;
    this.view = vscode.window.createTreeView('defer.conversations', { treeDataProvider: this, showCollapseAll: true });
    const soon = new DrawSoon(() => this.draw());
    const refresh = (): void => {
      if (this.view.visible) {
        soon.ask();
      }
    };
    this.parts = vscode.Disposable.from(
      this.view,
      soon,
      this.changed,
      watch.onDidLook(refresh),
      this.view.onDidChangeVisibility(refresh),
    );
  }

  /** The conversation that is selected, for keys. */
  get selected(): SeenConversation | undefined {
    const [row] = this.view.selection;
    return row?.kind === 'conversation' ? row.seen : undefined;
  }

  getTreeItem({ item }: ConversationRow): vscode.TreeItem {
    return item;
  }

  /** Everything about a conversation is put together when the pointer rests on it. */
  resolveTreeItem(item: vscode.TreeItem, row: ConversationRow): vscode.TreeItem {
    if (row.kind === 'conversation') {
      item.tooltip = conversationTooltip(row.seen, this.model.view);
    }
    return item;
  }

  async getChildren(row?: ConversationRow): Promise<ConversationRow[]> {
    if (row) {
      return [...row.children];
    }
    if (!this.watch.hasLooked) {
      // The view shows meanwhile that something is going on.
      await this.watch.look();
    }
    this.drawn = this.rows();
    return [...this.drawn];
  }

  dispose(): void {
    this.parts.dispose();
  }

  private rows(): readonly ConversationRow[] {
    return conversationRows(this.watch.conversations, this.model.view);
  }

  /** Draws what looks otherwise by now. A click is lost where it falls into a redraw, so the rest is left alone. */
  private draw(): void {
    const stale = renewed(this.drawn, this.rows());
    if (stale === undefined) {
      this.changed.fire(undefined);
    } else if (stale.length > 0) {
      this.changed.fire(stale);
    }
  }
}

/**
 * Gives each drawn row what the row in its place has now; answers with those that look otherwise. Undefined where rows
 * came, went or moved.
 */
function renewed(drawn: readonly ConversationRow[], now: readonly ConversationRow[]): ConversationRow[] | undefined {
  if (drawn.length !== now.length || drawn.some((row, index) => row.item.id !== now[index]?.item.id)) {
    return undefined;
  }
  const stale: ConversationRow[] = [];
  for (const [index, row] of drawn.entries()) {
    const other = now[index];
    const inside = other && renewed(row.children, other.children);
    if (!other || !inside) {
      return undefined;
    }
    const isStale = lookOf(row.item) !== lookOf(other.item);
    row.item = other.item;
    if (row.kind === 'conversation' && other.kind === 'conversation') {
      row.seen = other.seen;
    }
    stale.push(...(isStale ? [row] : []), ...inside);
  }
  return stale;
}
