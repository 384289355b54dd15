import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { dueStates, statusText } from '../../render/view/tally.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';

/** How many titles the tooltip names. */
const NAMED = 5;

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
    const text = [statusText(tally, now), running > 0 ? `${running} running` : ''].filter(Boolean).join(', ');
    if (text === '') {
      this.item.hide();
      return;
    }
    const overdue = tally.overdue > 0;
    this.item.text = `$(bell) ${text}`;
    this.item.backgroundColor = overdue ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.tooltip = overdue ? this.dueTitles(tally.overdue) : `Defer: ${text}`;
    this.item.accessibilityInformation = { label: `Defer: ${text}` };
    this.item.show();
  }

  private dueTitles(count: number): string {
    const titles: string[] = [];
    for (const schedule of this.model.schedules) {
      const mark = this.model.markOf(schedule);
      for (const state of dueStates(schedule.ledger.schedule, this.model.now)) {
        if (titles.length === NAMED) {
          return [...titles, `… and ${count - NAMED} more`].join('\n');
        }
        titles.push([cleanLine(toEntry(state).title, 80), mark].filter(Boolean).join(' · '));
      }
    }
    return titles.join('\n');
  }
}
