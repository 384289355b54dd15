import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { HostTests } from '../harness/suite.ts';

/** What the tools for the editor's agents do in Restricted Mode: nothing. */
export const tests: HostTests = {
  'in Restricted Mode no tool reads or writes': async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension('defer.defer')?.activate();
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
