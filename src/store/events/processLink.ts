import type { Change } from '../../core/rows/change.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isCount, recordOf } from '../../core/rows/fieldValues.ts';
import type { Fields } from '../../core/rows/row.ts';
import { toIso, type Instant } from '../../core/basics/time.ts';
import { isHere, whereabouts } from '../processes/machineId.ts';
import { isRunning, markOf } from '../processes/processMark.ts';

/** The `process` of an entry that is to end with a process of this machine; refused where there is none. */
export async function linkTo(pid: number): Promise<Fields | Refusal> {
  const mark = await markOf(pid);
  return (await isRunning(mark))
    ? { pid, ...whereabouts(), ...(mark.born !== null && { born: mark.born }) }
    : refusal(`There is no process ${pid} on this machine to link the entry to. "ps" shows those that run.`);
}

/** Those of these entries whose process has ended, with what becomes of them. */
export async function endsOf(
  linked: readonly EntryState[],
  now: Instant,
): Promise<readonly { readonly state: EntryState; readonly change: Change }[]> {
  const reasons = await Promise.all(linked.map(state => endOfLink(state.fields()['process'])));
  return linked.flatMap((state, index) => {
    const reason = reasons[index];
    const set = { status: 'cancelled', reason, updated_at: toIso(now) };
    return reason === undefined ? [] : [{ state, change: { set } }];
  });
}

/**
 * Why an entry of this `process` is to be cancelled; undefined while that runs, and for one of another machine, which
 * alone can tell. After a restart of this machine it is gone.
 */
async function endOfLink(value: unknown): Promise<string | undefined> {
  const { pid, born, ...where } = recordOf(value);
  if (!isCount(pid) || pid === 0 || !isHere(where)) {
    return undefined;
  }
  return (await isRunning({ pid, born: typeof born === 'string' ? born : null }))
    ? undefined
    : `Process ${pid}, which it was linked to, has ended.`;
}
