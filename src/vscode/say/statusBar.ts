import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { statusText } from '../../render/view/tally.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How much is due, or the next one and its countdown; a click opens the review list. */
export class StatusBar implements vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly item = vscode.window.createStatusBarItem('defer.status', vscode.StatusBarAlignment.Left, 50);
  private readonly listening: vscode.Disposable;

  constructor(model: ScheduleModel) {
    this.model = model;
    this.item.name = 'Defer';
    this.item.command = 'defer.reviewDue';
    this.listening = model.onDidChange(() => this.show());
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private show(): void {
    const { now, tally, running } = this.model;
    const text = [statusText(tally, now), running > 0 ? l10n.t('{0} running', running) : ''].filter(Boolean).join(', ');
    if (text === '') {
      this.item.hide();
      return;
    }
    const overdue = tally.overdue > 0;
    this.item.text = `$(bell) ${text}`;
    this.item.backgroundColor = overdue ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    if (overdue) {
      void this.nameDue();
    } else {
      this.item.tooltip = `Defer: ${text}`;
    }
    this.item.accessibilityInformation = { label: `Defer: ${text}` };
    this.item.show();
  }

  /** What puts the titles into the tooltip is loaded with the first of them. */
  private async nameDue(): Promise<void> {
    const { dueTitles } = await import('./dueTitles.ts');
    if (this.model.tally.overdue > 0) {
      this.item.tooltip = dueTitles(this.model);
    }
  }
}
