import * as vscode from 'vscode';
import { lookOf } from '../tree/drawnRows.ts';
import type { HistoryRow } from './historyRows.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** The History view. Nothing of it is loaded or put together before somebody opens it. */
export function openHistory(model: ScheduleModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let drawn = '';
  const look = async (): Promise<HistoryRow[]> => (await import('./historyRows.ts')).historyRows(model);
  const view = vscode.window.createTreeView<HistoryRow>('defer.history', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: row => row.item,
      getChildren: async row => {
        if (row) {
          return [...row.children];
        }
        const rows = await look();
        drawn = textOf(rows);
        return rows;
      },
    },
  });
  const refresh = (): void => {
    if (view.visible) {
      changed.fire();
    }
  };
  // A click is lost where it falls into a redraw.
  const refreshIfOther = async (): Promise<void> => {
    if (view.visible && textOf(await look()) !== drawn) {
      changed.fire();
    }
  };
  return vscode.Disposable.from(
    view,
    changed,
    view.onDidChangeVisibility(refresh),
    model.onDidChange(told => (told === 'time' ? void refreshIfOther() : refresh())),
  );
}

/** What is seen of rows, as a text that differs where that does. */
const textOf = (rows: readonly HistoryRow[]): string =>
  JSON.stringify(rows.map(({ item, children }) => [item.id, lookOf(item), textOf(children)]));
