import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { keepFolder, npm, runOrThrow } from './project.ts';

/**
 * The version of code-server to test with. This npm package has a whole VS Code (here 1.139.1) that runs in a browser
 * window, so machines that reach only the npm registry can install it. DEFER_EDITOR names another version.
 */
const VERSION = process.env['DEFER_EDITOR'] ?? '4.139.1';

/** The version of code-server with the oldest VS Code (1.103.2) that Defer's tests pass on. */
export const OLDEST = '4.103.2';

/** Whether the tests run in that version. */
export const isOldest = VERSION === OLDEST;

/** A terminal package that needs no compiler. The one in older editors needs one. */
const TERMINAL = 'node-pty@1.2.0-beta.15';

/** Where one editor keeps what it knows: settings, extensions, state. */
export interface EditorProfile {
  readonly userData: string;
  readonly extensions: string;
  readonly serverData: string;
}

/** A running editor server. */
export interface EditorServer {
  readonly origin: string;
  /** The secret that lets a browser in; without one any local user would get a shell. */
  readonly token: string;
  readonly profile: EditorProfile;
  /** The server's log so far. */
  log(): string;
  /** Stops the server and every process it started. */
  stop(): Promise<void>;
  /** Kills the server and its hosts at once, as a crash does. */
  kill(): Promise<void>;
  /** Resolves when the server has ended, however it came to that. */
  readonly ended: Promise<void>;
}

/** Installs the editor once; answers with the path of its server script. No compiler, no system library. */
export const installEditor = async (version = VERSION): Promise<string> => {
  const folder = await keepFolder(`editor-${version}`, async unfinished => {
    writeFileSync(join(unfinished, 'package.json'), '{"private":true}\n');
    await npm(unfinished, ['install', '--ignore-scripts', `code-server@${version}`]);
    // The editor's own packages are a second tree, with a lock file of its own.
    const inner = join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
    if (version === OLDEST) {
      // Its lock file names a terminal package that must be compiled.
      rmSync(join(inner, 'npm-shrinkwrap.json'));
      await npm(inner, ['install', '--omit=dev', '--ignore-scripts']);
      await npm(inner, ['install', '--no-save', '--omit=dev', '--ignore-scripts', TERMINAL]);
    } else {
      await npm(inner, ['install', '--omit=dev', '--ignore-scripts']);
    }
  });
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
};

/** The folders of a fresh profile below `folder`, with these user settings. */
export const makeProfile = (folder: string, settings: Readonly<Record<string, unknown>>): EditorProfile => {
  const profile = {
    userData: join(folder, 'user-data'),
    extensions: join(folder, 'extensions'),
    serverData: join(folder, 'server-data'),
  };
  for (const path of Object.values(profile)) mkdirSync(path, { recursive: true });
  writeSettings(join(profile.userData, 'User'), settings);
  return profile;
};

/** Writes settings.json of a profile's `User` or `Machine` folder. */
export const writeSettings = (folder: string, settings: Readonly<Record<string, unknown>>): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
};

/** Settings of a quiet editor: nothing greets, nothing phones home, nothing updates. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
};

const profileFlags = (profile: EditorProfile): string[] => [
  ...['--user-data-dir', profile.userData],
  ...['--extensions-dir', profile.extensions],
  ...['--server-data-dir', profile.serverData],
  '--accept-server-license-terms',
];

/** Installs a packaged extension into a profile, as a person would. */
export const installExtension = async (serverScript: string, profile: EditorProfile, vsix: string): Promise<void> => {
  await runOrThrow(process.execPath, [serverScript, ...profileFlags(profile), '--install-extension', vsix, '--force']);
};

/** A port of this machine that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port')),
      );
    });
  });

const stopGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    // The server leads a group of its own, so its extension hosts and terminals go with it.
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
};

/** Makes `folder` one of these of the editor's own extensions, for `builtins` of a server. */
export const linkBuiltins = (serverScript: string, folder: string, names: readonly string[]): void => {
  const own = join(dirname(serverScript), '..', 'extensions');
  mkdirSync(folder);
  for (const name of names) symlinkSync(join(own, name), join(folder, name), 'junction');
};

interface ServerOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly builtins?: string;
  readonly grace?: number;
}

/**
 * Starts the editor's server on a free port of this machine and waits until it answers; throws with its log.
 * `builtins`: a folder in the place of the editor's own extensions. `grace`: how many seconds the extension host of a
 * window goes on once that is gone; three hours without.
 */
export const startEditorServer = async (
  serverScript: string,
  profile: EditorProfile,
  options: ServerOptions = {},
): Promise<EditorServer> => {
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const child = spawn(
    process.execPath,
    [
      serverScript,
      ...profileFlags(profile),
      ...['--host', '127.0.0.1', '--port', String(port), '--connection-token', token],
      ...['--telemetry-level', 'off'],
      ...(options.builtins === undefined ? [] : ['--builtin-extensions-dir', options.builtins]),
      ...(options.grace === undefined ? [] : ['--reconnection-grace-time', String(options.grace)]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', env: options.env ?? process.env },
  );
  const stopAtOnce = (): void => stopGroup(child, 'SIGKILL');
  process.once('exit', stopAtOnce);
  let text = '';
  const collect = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let running = true;
  const ended = new Promise<void>(done => {
    const finish = (): void => {
      running = false;
      process.off('exit', stopAtOnce);
      done();
    };
    child.once('error', finish);
    child.once('exit', finish);
  });
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 180_000;
  for (;;) {
    if (!running) throw new Error(`The editor's server ended at once:\n${text}`);
    const answer = await fetch(`${origin}/version`).catch(() => undefined);
    if (answer?.ok === true) break;
    if (Date.now() > deadline) {
      stopAtOnce();
      throw new Error(`The editor's server does not answer:\n${text}`);
    }
    await new Promise(done => setTimeout(done, 50));
  }
  return {
    origin,
    token,
    profile,
    log: () => text,
    ended,
    kill: async () => {
      stopAtOnce();
      await ended;
    },
    stop: async () => {
      stopGroup(child, 'SIGTERM');
      const timer = setTimeout(stopAtOnce, 3000);
      await ended;
      clearTimeout(timer);
      stopAtOnce();
    },
  };
};
