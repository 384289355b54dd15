import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isQuiet } from '../../core/entry/runLimits.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { stopKey, stopText } from '../../render/conversations/stopText.ts';
import { deferHome, hashOf, toldPath, writeNew } from '../../runner/home/homeFiles.ts';
import { tellsOnOpening } from '../model/actSettings.ts';
import { limits } from '../model/limitSettings.ts';
import { timeZone } from '../model/settings.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { newStops, rememberStops } from './newStops.ts';
import { parkConversations } from './parkConversations.ts';

const review = (): string => l10n.t('Review');
const later = (): string => l10n.t('Later');

/**
 * Says once that limits stopped conversations: in the window that is looked at, not in quiet hours, and in one window
 * of this machine only. Counts and times only: the text of a conversation in a notification could be a link.
 */
export async function tellStops(
  services: Pick<EditorServices, 'model' | 'run' | 'hostFor' | 'conversations'>,
  memory: vscode.Memento,
): Promise<void> {
  const { now } = services.model;
  const own = limits();
  const isQuietNow = !isRefusal(own) && isQuiet(own, now, timeZone());
  if (!vscode.window.state.focused || !vscode.workspace.isTrusted || !tellsOnOpening() || isQuietNow) {
    return;
  }
  const { watch } = await services.conversations();
  const stops = newStops(watch.conversations, now, memory);
  if (stops.length === 0) {
    return;
  }
  await rememberStops(stops, memory);
  const name = hashOf('stops', ...stops.map(({ conversation }) => stopKey(conversation)).sort());
  if (!(await writeNew(toldPath(deferHome(), name), ''))) {
    return;
  }
  const text = stopText(
    stops.map(({ conversation }) => conversation),
    { now, zone: timeZone() },
  );
  const park = stops.length === 1 ? l10n.t('Park') : stops.length === 2 ? l10n.t('Park Both') : l10n.t('Park All');
  const chosen = await vscode.window.showInformationMessage(`Defer: ${text}.`, park, review(), later());
  if (chosen === park) {
    await parkConversations(services, stops);
  } else if (chosen === review()) {
    await vscode.commands.executeCommand('defer.conversations.focus');
  }
}
