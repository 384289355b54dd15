// npm start: build, package, find an editor, install the extension in a profile of its own, open a folder.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { copyDemo } from './pictures/demo.ts';
import { installEditor, installExtension, makeProfile, quietSettings, startEditorServer } from './editorServer.ts';
import { packageExtension, runOrThrow } from './project.ts';

/** The desktop editor's command, where there is one and it can open a window. */
const desktopEditor = (): string | undefined => {
  const hasScreen =
    process.platform === 'darwin' ||
    process.platform === 'win32' ||
    Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  // Inside a remote window `code` is a messenger that knows no profiles.
  if (!hasScreen || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, name));
  return candidates.find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
};

const untilStopped = (): Promise<void> =>
  new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });

const named = process.argv[2];
if (named !== undefined && !(existsSync(named) && statSync(named).isDirectory())) {
  console.error(`No folder ${named}. Name one that exists, or none to open the demo.`);
  process.exit(1);
}

const stopped = untilStopped();
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'defer-')));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }));

const vsix = await packageExtension();
const folder = named === undefined ? join(temporary, 'courier') : resolve(named);
if (named === undefined) copyDemo(folder, Date.now());

// Nobody needs asking whether the demo is to be trusted; for a folder of the person's own the editor asks as always.
const profile = makeProfile(temporary, {
  ...quietSettings,
  'security.workspace.trust.enabled': named !== undefined,
});

const desktop = desktopEditor();
if (desktop === undefined) {
  if (process.platform === 'win32') {
    console.error('No editor here. Install VS Code with its `code` command on PATH, and run npm start again.');
    process.exit(1);
  }
  const script = await installEditor();
  await installExtension(script, profile, vsix);
  const server = await startEditorServer(script, profile);
  const address = `${server.origin}/?tkn=${server.token}&folder=${encodeURIComponent(folder)}`;
  console.log(`\nDefer is installed and ${folder} is open at\n\n  ${address}\n\nCtrl-C stops it.`);
  const how = await Promise.race([stopped.then(() => 'asked' as const), server.ended.then(() => 'ended' as const)]);
  if (how === 'ended') {
    console.error(`The editor's server has ended:\n${server.log()}`);
    process.exitCode = 1;
  }
  await server.stop();
} else {
  const flags = ['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];
  const shell = process.platform === 'win32';
  await runOrThrow(desktop, [...flags, '--install-extension', vsix], { shell });
  console.log(`\nDefer is installed and ${folder} is open in VS Code.\n\nClose its window, or press Ctrl-C, to end.`);
  const window = spawn(desktop, [...flags, '--new-window', '--wait', folder], { stdio: 'ignore', shell });
  const closed = new Promise<void>(done => window.once('exit', () => done()));
  await Promise.race([stopped, closed]);
  window.kill();
}
process.exit();
