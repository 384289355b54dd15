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

/** What a message of what was done offers to do about it: a command, and the words for it. */
interface Offer {
  readonly command: string;
  readonly label: string;
}

/** Says what was done, where it is no interruption. A click on the message or on the offer runs its command. */
export function showDone(text: string, offer?: Offer): void {
  const said = `Defer: ${cleanMessage(text, 200)}`;
  shown?.dispose();
  const items = [statusItem('defer.done', -1000, { name: l10n.t('Defer: Last Action'), icon: 'check', said, offer })];
  if (offer) {
    // The editor cuts what is wider than two fifths of the window, so the offer stands apart.
    const { label } = offer;
    items.push(statusItem('defer.offer', -1001, { name: `Defer: ${label}`, icon: 'discard', said: label, offer }));
  }
  const timer = setTimeout(() => shown?.dispose(), offer ? CLICKABLE : SHOWN);
  shown = new vscode.Disposable(() => {
    clearTimeout(timer);
    items.forEach(item => item.dispose());
  });
}

/** What an item of the status bar says. */
interface ItemWords {
  /** What the menu that hides the item calls it. */
  readonly name: string;
  readonly icon: string;
  /** What stands beside the icon, and what a screen reader says. */
  readonly said: string;
  readonly offer: Offer | undefined;
}

function statusItem(id: string, priority: number, { name, icon, said, offer }: ItemWords): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
  item.name = name;
  item.text = `$(${icon}) ${plainLabel(said)}`;
  item.command = offer?.command;
  item.tooltip = offer?.label;
  // Without this the editor speaks an item as the one that had its id before.
  item.accessibilityInformation = { label: said };
  item.show();
  return item;
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
