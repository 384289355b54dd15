import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is downloaded or made for the editor and its tests: ignored by git, kept between runs. */
export const keptFolder = join(root, '.vscode-test');

/** A program's end: its exit code (1 when a signal ended it) and all it printed. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end with no input and collects what it prints. */
export const run = (
  command: string,
  parameters: readonly string[],
  { giveWay = false, ...options }: { cwd?: string; env?: NodeJS.ProcessEnv; shell?: boolean; giveWay?: boolean } = {},
): Promise<Ended> =>
  new Promise((done, fail) => {
    const child = spawn(command, parameters, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    if (giveWay && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', fail);
    child.once('close', code => done({ code: code ?? 1, output }));
  });

/** As `run`, but throws with the output when the program fails. */
export const runOrThrow = async (...call: Parameters<typeof run>): Promise<string> => {
  const { code, output } = await run(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(' ')} ended with code ${code}:\n${output}`);
  return output;
};

/** The script of a package's command, to be run with this Node. */
export const toolScript = (name: string, command = name): string => {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const path = typeof bin === 'string' ? bin : bin[command];
  if (path === undefined) throw new Error(`The package ${name} has no command ${command}.`);
  return join(folder, path);
};

/** Runs npm, the one that runs us where there is one, else the one on PATH; throws when it fails. */
export const npm = (cwd: string, parameters: readonly string[]): Promise<string> => {
  const script = process.env['npm_execpath'];
  const quiet = [...parameters, '--no-audit', '--no-fund', '--loglevel=error'];
  return script !== undefined && /npm-cli\.[cm]?js$/.test(script)
    ? runOrThrow(process.execPath, [script, ...quiet], { cwd })
    : runOrThrow('npm', quiet, { cwd });
};

/**
 * A folder under `.vscode-test` that is made once: `make` fills a folder beside it, which takes the name only when
 * whole, so an interrupted or a simultaneous run never leaves half of it.
 */
export const keepFolder = async (name: string, make: (folder: string) => Promise<void>): Promise<string> => {
  const folder = join(keptFolder, name);
  if (existsSync(folder)) return folder;
  console.log(`Installing ${name} (once) ...`);
  mkdirSync(keptFolder, { recursive: true });
  const unfinished = `${folder}.${process.pid}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  await make(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (fault) {
    if (!existsSync(folder)) throw fault;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
};

/** Builds dist/ and packs it; answers with the path of `defer-<version>.vsix` in the project's folder. */
export const packageExtension = async (): Promise<string> => {
  const built = await runOrThrow(process.execPath, [join(root, 'build.mjs')]);
  process.stdout.write(built);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const path = join(root, `${name}-${version}.vsix`);
  await packVsix(path);
  return path;
};

/** Packs what is built into the `.vsix` of that path. */
export const packVsix = async (path: string): Promise<void> => {
  await runOrThrow(process.execPath, [toolScript('@vscode/vsce', 'vsce'), 'package', '--out', path]);
};
