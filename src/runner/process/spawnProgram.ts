import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { win32 } from 'node:path';
import { isRefusal } from '../../core/basics/refusal.ts';
import { isBatch, type Found } from '../../store/programs/behindShim.ts';
import { findProgram, variableOf } from '../../store/programs/findProgram.ts';
import { BATCH_SIGNS } from '../start/arguments.ts';

/** A program that was found, and how to start it. */
export interface ProgramStart {
  /** Its absolute real path. */
  readonly executable: string;
  /** The name under which the program is told it was called (argv[0]). */
  readonly calledAs: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its environment. Its PATH has only folders from which programs may be taken. */
  readonly env: NodeJS.ProcessEnv;
}

/** The arguments of `spawn`. */
interface SystemStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly argv0?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether Node passes the arguments on without adding quotes. */
  readonly isVerbatim?: boolean;
}

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

/**
 * Starts a program with a list of arguments. On Windows it reads npm's batch files and starts the program behind them.
 * Any other batch file is started by the system's own cmd.exe, which is not looked up on PATH. Throws an error with a
 * code, as `spawn` does: ENOENT where the program is gone, EINVAL where cmd.exe would misread an argument.
 */
export async function spawnProgram(
  start: ProgramStart,
  options: Omit<SpawnOptions, 'argv0' | 'cwd' | 'env'>,
): Promise<ChildProcess> {
  const found = process.platform === 'win32' ? await behindOf(start) : {};
  const { file, args, argv0, env, isVerbatim } = systemStart(start, found);
  return spawn(file, [...args], {
    ...options,
    ...(argv0 !== undefined && { argv0 }),
    ...(isVerbatim && { windowsVerbatimArguments: true }),
    cwd: start.cwd,
    env,
  });
}

/** Looks again at what is behind the program, because it may have changed since the run was planned. */
async function behindOf({ executable, calledAs, cwd, env }: ProgramStart): Promise<Pick<Found, 'behind'>> {
  const found = await findProgram(calledAs, env, [cwd]);
  if (isRefusal(found) || found.path !== executable) {
    throw withCode('The program has changed.', 'ENOENT');
  }
  return found;
}

/** The `spawn` arguments for a program and what is behind it. `platform`: tests pass another one. */
export function systemStart(
  { executable, calledAs, args, env }: ProgramStart,
  { behind }: Pick<Found, 'behind'>,
  platform: NodeJS.Platform = process.platform,
): SystemStart {
  if (behind) {
    return {
      file: behind.path,
      argv0: behind.calledAs,
      args: [...behind.args, ...args],
      env: { ...env, ...behind.env },
    };
  }
  if (platform !== 'win32' || !isBatch(executable)) {
    return { file: executable, argv0: calledAs, args, env };
  }
  if ([calledAs, ...args].some(text => BATCH_SIGNS.test(text))) {
    throw withCode('cmd.exe would read an argument as something else.', 'EINVAL');
  }
  const shell = win32.join(variableOf(env, 'SYSTEMROOT') || 'C:\\Windows', 'System32', 'cmd.exe');
  // Without doubling, a backslash before a quote would escape the quote.
  const quoted = [calledAs, ...args].map(text => `"${text.replace(/\\+$/, '$&$&')}"`);
  return { file: shell, args: ['/d', '/s', '/c', `"${quoted.join(' ')}"`], env, isVerbatim: true };
}
