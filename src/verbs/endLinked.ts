import { toIso } from '../core/basics/time.ts';
import type { DecideLinked } from '../store/ledger.ts';

/**
 * Cancels entries that are linked to a process of this machine which has ended (FORMAT.md, `process`). Every ledger is
 * opened with it and asks it before each act, so that no door and no verb can forget.
 */
export const endLinked: DecideLinked = async (linked, now) => {
  const { endedProcess } = await import('../store/events/processLink.ts');
  const ended = await Promise.all(linked.map(state => endedProcess(state.fields()['process'])));
  return linked.flatMap((state, index) => {
    const pid = ended[index];
    const reason = `Process ${pid}, which it was linked to, has ended.`;
    return pid === undefined
      ? []
      : [{ state, change: { set: { status: 'cancelled', reason, updated_at: toIso(now) } } }];
  });
};
