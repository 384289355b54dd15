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

/** What tells the editor that files read otherwise by now. */
export type FilesChanged = vscode.EventEmitter<vscode.FileChangeEvent[]>;

/**
 * Lets the editor ask for files of a scheme from the beginning: it asks for those of restored tabs first, and once.
 * What answers is loaded with the first question. Gives what tells the editor that files read otherwise.
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
