import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { instant } from '../../core/basics/time.ts';
import { lifeOf, markOf } from '../../store/processes/processMark.ts';
import { parseJson, runnerPath } from '../home/homeFiles.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';

/** A process that is at work as the runner of an agent. */
export interface RunnerMark {
  /** The profile's name, or `command`. */
  readonly agent: string;
}

/** How many runs of this process go on, by home. */
const going = new Map<string, number>();

/**
 * Lets this process be known as the runner of an agent, so that whatever descends from it counts as that agent's. Gives
 * what takes that back. Rejects where the disk refuses.
 */
export async function markRunner(home: string, agent: string): Promise<() => void> {
  const path = runnerPath(home, process.pid);
  const mark = await markOf(process.pid);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify({ ...mark, agent }), { mode: 0o600 });
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
  const path = runnerPath(home, pid);
  let text: string;
  let since: number;
  try {
    text = readFileSync(path, 'utf8');
    since = Math.floor(statSync(path).mtimeMs);
  } catch {
    return undefined;
  }
  const { born, agent } = recordOf(parseJson(text));
  const life = lifeOf({ pid, born: typeof born === 'string' ? born : null, since: instant(since) });
  return life === 'ended' ? undefined : { agent: typeof agent === 'string' ? agent : 'run' };
}
