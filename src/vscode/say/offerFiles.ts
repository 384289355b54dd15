import * as vscode from 'vscode';

/** The schemes of prompts as documents, and of files as they were, or are, in a result. */
export const PROMPT_SCHEME = 'defer-prompt';
export const RESULT_SCHEME = 'defer-result';

/** Files of one scheme, as the part that knows them reads and writes them. Those without `writeFile` are read-only. */
export interface OfferedFiles {
  stat(uri: vscode.Uri): vscode.FileStat | Promise<vscode.FileStat>;
  readFile(uri: vscode.Uri): Uint8Array | Promise<Uint8Array>;
  writeFile?(uri: vscode.Uri, content: Uint8Array): Promise<void>;
}

/** Tells the editor that the content of files has changed. */
export type FilesChanged = vscode.EventEmitter<vscode.FileChangeEvent[]>;

/**
 * Registers a scheme when the window opens, because the editor asks only once for the files of restored tabs. The part
 * that answers is loaded with the first question. Returns what tells the editor that the content of files has changed.
 */
export function offerFiles(
  scheme: string,
  load: () => Promise<OfferedFiles>,
  own: (part: vscode.Disposable) => unknown,
): FilesChanged {
  const changed: FilesChanged = new vscode.EventEmitter();
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  own(changed);
  own(
    vscode.workspace.registerFileSystemProvider(
      scheme,
      {
        onDidChangeFile: changed.event,
        watch: () => new vscode.Disposable(() => undefined),
        stat: async uri => (await load()).stat(uri),
        readFile: async uri => (await load()).readFile(uri),
        writeFile: async (uri, content) => (await load()).writeFile?.(uri, content),
        readDirectory: refuse,
        createDirectory: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: scheme === RESULT_SCHEME, isCaseSensitive: true },
    ),
  );
  return changed;
}
