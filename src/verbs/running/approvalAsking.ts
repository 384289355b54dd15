import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { grantedTime } from '../../core/agent/grant.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { WorkPlace } from '../../core/rows/workPlace.ts';
import { approvalShown, type ApprovalShown } from '../../render/review/approvalShown.ts';
import { othersOf } from '../../render/row/elsewhereText.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Approval, Approvals, Host } from '../host.ts';
import type { ApprovalAsking } from '../question.ts';
import { handoffsOf } from '../look/handoffsOf.ts';
import { allowShown } from './allowShown.ts';
import { allowPlaced, changedSinceShown, otherPlace, placedEntry } from './allowPlace.ts';

/** An entry as it stands now, and what an approval of it would cover. */
interface Standing {
  readonly entry: Entry;
  readonly approval: Approval;
  readonly shown: ApprovalShown;
}

/**
 * The question whether an entry may run without a person, which may stay open for long: the entry is read again for
 * every look, and only what has the key that was shown is allowed. `place`: where the person said that its runs work.
 */
export function approvalAsking(
  host: Host,
  approvals: Approvals,
  { ledger, id, place: said }: { readonly ledger: Ledger; readonly id: string; readonly place?: WorkPlace | undefined },
): ApprovalAsking {
  const standing = async (chosen: WorkPlace | undefined): Promise<Standing | Refusal> => {
    const place = chosen ?? said;
    const state = (await ledger.lookAtOpen()).get(id);
    if (!state?.isOpen) {
      return refusal(l10n.t('The entry is no longer open, so there is nothing to allow.'));
    }
    const entry = place === undefined ? toEntry(state) : placedEntry(toEntry(state), place);
    const approval = await approvals.look(ledger, entry);
    if (isRefusal(approval)) {
      return approval;
    }
    const { hash, content, before, mark } = approval;
    const other = said === undefined ? await otherPlace(approvals, ledger, entry, approval) : undefined;
    const usage = await approvals.usage(host.ledgers);
    const shown = approvalShown({
      ...{ entry, hash, content, time: grantedTime(entry), isUsed: mark === 'used' },
      before: mark === 'changed' || mark === 'used' ? before : undefined,
      other: other?.place,
      usage: isRefusal(usage) ? undefined : usage,
      others: othersOf({ entry, handoffs: await handoffsOf(ledger, host.ledgers) }),
      now: host.clock.now(),
      zone: host.zone,
    });
    return { entry, approval, shown };
  };
  return {
    name: JSON.stringify([ledger.folder, id]),
    async look(place) {
      const now = await standing(place);
      return isRefusal(now) ? now : now.shown;
    },
    async allow(key, place) {
      const now = await standing(place);
      if (isRefusal(now)) {
        return now;
      }
      if (now.shown.key !== key) {
        return changedSinceShown();
      }
      const { hash } = now.approval;
      const chosen = place ?? said;
      if (chosen === undefined) {
        return allowShown(host, approvals, { ledger, entry: now.entry, hash });
      }
      return allowPlaced(host, approvals, { ledger, entry: now.entry, hash }, chosen);
    },
  };
}
