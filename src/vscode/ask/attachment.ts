import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { SCHEDULE_FILE } from '../../store/disk/place.ts';

/** A file of the workspace that belongs to what is being scheduled. */
export interface Attachment {
  readonly folder: vscode.WorkspaceFolder;
  /** Its path from the folder, with `:12` or `:12-20` where lines of it are selected. */
  readonly artifact: string;
}

/** The open file, or what is selected in it; `undefined` where that is no file of the workspace. */
export function currentAttachment(): Attachment | undefined {
  const editor = vscode.window.activeTextEditor;
  const folder = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri);
  if (!editor || !folder || editor.document.uri.scheme !== 'file') {
    return undefined;
  }
  const path = relative(folder.uri.fsPath, editor.document.uri.fsPath);
  if (path === SCHEDULE_FILE) {
    return undefined;
  }
  return { folder, artifact: path.split(sep).join('/') + linesOf(editor.selection) };
}

/** The selected lines, counted from 1; one that the selection only ends before is not among them. */
function linesOf({ start, end, isEmpty }: vscode.Selection): string {
  if (isEmpty) {
    return '';
  }
  const last = end.character === 0 ? end.line - 1 : end.line;
  return start.line === last ? `:${start.line + 1}` : `:${start.line + 1}-${last + 1}`;
}
