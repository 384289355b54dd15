import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor } from './editor.ts';
import { compileSuite, type HostResult } from './suite.ts';
import { waitFor } from './waitFor.ts';
import { openWindow, type EditorWindow, type WindowOptions } from './window.ts';

const name = 'beside-0.0.0';

const manifest = {
  ...{ name: 'beside', publisher: 'defer', version: '0.0.0', engines: { vscode: '*' } },
  ...{ main: './main.cjs', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'] },
  capabilities: { untrustedWorkspaces: { supported: true } },
};

/**
 * Runs a suite (absolute path of a .ts file) as an extension of its own in a new window, while `meanwhile` does what a
 * person does there. A host under test (`runInHost`) agrees to every question by itself; here they are really asked.
 */
export const runBeside = async (
  suite: string,
  options: WindowOptions,
  meanwhile: (window: EditorWindow) => Promise<void>,
): Promise<readonly HostResult[]> => {
  const editor = await openEditor();
  const { module, results } = await compileSuite(suite, editor.temporaryFolder('beside'));
  const { extensions } = editor.server.profile;
  const folder = join(extensions, name);
  mkdirSync(folder);
  copyFileSync(module, join(folder, 'suite.cjs'));
  writeFileSync(join(folder, 'main.cjs'), "exports.activate = () => void require('./suite.cjs').run();");
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const list = join(extensions, 'extensions.json');
  const before = readFileSync(list, 'utf8');
  const own = {
    ...{ identifier: { id: 'defer.beside' }, version: '0.0.0', relativeLocation: name, metadata: {} },
    location: { $mid: 1, scheme: 'file', path: folder },
  };
  writeFileSync(list, JSON.stringify([...(JSON.parse(before) as object[]), own]));
  const window = await openWindow(options);
  const ended = async (): Promise<readonly HostResult[] | undefined> => {
    try {
      return results();
    } catch {
      return undefined;
    }
  };
  try {
    try {
      await meanwhile(window);
    } catch (fault) {
      // Where the suite has come to its end without asking, what it says is the better reason.
      const found = await ended();
      if (found === undefined || found.every(({ failure }) => failure === undefined)) throw fault;
    }
    return (await waitFor('the suite to end', ended, Boolean, 30_000)) ?? [];
  } finally {
    await window.close();
    writeFileSync(list, before);
    rmSync(folder, { recursive: true, force: true });
  }
};
