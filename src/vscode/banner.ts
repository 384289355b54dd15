import * as vscode from 'vscode';
import { overdueText } from '../render/status.ts';
import { showRestricted } from './notices.ts';
import { reviewDue, snoozeAllDue } from './reviewList.ts';
import { loudness, timeZone } from './settings.ts';
import type { Desk } from './verbCommands.ts';

const REVIEW = 'Review';
const SNOOZE_ALL = 'Snooze All 1h';
const LATER = 'Later';

/**
 * Says once, when a workspace was opened and its window is looked at, that something is overdue. Counts only: text of
 * the file in a notification could be a link.
 */
export async function showBanner(desk: Desk): Promise<void> {
  await focused();
  const { now, tally } = desk.model;
  if (tally.overdue === 0 || loudness() !== 'banner') {
    return;
  }
  const text = `Defer: ${overdueText(tally, now, timeZone())}.`;
  const chosen = await vscode.window.showInformationMessage(text, REVIEW, SNOOZE_ALL, LATER);
  if (chosen === REVIEW) {
    await reviewDue(desk);
  } else if (chosen === SNOOZE_ALL) {
    await (vscode.workspace.isTrusted ? snoozeAllDue(desk) : showRestricted());
  }
}

function focused(): Promise<void> {
  if (vscode.window.state.focused) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const waiting = vscode.window.onDidChangeWindowState(state => {
      if (state.focused) {
        waiting.dispose();
        resolve();
      }
    });
  });
}
