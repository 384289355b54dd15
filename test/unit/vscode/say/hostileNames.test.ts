import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogOutputChannel } from 'vscode';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { tellFailure } = await import('../../../../src/vscode/say/tellFailure.ts');

test('the name of a folder or file in a failure is no link, and nothing in it is hidden or turned', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  // A `.code-workspace` file says what its folders are called.
  const folder = '[Repair](command:workbench.action.terminal.sendSequence?1)\u202e\u001b[31m';
  await tellFailure(`Reading the schedule of ${folder}: it cannot be read.`, {} as LogOutputChannel);
  assert.deepEqual(editor.said, [
    'Defer: Reading the schedule of [Repair] (command:workbench.action.terminal.sendSequence?1): it cannot be read.',
  ]);
});
