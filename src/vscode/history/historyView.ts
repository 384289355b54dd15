import * as vscode from 'vscode';
import type { HistoryRow, SeenHistory } from './historyRows.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { DrawSoon } from '../tree/drawSoon.ts';

/** The History view. Nothing of it is loaded or put together before somebody opens it. */
export function openHistory(model: ScheduleModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let drawn = '';
  const look = async (): Promise<SeenHistory> => (await import('./historyRows.ts')).seeHistory(model);
  const view = vscode.window.createTreeView<HistoryRow>('defer.history', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: row => row.item,
      getChildren: async row => {
        if (row) {
          return [...row.children];
        }
        const { rows, text } = await look();
        drawn = text;
        return rows;
      },
    },
  });
  const soon = new DrawSoon(() => changed.fire());
  const refresh = (): void => {
    if (view.visible) {
      soon.ask();
    }
  };
  // A click is lost where it falls into a redraw.
  const refreshIfOther = async (): Promise<void> => {
    if (view.visible && (await look()).text !== drawn) {
      soon.ask();
    }
  };
  return vscode.Disposable.from(
    view,
    soon,
    changed,
    view.onDidChangeVisibility(refresh),
    model.onDidChange(told => (told === 'time' ? void refreshIfOther() : refresh())),
  );
}
