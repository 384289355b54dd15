import { openEditor } from './editor.ts';
import { compileSuite, type HostResult } from './suite.ts';
import { waitFor } from './waitFor.ts';
import { openWindow, type WindowOptions } from './window.ts';

/** Runs a suite (absolute path of a .ts file) inside the extension host of a new window, where `vscode` is. */
export const runInHost = async (suite: string, options: WindowOptions): Promise<readonly HostResult[]> => {
  const editor = await openEditor();
  const { module, standIn, results } = await compileSuite(suite, editor.temporaryFolder('suite'));
  const remote = `vscode-remote://${new URL((await editor.suiteServer()).origin).host}`;
  let log = '';
  let exitCode: number | undefined;
  const window = await openWindow({
    ...options,
    payload: [
      ['extensionDevelopmentPath', remote + standIn],
      ['extensionTestsPath', remote + module],
    ],
    prepare: async page => {
      await page.exposeFunction('codeAutomationLog', (type: string, parts: unknown[]) => {
        log += `${type}: ${parts.join(' ')}\n`;
      });
      await page.exposeFunction('codeAutomationExit', (code: number) => {
        exitCode = code;
      });
      await options.prepare?.(page);
    },
  });
  try {
    const ended = (): Promise<number | undefined> => Promise.resolve(exitCode);
    await waitFor('the suite to end', ended, code => code !== undefined, 60_000);
    if (exitCode !== 0) throw new Error(`The suite ended with ${exitCode}:\n${log}`);
    return results();
  } finally {
    await window.close();
  }
};
