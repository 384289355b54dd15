import { instant, type Clock } from '../core/time.ts';
import { exec } from '../runner/exec.ts';
import { deferHome } from '../runner/home.ts';
import { createLauncher } from '../runner/launcher.ts';
import type { Launcher } from '../verbs/verb.ts';
import { print } from './terminal.ts';

const say = (text: string): void => print(2, `defer: ${text}`);

/** What the command line tells its launcher. */
export interface CliLauncherOptions {
  readonly clock: Clock;
  readonly zone: string;
  /** The folders that no program may come from. */
  readonly folders: readonly string[];
  /** Whether the standard output belongs to the caller's own answer (`--json`), so that the agent's goes beside it. */
  readonly quiet: boolean;
}

/** The launcher of the command line: the agent runs in this terminal, and the answer waits for its end. */
export function createCliLauncher({ clock, zone, folders, quiet }: CliLauncherOptions): Launcher {
  const home = deferHome();
  return createLauncher({
    home,
    clock,
    zone,
    env: process.env,
    folders: () => folders,
    begin: async token => {
      const exitCode = await exec(token, { home, clock, env: process.env, say, output: quiet ? 2 : 1 });
      return { state: 'ended', exitCode };
    },
  });
}

/** `defer exec <token>`: what the editor's terminal runs. Gives the agent's exit code. */
export const execToken = (token: string): Promise<number> =>
  exec(token, { home: deferHome(), clock: { now: () => instant(Date.now()) }, env: process.env, say });
