import { toRuns, type Run } from '../../core/rows/runEvents.ts';
import type { Host } from '../host.ts';
import type { RunResult } from '../resultDesk.ts';

/**
 * The runs that left results, by token, as the schedules at hand tell of them. A result of another folder has none
 * here.
 */
export async function runsOfResults(host: Host, results: readonly RunResult[]): Promise<ReadonlyMap<string, Run>> {
  const found = new Map<string, Run>();
  for (const ledger of host.ledgers) {
    const schedule = results.length === 0 ? undefined : await ledger.look();
    for (const { token, entryId } of results) {
      const state = schedule?.get(entryId);
      const run = state && toRuns(state.runEvents(), host.alive).find(one => one.token === token);
      if (run) {
        found.set(token, run);
      }
    }
  }
  return found;
}
