import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import * as l10n from '@vscode/l10n';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { NotedApproval } from '../../store/undoJournal.ts';
import type { Host } from '../host.ts';

/** Takes back that an entry may run without a person, and gives that entry. Refused where it may not any more. */
export async function undoApproval(
  { approvals }: Pick<Host, 'approvals'>,
  ledger: Ledger,
  { id }: NotedApproval,
): Promise<Entry | Refusal> {
  const state = (await ledger.look()).get(id);
  const entry = state && toEntry(state);
  return entry && (await approvals?.revoke(ledger, entry))
    ? entry
    : refusal(l10n.t('The entry that you allowed no longer runs automatically, so nothing was undone.'));
}
