import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEditor } from './editor.ts';
import { openWindow, type WindowOptions } from './window.ts';
import { waitFor } from './waitFor.ts';

/** A suite for the extension host exports `tests` of this shape; they run one after another. */
export type HostTests = Readonly<Record<string, () => Promise<void> | void>>;

/** How one test of a suite ended; `failure` is the error's stack. */
export interface HostResult {
  readonly name: string;
  readonly failure: string | undefined;
}

// What runs in the extension host: the suite's tests in order, their ends in a file, as the host's console can be cut.
const entry = (suite: string, report: string): string => `
import { writeFileSync } from 'node:fs';
import { tests } from ${JSON.stringify(suite)};
export async function run() {
  const results = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      results.push({ name });
    } catch (fault) {
      results.push({ name, failure: String(fault?.stack ?? fault) });
    }
  }
  writeFileSync(${JSON.stringify(report)}, JSON.stringify(results));
}`;

/** Runs a suite (absolute path of a .ts file) inside the extension host of a new window, where `vscode` is. */
export const runInHost = async (suite: string, options: WindowOptions): Promise<readonly HostResult[]> => {
  const editor = await openEditor();
  const folder = editor.temporaryFolder('suite');
  const report = join(folder, 'results.json');
  const compiled = join(folder, 'suite.cjs');
  await build({
    stdin: { contents: entry(suite, report), resolveDir: folder, loader: 'js' },
    ...{ outfile: compiled, bundle: true, format: 'cjs', platform: 'node', external: ['vscode'], sourcemap: 'inline' },
  });
  // Tests run only beside an extension under development. An empty one stands in, so that the extension under test is
  // the installed package.
  const standIn = join(folder, 'stand-in');
  mkdirSync(standIn);
  const manifest = { name: 'stand-in', publisher: 'defer', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(standIn, 'package.json'), JSON.stringify(manifest));
  const remote = `vscode-remote://${new URL((await editor.suiteServer()).origin).host}`;
  let log = '';
  let exitCode: number | undefined;
  const window = await openWindow({
    ...options,
    payload: [
      ['extensionDevelopmentPath', remote + standIn],
      ['extensionTestsPath', remote + compiled],
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
    await waitFor(
      'the suite to end',
      async () => exitCode,
      code => code !== undefined,
      60_000,
    );
    if (exitCode !== 0) throw new Error(`The suite ended with ${exitCode}:\n${log}`);
    return JSON.parse(readFileSync(report, 'utf8')) as HostResult[];
  } finally {
    await window.close();
  }
};
