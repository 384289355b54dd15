import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cleanLine } from '../../render/text/clean.ts';

/** What begins a comment in most languages, then the word that marks something left for later. */
const MARKED = /(?:\/\/|\/\*|<!--|--|[#;%*])[^A-Za-z]*\b(?:TODO|FIXME)\b(?:\([^)]*\))?[:\s-]*(.*)/;

/** A comment that is to be deferred, as the command gets it. */
export interface Comment {
  readonly kind: 'comment';
  readonly uri: vscode.Uri;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** What a line says is left to do; undefined where it holds no such comment. */
export function leftToDo(line: string): string | undefined {
  const found = MARKED.exec(line.slice(0, 1000));
  return found ? cleanLine((found[1] ?? '').replace(/(?:\*\/|-->)\s*$/, ''), 200) : undefined;
}

/** Offers to defer what a TODO or FIXME comment says, where the cursor is on its line. */
export function offerForComments(): vscode.Disposable {
  const kind = vscode.CodeActionKind.QuickFix;
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    {
      provideCodeActions: (document, { start }) => {
        const text = vscode.workspace.isTrusted ? leftToDo(document.lineAt(start.line).text) : undefined;
        if (text === undefined || !vscode.workspace.getWorkspaceFolder(document.uri)) {
          return [];
        }
        const title = l10n.t('Defer this…');
        const action = new vscode.CodeAction(title, kind);
        const comment: Comment = { kind: 'comment', uri: document.uri, line: start.line + 1, text };
        action.command = { command: 'defer.deferThis', title, arguments: [comment] };
        return [action];
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}
