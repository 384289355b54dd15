import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor } from './editor.ts';
import { compileSuite, type HostResult } from './suite.ts';
import { waitFor } from './waitFor.ts';
import { openWindow, type EditorWindow, type WindowOptions } from './window.ts';

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
  const manifest = { name: 'stand-in', publisher: 'defer', version: '0.0.0', engines: { vscode: '*' } };
  const main = { main: './main.cjs', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'] };
  const capabilities = { untrustedWorkspaces: { supported: true } };
  writeFileSync(join(standIn, 'package.json'), JSON.stringify({ ...manifest, ...main, capabilities }));
  writeFileSync(
    join(standIn, 'main.cjs'),
    'const { appendFileSync } = require("node:fs"); const say = text => appendFileSync("/tmp/standin.log", text + String.fromCharCode(10)); exports.activate = () => { say("activate"); require("./suite.cjs").run().then(() => say("ran"), e => say(String(e && e.stack))); };',
  );
  // The editor gives its API to files of the extension's own folder.
  copyFileSync(module, join(standIn, 'suite.cjs'));
  const remote = `vscode-remote://${new URL((await editor.suiteServer()).origin).host}`;
  const window = await openWindow({ ...options, payload: [['extensionDevelopmentPath', remote + standIn]] });
  try {
    const ended = async (): Promise<readonly HostResult[] | undefined> => {
      try {
        return results();
      } catch {
        return undefined;
      }
    };
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
  }
};
