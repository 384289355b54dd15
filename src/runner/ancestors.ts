import { readFileSync } from 'node:fs';

/** How far up is looked; no shell is nested deeper. */
const MOST = 32;

/**
 * Whether a process, or one that it descends from, is an agent that Defer started. Some agents keep their environment
 * from the servers they start, so that `DEFER_RUN_ID` does not reach them. Only Linux tells; elsewhere it is false.
 */
export function descendsFromRun(pid: number): boolean {
  let at = pid;
  for (let step = 0; step < MOST && at > 1; step += 1) {
    try {
      if (/(?:^|\0)DEFER_RUN_ID=/.test(readFileSync(`/proc/${at}/environ`, 'latin1'))) {
        return true;
      }
      // After the name, which may hold anything: the state, then the parent.
      const [, , parent] = readFileSync(`/proc/${at}/stat`, 'latin1').split(')').at(-1)?.split(' ') ?? [];
      at = Number(parent);
    } catch {
      // It has ended, or belongs to somebody else: nothing of ours is above it.
      return false;
    }
  }
  return false;
}
