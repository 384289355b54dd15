import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { isCount, recordOf } from '../../core/rows/fieldValues.ts';
import type { Fields } from '../../core/rows/row.ts';
import { isHere, whereabouts } from '../processes/machineId.ts';
import { isRunning, markOf } from '../processes/processMark.ts';

/** The `process` of an entry that is to end with a process of this machine; refused where there is none. */
export async function linkTo(pid: number): Promise<Fields | Refusal> {
  const mark = await markOf(pid);
  return (await isRunning(mark))
    ? { pid, ...whereabouts(), ...(mark.born !== null && { born: mark.born }) }
    : refusal(l10n.t('There is no process {0} on this machine to link the entry to. "ps" shows those that run.', pid));
}

/**
 * The number of the process that a `process` field names, where that has ended; undefined while it runs, and for one of
 * another machine, which alone can tell. After a restart of this machine it has ended.
 */
export async function endedProcess(field: unknown): Promise<number | undefined> {
  const { pid, born, ...where } = recordOf(field);
  if (!isCount(pid) || pid === 0 || !isHere(where)) {
    return undefined;
  }
  return (await isRunning({ pid, born: typeof born === 'string' ? born : null })) ? undefined : pid;
}
