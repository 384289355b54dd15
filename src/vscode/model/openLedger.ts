import * as vscode from 'vscode';
import { loadOnce } from '../../core/basics/loadOnce.ts';
import { FileLog } from '../../store/log/fileLog.ts';
import { WORTH_A_CHECKPOINT, type LogCheckpoints } from '../../store/log/logCheckpoints.ts';
import { FolderEvents } from '../../store/events/folderEvents.ts';
import { FolderFiles } from '../../store/files/folderFiles.ts';
import { Ledger, type Scope } from '../../store/ledger.ts';
import type { LogAct } from '../../store/actLog.ts';
import { endLinked } from '../../verbs/endLinked.ts';
import { fileOptionsOf } from './settings.ts';

/** The schedule of a folder, as this window reads and writes it. `actor`: as `Ledger` has it. */
export function openLedger({ uri }: vscode.WorkspaceFolder, scope: Scope, actor: () => string): Ledger {
  const path = uri.fsPath;
  return new Ledger(
    { scope, folder: path, note },
    new FileLog(path, lateCheckpoints(path)),
    actor,
    endLinked,
    new FolderFiles(path, fileOptionsOf(uri, scope)),
    new FolderEvents(path, { git: () => vscode.workspace.isTrusted }),
  );
}

/** The checkpoints of a schedule. They are loaded with the first file that is long enough. */
function lateCheckpoints(folder: string): LogCheckpoints {
  const load = loadOnce(async (): Promise<LogCheckpoints> => {
    const { Checkpoints } = await import('../../store/checkpoint/checkpoints.ts');
    const { deferHome } = await import('../../runner/home/homeFiles.ts');
    return new Checkpoints(folder, deferHome());
  });
  return {
    worth: WORTH_A_CHECKPOINT,
    read: async (...given) => (await load()).read(...given),
    keep: async (...given) => (await load()).keep(...given),
    follow: async (...given) => (await load()).follow(...given),
  };
}

/** The log is opened when something was done. */
const note: LogAct = async noted => {
  const { openActLog, actLogPath } = await import('../../store/actLog.ts');
  await openActLog(actLogPath())(noted);
};
