import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { SCHEME } from './offerPages.ts';

/** Read-only pages for what is too long for a message: an entry, a list, what the doctor found. */
export class TextPages implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed: vscode.EventEmitter<vscode.Uri>;
  private readonly closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === SCHEME) {
      this.texts.delete(uri.path);
    }
  });

  constructor(changed: vscode.EventEmitter<vscode.Uri>) {
    this.changed = changed;
  }

  textOf(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? l10n.t('This page is from an earlier session. Open it again.');
  }

  /** Shows a text under a name, in place of an earlier one of that name. */
  async show(name: string, text: string, { preserveFocus }: { readonly preserveFocus: boolean }): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `Defer ${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
      preserveFocus,
    });
  }

  dispose(): void {
    this.closing.dispose();
  }
}
