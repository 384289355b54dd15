import type { Duration } from '../../core/basics/time.ts';
import type { ProcessTable } from './table.ts';

/** A table that remembers its answers for a while. `now`: ms. */
export function remembering(table: ProcessTable, goodFor: Duration, now: () => number = Date.now): ProcessTable {
  const known = new Map<number, { readonly born: string | null; readonly at: number }>();
  return {
    birthOf(pid) {
      const born = table.birthOf(pid);
      known.set(pid, { born, at: now() });
      return born;
    },
    recall(pid) {
      const answer = known.get(pid);
      return answer && Math.abs(now() - answer.at) < goodFor ? answer.born : undefined;
    },
  };
}
