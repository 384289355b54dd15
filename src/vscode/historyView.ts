import * as vscode from 'vscode';
import type { HistoryRow } from './historyRows.ts';
import type { ScheduleModel } from './scheduleModel.ts';

/** The History view. Nothing of it is loaded or put together before somebody opens it. */
export function openHistory(model: ScheduleModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<HistoryRow>('defer.history', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: row => row.item,
      getChildren: async row => (row ? [...row.children] : (await import('./historyRows.ts')).historyRows(model)),
    },
  });
  const refresh = (): void => {
    if (view.visible) {
      changed.fire();
    }
  };
  return vscode.Disposable.from(view, changed, view.onDidChangeVisibility(refresh), model.onDidChange(refresh));
}
