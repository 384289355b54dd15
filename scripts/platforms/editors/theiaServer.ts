import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';
import { keepFolder, npm, runOrThrow } from '../../project.ts';
import { installPackages } from '../debianPackages.ts';

/** The version of Theia to test with. */
export const THEIA = '1.74.1';

/** The Theia packages that a window with VS Code extensions needs. */
const PARTS = [
  ...['core', 'editor', 'filesystem', 'markers', 'messages', 'monaco', 'navigator', 'outline-view', 'output'],
  ...['plugin-ext', 'plugin-ext-vscode', 'preferences', 'process', 'terminal', 'userstorage'],
  ...['variable-resolver', 'workspace'],
];

/** Theia's packages that must be compiled on installation. */
const COMPILED = ['drivelist', 'keytar'];

/** The package that compiles them. */
const COMPILER = { 'node-gyp': '^12.1.0' };

/** What compiles them: Debian's packages, and what is needed of each. */
const TOOLS = {
  'g++': ['g++'],
  make: ['make'],
  python3: ['python3'],
  'pkg-config': ['pkg-config'],
  'libsecret-1-dev': ['/usr/include/libsecret-1/libsecret/secret.h'],
  'libnode-dev': ['/usr/include/node/node.h'],
};

/** Installs what Theia is compiled with where that is possible. Otherwise returns what is missing, and what to do. */
export const installTools = (): Promise<string | undefined> => installPackages(TOOLS);

/** Installs and builds Theia once. Returns its folder. */
export const installTheia = (): Promise<string> =>
  keepFolder(`theia-${THEIA}`, async folder => {
    const parts = [...PARTS, 'cli'].map(part => [`@theia/${part}`, THEIA] as const);
    const dependencies = { ...Object.fromEntries(parts), ...COMPILER };
    const preferences = { 'security.workspace.trust.enabled': false };
    const theia = { target: 'browser', frontend: { config: { applicationName: 'Theia', preferences } } };
    const name = { name: 'theia-here', version: '0.0.0', private: true };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...name, theia, dependencies }));
    await npm(folder, ['install', '--ignore-scripts']);
    for (const compiled of COMPILED) {
      const [cwd, compiler] = [compiled, 'node-gyp/bin/node-gyp.js'].map(name => join(folder, 'node_modules', name));
      await runOrThrow(process.execPath, [compiler ?? '', 'rebuild', '--nodedir=/usr'], { ...(cwd && { cwd }) });
    }
    const build = ['build', '--mode', 'development', '--app-target', 'browser'];
    const command = join(folder, 'node_modules', '@theia', 'cli', 'bin', 'theia.js');
    await runOrThrow(process.execPath, [command, ...build], { cwd: folder });
  });

/** A running Theia. */
export interface TheiaServer {
  readonly address: string;
  /** Its output so far. */
  log(): string;
  stop(): Promise<void>;
}

/** How to start Theia. */
export interface TheiaOptions {
  /** Where Theia is installed. */
  readonly theia: string;
  /** The folder that it opens. */
  readonly folder: string;
  /** A folder with the unpacked package of each extension. */
  readonly plugins: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts Theia on a local port and waits until it answers. Throws with Theia's output if it does not. */
export async function startTheia({ theia, folder, plugins, port, env }: TheiaOptions): Promise<TheiaServer> {
  const flags = ['--hostname', 'localhost', '--port', String(port), `--plugins=local-dir:${plugins}`];
  const child = spawn(process.execPath, [join(theia, 'lib', 'backend', 'main.js'), folder, ...flags], {
    ...{ cwd: theia, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  let text = '';
  const collect = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<void>(done => child.once('close', () => done()));
  const stop = async (): Promise<void> => {
    // Theia leads a process group, so its extension hosts and terminals end with it.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const address = `http://localhost:${port}`;
  const deadline = Date.now() + 60_000;
  while ((await fetch(address).catch(() => undefined))?.ok !== true) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Theia does not answer:\n${text}`);
    }
    await new Promise(done => setTimeout(done, 200));
  }
  return { address, log: () => text, stop };
}

/** Unpacks a VSIX package into a plug-in folder for Theia. */
export async function unpackExtension(vsix: string, plugins: string): Promise<void> {
  const { files } = await JSZip.loadAsync(readFileSync(vsix));
  for (const file of Object.values(files).filter(({ dir }) => !dir)) {
    const path = join(plugins, 'defer', file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await file.async('nodebuffer'));
  }
}
