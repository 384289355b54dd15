import * as l10n from '@vscode/l10n';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { openDesk } from '../conversations/openDesk.ts';
import { shownIds } from '../look/shownIds.ts';
import type { Host } from '../host.ts';
import type { ParkPlan } from './parkPlan.ts';

/**
 * Refuses to park what an open entry continues already, and says how that one is moved; undefined where there is none.
 */
export async function parkedAlready(host: Host, plan: ParkPlan): Promise<Refusal | undefined> {
  const entry = await continuing(host, plan);
  if (!entry) {
    return undefined;
  }
  const [id = entry.id] = await shownIds(host.ledgers, [entry.id]);
  const { dueAt } = entry;
  return refusal(
    dueAt === undefined
      ? l10n.t(
          'That is parked already: the entry {0} continues it. "defer reschedule {0} 3pm" gives it another time.',
          id,
        )
      : l10n.t(
          'That is parked already: the entry {0} continues it, due {1}. "defer reschedule {0} 3pm" gives it another time.',
          id,
          describeMoment(dueAt, host.clock.now(), host.zone),
        ),
  );
}

/** The open entry that continues the conversation or the run of a plan, but for the one whose run that was. */
async function continuing(host: Host, { conversation, session, stopped }: ParkPlan): Promise<Entry | undefined> {
  if (conversation === undefined && session === undefined) {
    return undefined;
  }
  const desk = await openDesk(host);
  for (const ledger of host.ledgers) {
    for (const entry of (await ledger.lookAtOpen()).open.map(toEntry)) {
      const { id, mode, agent } = entry;
      if (id === stopped || mode !== 'callback') {
        continue;
      }
      const isSame =
        (session !== undefined && entry.session === session) ||
        (conversation !== undefined &&
          agent !== undefined &&
          !isRefusal(desk) &&
          (await desk.idOf(ledger.folder, entry, agent)) === conversation);
      if (isSame) {
        return entry;
      }
    }
  }
  return undefined;
}
