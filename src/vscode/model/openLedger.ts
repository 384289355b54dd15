import * as vscode from 'vscode';
import { FileLog } from '../../store/log/fileLog.ts';
import { FolderEvents } from '../../store/events/folderEvents.ts';
import { FolderFiles } from '../../store/files/folderFiles.ts';
import { Ledger, type Scope } from '../../store/ledger.ts';
import type { LogAct } from '../../store/actLog.ts';
import { endLinked } from '../../verbs/endLinked.ts';
import { fileOptionsOf } from './settings.ts';

/** The schedule of a folder, as this window reads and writes it. `actor`: as `Ledger` has it. */
export function openLedger({ uri }: vscode.WorkspaceFolder, scope: Scope, actor: string): Ledger {
  const path = uri.fsPath;
  return new Ledger(
    { scope, folder: path, note },
    new FileLog(path),
    actor,
    endLinked,
    new FolderFiles(path, fileOptionsOf(uri, scope)),
    new FolderEvents(path, { git: () => vscode.workspace.isTrusted }),
  );
}

/** The log is opened when something was done. */
const note: LogAct = async noted => {
  const { openActLog, actLogPath } = await import('../../store/actLog.ts');
  await openActLog(actLogPath())(noted);
};
