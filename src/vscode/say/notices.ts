import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanMessage } from '../../render/text/isolate.ts';

/** A text for a notification, where `[x](command:y)` would become a link that runs something. */
export const plainNotice = (text: string): string => unlinked(cleanMessage(text, 400));

/** A cleaned text for a place where the editor makes links: a notification, or the line under a box. */
export const unlinked = (text: string): string => text.replace(/\](?=\()/g, '] ');

/** A text for a label of a quick pick or the status bar, where `$(x)` would become an icon. */
export const plainLabel = (text: string): string => text.replace(/\$\(/g, '\\$(');

const openSetting = (): string => l10n.t('Open Setting');

/** Says no, in the words the verb found. A button leads to the setting that they name, if any. */
export function showRefusal(why: string): void {
  const setting = settingIn(why);
  const buttons = setting === undefined ? [] : [openSetting()];
  void vscode.window
    .showWarningMessage(`Defer: ${plainNotice(why)}`, ...buttons)
    .then(chosen => chosen && vscode.commands.executeCommand('workbench.action.openSettings', setting));
}

/** The first setting of Defer's that a text names. */
const settingIn = (text: string): string | undefined =>
  text.match(/\bdefer\.[A-Za-z]+(?:\.[A-Za-z]+)*/g)?.find(name => vscode.workspace.getConfiguration().has(name));

/** How long a message stands in the status bar, in ms; longer where it can be clicked. */
const SHOWN = 6000;
const CLICKABLE = 15_000;

/** The last message; it goes when there is another. */
let shown: vscode.Disposable | undefined;

/** Says what was done, where it is no interruption. `offer`: what a click on it does. */
export function showDone(text: string, offer?: { readonly command: string; readonly label: string }): void {
  const words = `$(check) Defer: ${plainLabel(cleanMessage(text, 200))}`;
  shown?.dispose();
  if (!offer) {
    shown = vscode.window.setStatusBarMessage(words, SHOWN);
    return;
  }
  const item = vscode.window.createStatusBarItem('defer.done', vscode.StatusBarAlignment.Left, -1000);
  item.name = l10n.t('Defer: Last Action');
  item.text = `${words} $(discard) ${offer.label}`;
  item.command = offer.command;
  item.tooltip = offer.label;
  item.show();
  const timer = setTimeout(() => item.dispose(), CLICKABLE);
  shown = new vscode.Disposable(() => {
    clearTimeout(timer);
    item.dispose();
  });
}

/** Says why nothing can be changed here, with the way out. */
export function showRestricted(): void {
  const button = l10n.t('Manage Workspace Trust');
  void vscode.window
    .showWarningMessage(
      l10n.t(
        'Defer: this workspace is in Restricted Mode, so its schedule can be read, but nothing is written or started.',
      ),
      button,
    )
    .then(chosen => chosen === button && vscode.commands.executeCommand('workbench.trust.manage'));
}
