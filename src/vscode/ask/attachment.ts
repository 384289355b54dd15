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
  return editor && attachmentOf(editor.document.uri, linesOf(editor.selection));
}

/**
 * A file with the lines of it that are meant; `undefined` where it is none of the workspace, or the schedule itself.
 */
export function attachmentOf(uri: vscode.Uri, lines = ''): Attachment | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder || uri.scheme !== 'file') {
    return undefined;
  }
  const path = relative(folder.uri.fsPath, uri.fsPath).split(sep).join('/');
  return path === SCHEDULE_FILE ? undefined : { folder, artifact: (path || '.') + lines };
}

/** The selected lines, counted from 1; one that the selection only ends before is not among them. */
function linesOf({ start, end, isEmpty }: vscode.Selection): string {
  if (isEmpty) {
    return '';
  }
  const last = end.character === 0 ? end.line - 1 : end.line;
  return start.line === last ? `:${start.line + 1}` : `:${start.line + 1}-${last + 1}`;
}
