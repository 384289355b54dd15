import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId } from '../../support/extensionId.ts';
import type { HostTests } from '../harness/suite.ts';

/** What only reads. Everything else that the manifest offers writes or launches, and so has to be refused. */
const reading = new Set([
  ...['list', 'show', 'query', 'when', 'next', 'export', 'history', 'log', 'doctor', 'reviewDue', 'refresh', 'filter'],
  ...[
    'agenda',
    'clearFilter',
    'groupBy',
    'openScheduleFile',
    'copyPrompt',
    'openLine',
    'showRunPrompt',
    'showRunOutput',
    'showRunChanges',
  ],
]);

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Whether a command ends by itself: one that is not refused asks for something first. */
const isOver = async (command: string): Promise<boolean> => {
  const late = new Promise<boolean>(done => setTimeout(() => done(false), 3000));
  return Promise.race([vscode.commands.executeCommand(command).then(() => true), late]);
};

/** What Defer does in Restricted Mode for whoever calls its commands, and for the editor's agents: nothing. */
export const tests: HostTests = {
  'every command that acts is refused before it asks for anything': async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.equal(vscode.workspace.isTrusted, false);
    await extension?.activate();
    const { contributes } = extension?.packageJSON as Manifest;
    const acting = contributes.commands.map(({ command }) => command).filter(one => !reading.has(one.slice(6)));
    assert.ok(acting.length >= 25, acting.join());
    const asking: string[] = [];
    for (const command of acting) {
      if (!(await isOver(command))) {
        asking.push(command);
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      }
    }
    // From now on the window may close what is open.
    vscode.window.setStatusBarMessage('all were tried', 60_000);
    assert.deepEqual(asking, []);
  },

  'in Restricted Mode no tool reads or writes': async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension(extensionId)?.activate();
    for (const [tool, input] of [
      ['defer_list', {}],
      ['defer_add', { message: 'x', when: '1h' }],
    ] as const) {
      await assert.rejects(
        Promise.resolve(vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined })),
        /Restricted Mode/,
      );
    }
  },
};
