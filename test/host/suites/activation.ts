import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId } from '../../support/extensionId.ts';
import type { HostTests } from '../harness/suite.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, 'the packaged extension is not installed');
  return found;
};

const until = async (what: string, isSo: () => boolean): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, `waited for ${what}`);
    await new Promise(done => setTimeout(done, 20));
  }
};

const scheduleUri = (): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, '.sf', 'schedule.jsonl');
};

/** What the extension host says of the extension, in a window on an empty folder. */
export const tests: HostTests = {
  'it activates by itself, once the editor has started': async () => {
    assert.deepEqual((extension().packageJSON as Manifest).activationEvents, [
      ...['onStartupFinished', 'onUri', 'onView:timeline', 'onFileSystem:defer-prompt', 'onFileSystem:defer-result'],
    ]);
    await until('activation', () => extension().isActive);
  },

  'every command of the manifest is there, and no other': async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const offered = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true)).filter(command => command.startsWith('defer.'));
    // The views bring commands of the editor's own along.
    const own = registered.filter(command => !/^defer\.(?:schedule|history|conversations)\./.test(command));
    assert.deepEqual(own.sort(), offered);
  },

  'a look writes nothing': async () => {
    await vscode.commands.executeCommand('defer.refresh');
    await assert.rejects(async () => vscode.workspace.fs.stat(scheduleUri()));
  },

  'a page of text is read-only and holds no document of the disk': async () => {
    await vscode.commands.executeCommand('defer.list');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'defer');
    assert.equal(document?.getText(), 'Nothing is scheduled here.');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('defer') ?? false, false);
  },
};
