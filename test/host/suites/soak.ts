import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { longestBlock } from '../harness/longestBlock.ts';
import type { HostTests } from '../harness/suite.ts';

const fileOf = (name: string): string => `${vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''}/${name}`;
const rest = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));

/** What Node has since 22. */
interface Queried {
  queryObjects(kind: unknown, options: { readonly format: 'count' }): number;
}

/** What lives in the extension host after the garbage was collected. */
async function living(): Promise<Readonly<Record<string, number>>> {
  v8.setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: { readonly type: 'major'; readonly flavor: string }) => void;
  for (let time = 0; time < 6; time += 1) {
    collect({ type: 'major', flavor: 'last-resort' });
    await rest(500);
  }
  const count = (kind: unknown): number => (v8 as unknown as Queried).queryObjects(kind, { format: 'count' });
  const resources = (name: string): number => process.getActiveResourcesInfo().filter(one => one === name).length;
  return {
    heap: process.memoryUsage().heapUsed / 1e6,
    listeners: count(vscode.Disposable),
    emitters: count(vscode.EventEmitter),
    timers: resources('Timeout'),
    watchers: resources('FSEvent') + resources('FSEventWrap'),
  };
}

export const tests: HostTests = {
  'what lives in the extension host before and after, and what it was held up by in between': async () => {
    assert.equal(typeof (v8 as unknown as Partial<Queried>).queryObjects, 'function');
    // Some parts are loaded a moment after the window was drawn.
    await rest(2000);
    const before = await living();
    writeFileSync(fileOf('.begun'), '');
    const { work, garbage } = await longestBlock(fileOf('.done'));
    while (!existsSync(fileOf('.settled'))) await rest(50);
    writeFileSync(fileOf('.figures'), JSON.stringify({ before, after: await living(), work, garbage }));
  },
};
