import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runnerOf } from './runnerMark.ts';

/** How far up is looked; no shell is nested deeper. */
const MOST = 64;

/** How long `ps` may take, in ms. */
const PATIENCE = 2000;

/** A process as this machine tells of it. */
export interface ProcessSeen {
  readonly parent: number;
  /**
   * The agent that Defer started it as, by the environment that it was started with; absent where that does not tell.
   */
  readonly agent?: string;
}

/** What this machine tells of a process; undefined where it has ended, or it tells nothing. */
export type ProcessLook = (pid: number) => ProcessSeen | undefined;

/**
 * The agent of the run that a process is part of: Defer started it, or one that it descends from. `home` is Defer's,
 * where runners that are at work are known. An agent may keep its environment from what it starts, or clear it; it
 * cannot choose its ancestors, though a process that leaves them behind is not found. Windows tells of none.
 */
export function runAbove(
  pid: number,
  home: string,
  look: ProcessLook = lookOf(process.platform),
): { readonly agent: string } | undefined {
  let at = pid;
  for (let step = 0; step < MOST && at >= 1; step += 1) {
    const seen = look(at);
    if (!seen) {
      return undefined;
    }
    const agent = seen.agent ?? runnerOf(home, at)?.agent;
    if (agent !== undefined) {
      return { agent };
    }
    at = seen.parent;
  }
  return undefined;
}

/** The way to look at processes on a platform, in the words of Node. */
export const lookOf = (platform: NodeJS.Platform): ProcessLook =>
  platform === 'linux' ? lookInProc : platform === 'win32' ? () => undefined : lookByPs();

function lookInProc(pid: number): ProcessSeen | undefined {
  try {
    // After the name, which may hold anything: the state, then the parent.
    const [, , parent] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(')').at(-1)?.split(' ') ?? [];
    const agent = agentIn(pid);
    return { parent: Number(parent), ...(agent !== undefined && { agent }) };
  } catch {
    return undefined;
  }
}

/** Programs that guard themselves, or belong to somebody else, do not tell their environment. */
function agentIn(pid: number): string | undefined {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const valueOf = (name: string): string | undefined =>
      variables.find(one => one.startsWith(`${name}=`))?.slice(name.length + 1);
    return valueOf('DEFER_RUN_ID') === undefined ? undefined : valueOf('DEFER_AGENT') || 'run';
  } catch {
    return undefined;
  }
}

/** All processes are asked for at once, by the path of the system's own program. */
function lookByPs(): ProcessLook {
  let parents: ReadonlyMap<number, number> | undefined;
  return pid => {
    parents ??= parentsByPs();
    const parent = parents.get(pid);
    return parent === undefined ? undefined : { parent };
  };
}

function parentsByPs(): ReadonlyMap<number, number> {
  try {
    const out = execFileSync('/bin/ps', ['-A', '-o', 'pid=', '-o', 'ppid='], {
      encoding: 'latin1',
      timeout: PATIENCE,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return new Map(
      out.split('\n').flatMap(line => {
        const [pid, parent] = line.trim().split(/\s+/).map(Number);
        return pid && parent !== undefined ? [[pid, parent] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}
