import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRunning, markOf } from '../store/processMark.ts';
import { parseJson, runnerPath } from './home.ts';

/** A process that is at work as the runner of an agent. */
export interface RunnerMark {
  /** The profile's name, or `command`. */
  readonly agent: string;
}

/** How many runs of this process go on, by home. */
const going = new Map<string, number>();

/**
 * Lets this process be known as the runner of an agent, so that whatever descends from it counts as that agent's. Gives
 * what takes that back. Throws where the disk refuses.
 */
export function markRunner(home: string, agent: string): () => void {
  const path = runnerPath(home, process.pid);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify({ ...markOf(process.pid), agent }), { mode: 0o600 });
  going.set(home, (going.get(home) ?? 0) + 1);
  return () => {
    const left = (going.get(home) ?? 1) - 1;
    going.set(home, left);
    if (left === 0) {
      rmSync(path, { force: true });
    }
  };
}

/** The runner that a process is; undefined where it is none, or one that died had the number before. */
export function runnerOf(home: string, pid: number): RunnerMark | undefined {
  let text: string;
  try {
    text = readFileSync(runnerPath(home, pid), 'utf8');
  } catch {
    return undefined;
  }
  const { born, agent } = (parseJson(text) ?? {}) as Record<string, unknown>;
  return isRunning({ pid, born: typeof born === 'string' ? born : null })
    ? { agent: typeof agent === 'string' ? agent : 'run' }
    : undefined;
}
