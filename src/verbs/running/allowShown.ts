import type { Entry } from '../../core/entry/entry.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Approvals, Host } from '../host.ts';

/** What a person saw: an entry, and all that it would start under this hash. */
export interface Shown {
  readonly ledger: Ledger;
  readonly entry: Entry;
  readonly hash: string;
}

/** Allows what a person saw, and notes that for `undo`. Refused where the entry is another by now. */
export async function allowShown(
  host: Host,
  approvals: Approvals,
  { ledger, entry, hash }: Shown,
): Promise<Refusal | undefined> {
  const refused = await approvals.allow(ledger, entry, hash);
  if (refused === undefined) {
    await host.undo?.note(ledger.folder, { kind: 'allow', id: entry.id, at: host.clock.now() });
  }
  return refused;
}
