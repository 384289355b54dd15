import { instant, type Clock } from '../../core/basics/time.ts';
import { clean } from '../../render/text/clean.ts';
import { endLine } from '../../render/view/runEndText.ts';
import { createApprovals } from '../../runner/approval/approvals.ts';
import { exec } from '../../runner/exec/exec.ts';
import { deferHome } from '../../runner/home/homeFiles.ts';
import { createLauncher, type LauncherOptions } from '../../runner/start/launcher.ts';
import type { Runner } from '../../runner/start/lazyRunner.ts';
import { print } from '../terminal/terminal.ts';

const present: Clock = { now: () => instant(Date.now()) };

/** Says something of a run. A path in it may hold anything that a repository calls a folder. */
const say = (text: string): void => print(2, `defer: ${clean(text)}`);

/** What the command line tells its launcher. */
export interface CliLauncherOptions extends Pick<LauncherOptions, 'limits' | 'prompts' | 'underRun'> {
  readonly clock: Clock;
  readonly zone: string;
  /** The folders that no program may come from. */
  readonly folders: readonly string[];
  /** Whether the standard output belongs to the caller's own answer (`--json`), so that the agent's goes beside it. */
  readonly quiet: boolean;
  /** The log of what is done, where it is not the usual one. */
  readonly log?: string | undefined;
}

/** The launcher of the command line: the agent runs in this terminal, and the answer waits for its end. */
export function createCliRunner(given: CliLauncherOptions): Runner {
  const { clock, zone, folders, quiet, limits, prompts, log, underRun } = given;
  const home = deferHome();
  const options: Omit<LauncherOptions, 'begin'> = {
    ...{ home, clock, zone, env: process.env, folders: () => folders },
    ...(limits && { limits }),
    ...(underRun && { underRun }),
    ...(prompts !== undefined && { prompts }),
  };
  const launcher = createLauncher({
    ...options,
    begin: async token => {
      const isStopped = watchStop();
      const exitCode = await exec(token, { home, clock, env: process.env, say, output: quiet ? 2 : 1, log });
      return { state: 'ended', exitCode, ...(isStopped() && { stopped: true as const }) };
    },
  });
  // An approval is given now, whatever moment somebody takes for now (`--now`): it covers nothing from before.
  return { launcher, approvals: createApprovals({ ...options, clock: present }) };
}

/** Whether this process has been asked to stop since; what that means to the agent is the runner's business. */
function watchStop(): () => boolean {
  let isStopped = false;
  const stop = (): void => void (isStopped = true);
  const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
  signals.forEach(signal => process.on(signal, stop));
  return () => {
    signals.forEach(signal => process.off(signal, stop));
    return isStopped;
  };
}

/**
 * `defer exec <token>`. Gives the agent's exit code. `inEditor`: it is the process of a terminal of the editor. That
 * would answer any exit code but 0 with a line about this program and its arguments, so a person reads how the agent
 * ended, and the exit code is 0. The schedule has the true one.
 */
export async function execToken(token: string, inEditor: boolean): Promise<number> {
  const io = { home: deferHome(), clock: present, env: process.env, say };
  if (!inEditor) {
    return exec(token, io);
  }
  await exec(token, {
    ...io,
    ended: (agent, exit) => exit.exitCode !== 0 && print(2, `\n${endLine(agent, exit.words)}`),
  });
  return 0;
}
