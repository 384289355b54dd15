import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { longestBlock } from '../harness/longestBlock.ts';
import type { HostTests } from '../harness/suite.ts';

/** The files by which a test and its window speak, in the folder of the window. */
const fileOf = (name: string): string => `${vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''}/${name}`;

export const tests: HostTests = {
  'how long a look holds up everything else': async () => {
    writeFileSync(fileOf('.watching'), '');
    const first = await longestBlock(fileOf('.first'));
    const again = await longestBlock(fileOf('.again'));
    writeFileSync(fileOf('.blocks'), JSON.stringify({ first, again }));
  },
};
