import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';

/** A text for a notification, where `[x](command:y)` would become a link that runs something. */
export const plainNotice = (text: string): string => cleanLine(text, 400).replace(/\](?=\()/g, '] ');

/** A text for a label of a quick pick or the status bar, where `$(x)` would become an icon. */
export const plainLabel = (text: string): string => text.replace(/\$\(/g, '\\$(');

/** Says no, in the words the verb found. */
export const showRefusal = (why: string): void => void vscode.window.showWarningMessage(`Defer: ${plainNotice(why)}`);

/** Says what was done, where it is no interruption. */
export const showDone = (text: string): void =>
  void vscode.window.setStatusBarMessage(`$(check) Defer: ${plainLabel(cleanLine(text, 200))}`, 6000);

/** Says why nothing can be changed here, with the way out. */
export function showRestricted(): void {
  const button = 'Manage Workspace Trust';
  void vscode.window
    .showWarningMessage(
      'Defer: this workspace is in Restricted Mode, so its schedule can be read, but nothing is written or started.',
      button,
    )
    .then(chosen => chosen === button && vscode.commands.executeCommand('workbench.trust.manage'));
}
