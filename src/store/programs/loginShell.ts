import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { basename, delimiter } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { SECOND, type Duration } from '../../core/basics/time.ts';
import { findProgram, pathOf } from './findProgram.ts';

/** A process, and how it was started. */
export interface Started {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Whether it belongs to a desktop app, not to the server of a remote window. */
  readonly isDesktop: boolean;
}

/** How long a login shell may take to start and answer, in ms. VS Code waits as long. */
const PATIENCE = 10 * SECOND;

/** The longest PATH that is accepted, in characters. */
const LONGEST = 64 * 1024;

/**
 * Whether a process did not get its PATH from the person's shell. That is so in an app that was started from the Dock,
 * the Finder or a menu, if the editor did not ask the login shell or got no answer. A shell sets SHLVL, and the
 * editor's command line sets VSCODE_CLI.
 */
const isWithoutShell = ({ platform, env, isDesktop }: Started): boolean =>
  isDesktop && platform !== 'win32' && env['VSCODE_CLI'] !== '1' && env['SHLVL'] === undefined;

/**
 * The PATH that the person's login shell sets. The shell is asked as VS Code asks it (`shellEnv.ts`): as an interactive
 * login shell, with VSCODE_RESOLVING_ENVIRONMENT set, so that start-up files can skip things. It runs in the home
 * folder. Undefined where there is no such shell, or where it gives no answer in time; then everything that it started
 * is ended. `patience`: in ms. `node`: the program that prints the PATH.
 */
export async function pathOfLoginShell(
  { platform, env }: Pick<Started, 'platform' | 'env'>,
  patience: Duration = PATIENCE,
  node: string = process.execPath,
): Promise<string | undefined> {
  const shell = await findProgram(env['SHELL'] || ownShell() || USUAL[platform] || '/bin/sh', {}, []);
  if (isRefusal(shell)) {
    return undefined;
  }
  const mark = randomBytes(8).toString('hex');
  const words = wordsFor(basename(shell.calledAs), node, mark);
  // A shell that cannot be started leaves the PATH as it is. No run may fail for that.
  const said = await answerOf(shell.path, words, mark, env, patience).catch(() => undefined);
  const path = firstText(said ?? '');
  return path !== '' && path.length <= LONGEST ? path : undefined;
}

/** The text in a JSON list with one element. Empty for anything else. */
function firstText(list: string): string {
  try {
    const [text] = JSON.parse(list) as readonly unknown[];
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}

/** The entries of one PATH, then those of another that the first lacks. */
const joinedPath = (first: string, then: string): string =>
  [...new Set([...first.split(delimiter), ...then.split(delimiter)])].filter(Boolean).join(delimiter);

/**
 * The PATH of a process that no shell started, after that of the login shell. Undefined where the process needs no
 * other PATH.
 */
export async function completedPath(started: Started): Promise<string | undefined> {
  const path = isWithoutShell(started) ? await pathOfLoginShell(started) : undefined;
  return path === undefined ? undefined : joinedPath(path, pathOf(started.env));
}

const USUAL: Partial<Record<NodeJS.Platform, string>> = { darwin: '/bin/zsh', linux: '/bin/bash' };

/** The person's shell, as the system's user database has it. Undefined for a user without an entry. */
function ownShell(): string | undefined {
  try {
    const { shell } = userInfo();
    return shell === null || /\/(?:false|nologin)$/.test(shell) ? undefined : shell;
  } catch {
    return undefined;
  }
}

/** The arguments that make a shell run Node, which prints its PATH between two marks. */
function wordsFor(shell: string, node: string, mark: string): readonly string[] {
  // The PATH is printed in brackets. A shell may also print the command itself, where no bracket follows the mark.
  const script = `"${mark}" + JSON.stringify([process.env.PATH]) + "${mark}"`;
  if (/^(?:pwsh|powershell)(?:-preview)?$/.test(shell)) {
    // Older versions drop double quotes inside an argument. A single quote is written twice.
    const inside = script.replaceAll('"', "'");
    return ['-Login', '-Command', `& ${[node, '-p', inside].map(word => `'${word.replaceAll("'", "''")}'`).join(' ')}`];
  }
  if (shell === 'nu') {
    return ['-i', '-l', '-c', `^'${node}' -p '${script}'`];
  }
  const command = `'${node.replaceAll("'", `'\\''`)}' -p '${script}'`;
  return shell === 'tcsh' || shell === 'csh' ? ['-ic', command] : ['-i', '-l', '-c', command];
}

/** The text that a shell prints between two marks. Undefined where it prints none, or not in time. */
function answerOf(
  shell: string,
  words: readonly string[],
  mark: string,
  env: Readonly<NodeJS.ProcessEnv>,
  patience: Duration,
): Promise<string | undefined> {
  const between = new RegExp(`${mark}(\\[.*?\\])${mark}`);
  return new Promise(resolve => {
    const child = spawn(shell, [...words], {
      // A shell may act on the folder it enters, so it must not start in one that others filled.
      cwd: homedir(),
      env: { ...env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ATTACH_CONSOLE: '1', VSCODE_RESOLVING_ENVIRONMENT: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
      // In a process group of its own the shell takes no terminal, and all of it can be ended.
      detached: true,
    });
    const end = (answer?: string): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.unref();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      endGroup(child.pid);
      end();
    }, patience);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part;
      const answer = between.exec(out)?.[1];
      if (answer !== undefined) {
        end(answer);
      }
    });
    child.once('error', () => end());
    child.once('close', () => end());
  });
}

function endGroup(pid: number | undefined): void {
  try {
    process.kill(-(pid ?? Number.NaN), 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}
