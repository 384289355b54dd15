import { hostname } from 'node:os';
import type { Change } from '../core/encode.ts';
import type { EntryState } from '../core/entryState.ts';
import { refusal, type Refusal } from '../core/refusal.ts';
import { toIso, type Instant } from '../core/time.ts';
import { isRunning, markOf } from './processMark.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The `process` of an entry that is to end with a process of this machine; refused where there is none. */
export function linkTo(pid: number): Fields | Refusal {
  const mark = markOf(pid);
  return isRunning(mark)
    ? { pid, host: hostname(), ...(mark.born !== null && { born: mark.born }) }
    : refusal(`There is no process ${pid} on this machine to link the entry to. "ps" shows those that run.`);
}

/** Those of these entries whose process has ended, with what becomes of them. */
export function endsOf(
  linked: readonly EntryState[],
  now: Instant,
): readonly { readonly state: EntryState; readonly change: Change }[] {
  return linked.flatMap(state => {
    const reason = endOfLink(state.fields()['process']);
    const set = { status: 'cancelled', reason, updated_at: toIso(now) };
    return reason === undefined ? [] : [{ state, change: { set } }];
  });
}

/**
 * Why an entry of this `process` is to be cancelled; undefined while that runs, and for one of another machine, which
 * alone can tell. After a restart of this machine it is gone.
 */
function endOfLink(value: unknown): string | undefined {
  const { pid, host, born } = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || host !== hostname()) {
    return undefined;
  }
  return isRunning({ pid, born: typeof born === 'string' ? born : null })
    ? undefined
    : `Process ${pid}, which it was linked to, has ended.`;
}
