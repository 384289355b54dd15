import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/project.ts';
import { clockModule } from './clock.ts';
import { openEditor } from './editor.ts';
import { compileSuite, type HostResult } from './suite.ts';
import { waitFor } from './waitFor.ts';
import { openWindow, type EditorWindow, type WindowOptions } from './window.ts';

/** A window with another extension beside Defer, which runs a suite when it is told to. */
export interface WindowBeside {
  readonly window: EditorWindow;
  /** Lets the suite run while `meanwhile` does what a person does in the window; answers with how its tests ended. */
  runSuite(meanwhile: () => Promise<void>): Promise<readonly HostResult[]>;
}

/** Where the suite for the window on a folder is, below the folder of all suites. */
const keyOf = (folder: string): string => createHash('sha256').update(folder).digest('hex');

const manifest = {
  ...{ name: 'beside', publisher: 'defer', version: '0.0.0', engines: { vscode: '^1.101.0' } },
  ...{ main: './main.cjs', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'] },
  capabilities: { untrustedWorkspaces: { supported: true } },
};

/**
 * Puts an extension of the tests among those of the editor's own. It lets the clock of the window and of its terminals
 * be moved (see clock.ts), makes their disk slow where DEFER_SLOW_DISK is set, and runs a suite in a window on a folder
 * for which there is one in `suites`.
 */
export const placeBeside = (builtins: string, suites: string): void => {
  const place = join(builtins, 'beside');
  const modules = [clockModule, join(import.meta.dirname, 'slowDisk.cjs')];
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(place, 'main.cjs'),
    `const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');
${modules.map(path => `require(${JSON.stringify(path)});`).join('\n')}
exports.activate = context => {
  const variables = context.environmentVariableCollection;
  variables.persistent = false;
  variables.replace('NODE_OPTIONS', ${JSON.stringify(modules.map(path => `--require ${path}`).join(' '))});
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const own = join(${JSON.stringify(suites)}, createHash('sha256').update(folder).digest('hex'));
  if (!existsSync(own)) return;
  const timer = setInterval(() => {
    if (!existsSync(join(own, 'go'))) return;
    clearInterval(timer);
    void require(join(own, 'suite.cjs')).run();
  }, 50);
};`,
  );
};

/** Opens a window in which a suite (`test/host/suites/NAME.ts`) can be run, where `vscode` is. */
export const openBeside = async (name: string, options: WindowOptions): Promise<WindowBeside> => {
  const folder = join((await openEditor()).suites, keyOf(options.open));
  mkdirSync(folder, { recursive: true });
  const results = await compileSuite(join(root, 'test', 'host', 'suites', `${name}.ts`), folder);
  const go = join(folder, 'go');
  return {
    window: await openWindow(options),
    runSuite: async meanwhile => {
      if (existsSync(go)) throw new Error(`The suite ${name} has run already.`);
      writeFileSync(go, '');
      await meanwhile().catch((fault: unknown) => {
        // Where the suite has come to its end without asking, what it says is the better reason.
        if (!results()?.some(({ failure }) => failure !== undefined)) throw fault;
      });
      return (await waitFor('the suite to end', async () => results())) ?? [];
    },
  };
};
