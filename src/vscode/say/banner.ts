import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isQuiet } from '../../core/entry/runLimits.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { mayTell, type Notice } from '../../render/text/quietNotice.ts';
import { dueStates } from '../../render/view/tally.ts';
import { overdueText } from '../../render/view/overdueText.ts';
import { sha256 } from '../../store/disk/digest.ts';
import { limits } from '../model/limitSettings.ts';
import { showRestricted } from './notices.ts';
import { reviewDue, snoozeAllDue } from '../acts/reviewList.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { timeZone } from '../model/settings.ts';
import { tellsOnOpening } from '../model/actSettings.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

const review = (): string => l10n.t('Review');
const snoozeAll = (): string => l10n.t('Snooze All 1h');
const neverAgain = (): string => l10n.t("Don't Show Again");

// The editor has room for three buttons; whoever wants none of them closes the message.

/** Under which name the last notice of a workspace is remembered. */
const LAST = 'defer.lastBanner';

/**
 * Says once, when a workspace was opened and its window is looked at, that something is overdue; not in quiet hours,
 * not twice about the same entries, not within half an hour. Counts only: text of the file in a notification could be a
 * link. It waits until somebody looks at the window; `keep` takes what ends that wait when the window closes.
 */
export async function showBanner(
  services: EditorServices,
  memory: vscode.Memento,
  keep: (part: vscode.Disposable) => unknown,
): Promise<void> {
  await focused(keep);
  const { now, tally } = services.model;
  if (tally.overdue === 0 || !tellsOnOpening()) {
    return;
  }
  const own = limits();
  const about = sha256(JSON.stringify(dueKeys(services.model)));
  const isQuietNow = !isRefusal(own) && isQuiet(own, now, timeZone());
  if (!mayTell(memory.get<Notice>(LAST), about, now, isQuietNow)) {
    return;
  }
  await memory.update(LAST, { at: now, about } satisfies Notice);
  const text = `Defer: ${overdueText(tally, now, timeZone())}.`;
  const chosen = await vscode.window.showInformationMessage(text, review(), snoozeAll(), neverAgain());
  if (chosen === review()) {
    await reviewDue(services);
  } else if (chosen === snoozeAll()) {
    await (vscode.workspace.isTrusted ? snoozeAllDue(services) : showRestricted());
  } else if (chosen === neverAgain()) {
    await vscode.workspace
      .getConfiguration('defer')
      .update('notifications', 'badge', vscode.ConfigurationTarget.Global);
  }
}

/** What is due, in each folder by its id and slot. */
const dueKeys = (model: ScheduleModel): readonly unknown[] =>
  model.schedules.map(({ folder, ledger }) => [
    folder.uri.toString(),
    ...dueStates(ledger.schedule, model.now)
      .map(({ id, slot }) => `${slot} ${id}`)
      .sort(),
  ]);

function focused(keep: (part: vscode.Disposable) => unknown): Promise<void> {
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
    keep(waiting);
  });
}
