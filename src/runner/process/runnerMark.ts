import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { instant } from '../../core/basics/time.ts';
import { lifeOf, markOf } from '../../store/processes/processMark.ts';
import { isToken } from '../start/claim.ts';
import { endPath, parseJson, runnerPath } from '../home/homeFiles.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';

/** A process that is at work as the runner of an agent. */
export interface RunnerMark {
  /** The profile's name, or `command`. */
  readonly agent: string;
}

/** Which run a runner is at work for. */
interface RunnersRun {
  readonly token: string;
  /** The id of its entry. */
  readonly entry: string;
}

/** How many runs of this process go on, by home. */
const going = new Map<string, number>();

/**
 * Lets this process be known as the runner of an agent, so that whatever descends from it counts as that agent's. Gives
 * what takes that back. Rejects where the disk refuses.
 */
export async function markRunner(home: string, agent: string, run?: RunnersRun): Promise<() => void> {
  const path = runnerPath(home, process.pid);
  const mark = await markOf(process.pid);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify({ ...mark, agent, ...run }), { mode: 0o600 });
  going.set(home, (going.get(home) ?? 0) + 1);
  return () => {
    const left = (going.get(home) ?? 1) - 1;
    going.set(home, left);
    if (left === 0) {
      rmSync(path, { force: true });
    }
  };
}

/**
 * The runner that a process is; undefined where it is none, or one that died had the number before. Waits for nothing:
 * where this machine has not been asked about starts of processes yet, a process of that number counts as the runner.
 */
export function runnerOf(home: string, pid: number): RunnerMark | undefined {
  const mark = readMark(home, pid);
  return mark && { agent: typeof mark['agent'] === 'string' ? mark['agent'] : 'run' };
}

/**
 * The runs that runners of this machine are at work for, each by its token with the id of its entry, as the home knows
 * them, whatever a row says. Waits for nothing, as `runnerOf`.
 */
export function goingRuns(home: string): ReadonlyMap<string, string> {
  const runs = new Map<string, string>();
  for (const name of namesIn(dirname(runnerPath(home, 0)))) {
    const { token, entry } = readMark(home, Number.parseInt(name, 10)) ?? {};
    if (typeof token === 'string' && isToken(token) && typeof entry === 'string' && !existsSync(endPath(home, token))) {
      runs.set(token, entry);
    }
  }
  return runs;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readMark(home: string, pid: number): Readonly<Record<string, unknown>> | undefined {
  const path = runnerPath(home, pid);
  let text: string;
  let since: number;
  try {
    text = readFileSync(path, 'utf8');
    since = Math.floor(statSync(path).mtimeMs);
  } catch {
    return undefined;
  }
  const mark = recordOf(parseJson(text));
  const { born } = mark;
  const life = lifeOf({ pid, born: typeof born === 'string' ? born : null, since: instant(since) });
  return life === 'ended' ? undefined : mark;
}
