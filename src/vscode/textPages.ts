import * as vscode from 'vscode';

const SCHEME = 'defer';

/** Read-only pages for what is too long for a message: an entry, a list, what the doctor found. */
export class TextPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) {
          this.texts.delete(uri.path);
        }
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? 'This page was left by an earlier session. Ask for it again.';
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
    vscode.Disposable.from(this.registration, this.changed).dispose();
  }
}
