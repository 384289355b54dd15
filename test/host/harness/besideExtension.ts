import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor } from './editor.ts';
import { compileSuite, type HostResult } from './suite.ts';
import { waitFor } from './waitFor.ts';
import { openWindow, type EditorWindow, type WindowOptions } from './window.ts';

/** An extension that does something needs an engine; the empty stand-in of a suite does not. */
const manifest = {
  ...{ name: 'beside', publisher: 'defer', version: '0.0.0', engines: { vscode: '^1.101.0' } },
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
  const { module, standIn, results } = await compileSuite(suite, editor.temporaryFolder('beside'));
  copyFileSync(module, join(standIn, 'suite.cjs'));
  writeFileSync(join(standIn, 'main.cjs'), "exports.activate = () => void require('./suite.cjs').run();");
  writeFileSync(join(standIn, 'package.json'), JSON.stringify(manifest));
  const remote = `vscode-remote://${new URL((await editor.suiteServer()).origin).host}`;
  const window = await openWindow({ ...options, payload: [['extensionDevelopmentPath', remote + standIn]] });
  const ended = async (): Promise<readonly HostResult[] | undefined> => {
    try {
      return results();
    } catch {
      return undefined;
    }
  };
  try {
    await meanwhile(window).catch(async (fault: unknown) => {
      // Where the suite has come to its end without asking, what it says is the better reason.
      const found = await ended();
      if (!found?.some(({ failure }) => failure !== undefined)) throw fault;
    });
    return (await waitFor('the suite to end', ended, Boolean, 30_000)) ?? [];
  } finally {
    await window.close();
  }
};
