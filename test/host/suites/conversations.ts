import { existsSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { HostTests } from '../harness/suite.ts';

/** The files by which a test and its window speak, in the folder of the window. */
const fileOf = (name: string): string => `${vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''}/${name}`;

/** How much time in ms this thread has worked: what other processes take of the machine does not count. */
const worked = (): number => {
  const { user, system } = (process as unknown as ThreadTimes).threadCpuUsage();
  return (user + system) / 1000;
};

interface ThreadTimes {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

/** The longest work in ms for which nothing else in the extension host had its turn, until a file is there. */
async function longestBlock(until: string): Promise<number> {
  let [longest, last] = [0, worked()];
  while (!existsSync(until)) {
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise(done => setImmediate(done));
      const now = worked();
      longest = Math.max(longest, now - last);
      last = now;
    }
  }
  return longest;
}

export const tests: HostTests = {
  'how long a look holds up everything else': async () => {
    writeFileSync(fileOf('.watching'), '');
    const first = await longestBlock(fileOf('.first'));
    const again = await longestBlock(fileOf('.again'));
    writeFileSync(fileOf('.blocks'), JSON.stringify({ first, again }));
  },
};
