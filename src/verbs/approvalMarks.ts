import type { ApprovalMark } from '../core/agent/grant.ts';
import type { EntryView } from '../render/view/entryView.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Host } from './host.ts';

/** Pictures of entries with what this person approved of them; as they are where the surface knows of no approvals. */
export async function withApprovalMarks<Seen extends EntryView & { readonly ledger: Ledger }>(
  { approvals }: Host,
  all: readonly Seen[],
): Promise<readonly Seen[]> {
  if (!approvals) {
    return all;
  }
  const marks = new Map<Ledger, ReadonlyMap<string, ApprovalMark>>();
  for (const ledger of new Set(all.map(one => one.ledger))) {
    marks.set(ledger, await approvals.marks(ledger));
  }
  return all.map(one => ({ ...one, approved: marks.get(one.ledger)?.get(one.entry.id) ?? false }));
}

/** Marks one entry: whether it may run automatically. */
export async function withApprovalMark(host: Host, ledger: Ledger, seen: EntryView): Promise<EntryView> {
  const [marked = seen] = await withApprovalMarks(host, [{ ...seen, ledger }]);
  return marked;
}
