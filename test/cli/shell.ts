import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../support/home.ts';
import { runAnew, runProgram, type Spoken } from '../support/programWorker.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'src');
const cli = join(root, 'dist', 'cli.js');
// What the engine makes of the program is kept from one shell to the next.
const cache = join(root, 'node_modules', '.cache', 'defer-cli');

/** The oldest Node that the command line promises to run on, where this machine has it; else the one that runs this. */
export const oldestNode = ((): string => {
  const system = '/usr/bin/node';
  const isOldest =
    process.platform !== 'win32' &&
    existsSync(system) &&
    execFileSync(system, ['--version'], { encoding: 'utf8' }).startsWith('v20.');
  return isOldest ? system : process.execPath;
})();

/**
 * The Node that runs the command line: the one that DEFER_NODE names, else the one that runs the tests. It starts in a
 * third of the time that Node 20 takes, and most of these tests are starts. What could differ is tried on `oldestNode`.
 */
export const node = process.env['DEFER_NODE'] ?? process.execPath;

/** The built command line; built here where the source is newer. */
export const program = ((): string => {
  const newest = Math.max(
    ...readdirSync(source, { recursive: true, encoding: 'utf8' }).map(file => statSync(join(source, file)).mtimeMs),
  );
  if (!existsSync(cli) || statSync(cli).mtimeMs < newest) {
    execFileSync(process.execPath, [join(root, 'build.mjs')], { cwd: root, stdio: 'ignore' });
  }
  return cli;
})();

export type { Spoken };

/** A home, a project and a folder of programs, none inside another, and a shell to call Defer from. */
export interface Shell {
  readonly root: string;
  readonly home: string;
  readonly project: string;
  readonly bin: string;
  /** What runs Defer. */
  readonly node: string;
  readonly env: Record<string, string>;
  /** Calls Defer from a folder; the project without one. */
  from(folder: string, ...words: readonly string[]): Promise<Spoken>;
  defer(...words: readonly string[]): Promise<Spoken>;
  /**
   * The one JSON value that Defer prints with `--json`; throws where it prints anything else, or is not 0 at its end.
   */
  json<Value = Record<string, unknown>>(...words: readonly string[]): Promise<Value>;
  /** A file of the project. */
  read(path: string): string;
  remove(): void;
}

/** Runs a program to its end. */
export const run = (
  command: string,
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Spoken> => runAnew(command, { words, folder, env });

/** A shell that calls Defer with this Node; `anew`: each call is a process of its own, whose start is the subject. */
export function openShell(onNode = node, { anew = false } = {}): Shell {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'defer-cli-')));
  const [home, project, bin] = [join(root, 'home'), join(root, 'project'), join(root, 'bin')];
  for (const folder of [home, project, bin]) {
    mkdirSync(folder);
  }
  const env = { HOME: home, USERPROFILE: home, PATH: bin, TZ: 'UTC', XDG_CACHE_HOME: cache };
  const shell: Shell = {
    root,
    home,
    project,
    bin,
    node: onNode,
    env,
    from: (folder, ...words) =>
      anew
        ? run(onNode, [program, ...words], folder, shell.env)
        : runProgram(onNode, program, { words, folder, env: shell.env }),
    defer: (...words) => shell.from(project, ...words),
    async json<Value>(...words: readonly string[]) {
      const { code, out, err } = await shell.defer('--json', ...words);
      if (code !== 0 || err !== '') {
        throw new Error(`defer ${words.join(' ')}: ${code} ${out} ${err}`);
      }
      return JSON.parse(out) as Value;
    },
    read: path => readFileSync(join(project, path), 'utf8'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  return shell;
}
