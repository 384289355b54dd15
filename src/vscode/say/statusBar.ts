import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { statusText } from '../../render/view/tally.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** Shows how much is due, or the next entry and its countdown; a click opens the review list. */
export function openStatusBar(model: ScheduleModel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('defer.status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Defer';
  item.command = 'defer.reviewDue';

  /** What puts the titles into the tooltip is loaded with the first of them. */
  const nameDue = async (): Promise<void> => {
    const { dueTitles } = await import('./dueTitles.ts');
    if (model.tally.overdue > 0) {
      item.tooltip = dueTitles(model);
    }
  };
  const show = (): void => {
    const { now, tally, running } = model;
    const text = [statusText(tally, now), running > 0 ? l10n.t('{0} running', running) : ''].filter(Boolean).join(', ');
    if (text === '') {
      item.hide();
      return;
    }
    const overdue = tally.overdue > 0;
    const label = `Defer: ${text}`;
    item.text = `$(bell) ${text}`;
    item.backgroundColor = overdue ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (overdue) {
      void nameDue();
    } else {
      item.tooltip = label;
    }
    item.accessibilityInformation = { label };
    item.show();
  };
  return vscode.Disposable.from(item, model.onDidChange(show));
}
