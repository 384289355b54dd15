// npm run test:desktop: the in-host suites in a desktop VS Code, for networks that have its download.
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSuite } from '../test/host/harness/suite.ts';
import { makeProfile, quietSettings } from './editorServer.ts';
import { keptFolder, packageExtension, root, runOrThrow } from './project.ts';

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'defer-desktop-')));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }));

const vsix = await packageExtension();
const vscodeExecutablePath = await downloadAndUnzipVSCode({ cachePath: join(keptFolder, 'desktop') });
const profile = makeProfile(temporary, { ...quietSettings, 'security.workspace.trust.enabled': false });
const flags = ['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];
const [cli = vscodeExecutablePath] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath);
await runOrThrow(cli, [...flags, '--install-extension', vsix], { shell: process.platform === 'win32' });

/** An empty extension: tests run only beside one that is under development, and Defer is the installed package. */
const manifest = { name: 'stand-in', publisher: 'defer', version: '0.0.0', engines: { vscode: '*' } };

/** The suites that need nobody at the window. */
const suites = ['activation'];

let failed = 0;
for (const name of suites) {
  const folder = join(temporary, name);
  const [workspace, standIn] = [join(folder, 'workspace'), join(folder, 'stand-in')];
  for (const path of [workspace, standIn]) mkdirSync(path, { recursive: true });
  writeFileSync(join(standIn, 'package.json'), JSON.stringify(manifest));
  const results = await compileSuite(join(root, 'test', 'host', 'suites', `${name}.ts`), folder);
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: standIn,
    extensionTestsPath: join(folder, 'suite.cjs'),
    launchArgs: [workspace, ...flags],
  });
  for (const { name: test, failure } of results() ?? []) {
    console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${test}${failure === undefined ? '' : `\n${failure}`}`);
    if (failure !== undefined) failed += 1;
  }
}
process.exit(failed > 0 ? 1 : 0);
