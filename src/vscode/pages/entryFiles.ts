import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Entry } from '../../core/entry/entry.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { realInside } from '../../store/disk/realInside.ts';

/** A file that belongs to an entry. */
export interface OpenFile {
  readonly text: string;
  /** The key by which a page names it; absent where it cannot be opened. */
  readonly key?: string;
}

/** Where a name of a file leads: the path in the folder, and which lines. */
interface Named {
  readonly path: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

const namesOf = ({ artifacts, file }: Entry): readonly string[] => [
  ...artifacts,
  ...(file === undefined ? [] : [file]),
];

/** The lines are counted from 1: `src/a.ts:12-20`. */
function readName(name: string): Named {
  const [, path = name, from, to = from] = /^(.+?):(\d{1,9})(?:-(\d{1,9}))?$/.exec(name) ?? [];
  return { path, from: from === undefined ? undefined : Number(from), to: to === undefined ? undefined : Number(to) };
}

/** The files of an entry, named from the folder of its schedule on. Those of the workspace can be opened. */
export const filesOf = async (entry: Entry, folder: string): Promise<readonly OpenFile[]> =>
  Promise.all(
    namesOf(entry).map(async (name, index) => {
      const isThere = (await inWorkspace(folder, readName(name).path)) !== undefined;
      return { text: cleanLine(name, 500), ...(isThere && { key: String(index) }) };
    }),
  );

/** The real path of a file that is in one of the workspace folders. */
async function inWorkspace(folder: string, path: string): Promise<string | undefined> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const found = uri.scheme === 'file' ? await realInside(uri.fsPath, resolve(folder, path)) : 'outside';
    if (typeof found === 'object') {
      return found.path;
    }
  }
  return undefined;
}

/** Opens a file of an entry, if it still is one of the folder, with its lines selected. */
export async function openFile(entry: Entry, folder: string, key: string): Promise<void> {
  const name = namesOf(entry)[Number(key)];
  if (name === undefined) {
    return;
  }
  const { path, from, to = from } = readName(name);
  const found = await inWorkspace(folder, path);
  if (found === undefined) {
    return;
  }
  const selection = from && to ? new vscode.Range(from - 1, 0, to, 0) : undefined;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(found), {
    preview: true,
    ...(selection && { selection }),
  });
}
