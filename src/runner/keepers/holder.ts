import type { Instant } from '../../core/basics/time.ts';
import { isRunning, markOf } from '../../store/processes/processMark.ts';

/** What a tool says of a process that it has a conversation open in. */
export interface Holder {
  readonly pid: number;
  /** When the process was there for sure. */
  readonly since?: Instant | undefined;
  /** On Linux the tick of its start, where the tool writes it down: it tells the process from a later one. */
  readonly tick?: string | undefined;
}

/** Whether the process is still there. Where nothing tells it from a later one of its number, it counts as there. */
export async function isAlive({ pid, since, tick }: Holder): Promise<boolean> {
  if (!(await isRunning({ pid, born: null, since }))) {
    return false;
  }
  const { born } = await markOf(pid);
  const isTold = process.platform === 'linux' && born !== null && tick !== undefined && /^\d+$/.test(tick);
  return !isTold || born.endsWith(` ${tick}`);
}
