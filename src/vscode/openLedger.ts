import * as vscode from 'vscode';
import { FileLog } from '../store/fileLog.ts';
import { FolderEvents } from '../store/folderEvents.ts';
import { FolderFiles } from '../store/folderFiles.ts';
import { Ledger, type Scope } from '../store/ledger.ts';
import type { Note } from '../store/note.ts';
import { fileOptionsOf } from './settings.ts';

/** The schedule of a folder, as this window reads and writes it. `actor`: as `Ledger` has it. */
export function openLedger({ uri }: vscode.WorkspaceFolder, scope: Scope, actor: string): Ledger {
  const path = uri.fsPath;
  return new Ledger(
    { scope, folder: path, note },
    new FileLog(path),
    actor,
    new FolderFiles(path, fileOptionsOf(uri, scope)),
    new FolderEvents(path, { git: () => vscode.workspace.isTrusted }),
  );
}

/** The log is opened when something was done. */
const note: Note = async noted => {
  const { diaryOf, diaryPath } = await import('../store/diary.ts');
  await diaryOf(diaryPath())(noted);
};
