import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { plainNotice } from './notices.ts';

/** Shows what went wrong, with a way to its details. The text may hold names of files and folders. */
export async function tellFailure(text: string, output: vscode.LogOutputChannel): Promise<void> {
  const button = l10n.t('Show Output');
  const chosen = await vscode.window.showErrorMessage(`Defer: ${plainNotice(text)}`, button);
  if (chosen === button) {
    output.show();
  }
}
