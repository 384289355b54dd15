import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isRunning, markOf } from '../store/processMark.ts';
import { parseJson, replaceFile, runnerPath } from './home.ts';

/** A process that is at work as the runner of an agent. */
export interface RunnerMark {
  /** The profile's name, or `command`. */
  readonly agent: string;
}

/**
 * Lets this process be known as the runner of an agent, so that whatever descends from it counts as that agent's. Gives
 * what takes that back.
 */
export async function markRunner(home: string, agent: string): Promise<() => Promise<void>> {
  const path = runnerPath(home, process.pid);
  await replaceFile(path, JSON.stringify({ ...markOf(process.pid), agent }));
  return () => rm(path, { force: true });
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
