import * as vscode from 'vscode';

/** The scheme of Defer's own pages. */
export const SCHEME = 'defer';

/** The pages that come back when the window is reloaded. */
const RESTORED = ['defer.entry', 'defer.agenda'];

/**
 * Lets the editor ask for pages from the beginning: a tab may be there that an earlier session left. What answers is
 * loaded with the first question. Gives what tells the editor that a page has another text.
 */
export function offerPages(
  textOf: (uri: vscode.Uri) => Promise<string>,
  restore: (panel: vscode.WebviewPanel, kept: unknown) => Promise<void>,
  own: (part: vscode.Disposable) => unknown,
): vscode.EventEmitter<vscode.Uri> {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  own(changed);
  own(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: textOf,
    }),
  );
  for (const name of RESTORED) {
    own(vscode.window.registerWebviewPanelSerializer(name, { deserializeWebviewPanel: restore }));
  }
  return changed;
}
