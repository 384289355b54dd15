import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { longestBlock } from '../harness/longestBlock.ts';
import type { HostTests } from '../harness/suite.ts';

const fileOf = (name: string): string => `${vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''}/${name}`;

export const tests: HostTests = {
  'how long typing into the filter holds up everything else': async () => {
    writeFileSync(fileOf('.watching'), '');
    writeFileSync(fileOf('.block'), String((await longestBlock(fileOf('.typed'))).longest));
  },
};
