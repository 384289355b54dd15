import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import type { EntryView } from '../../render/view/entryView.ts';
import { findHandoffs } from '../../store/programs/findHandoffs.ts';
import type { Ledger } from '../../store/ledger.ts';

/**
 * The schedulers that call Defer for a schedule: cron, systemd, launchd, a workflow. `all`: the schedules that are
 * open, from whose folders no program is started.
 */
export const handoffsOf = (
  { folder, scope }: Pick<Ledger, 'folder' | 'scope'>,
  all: readonly Pick<Ledger, 'folder'>[],
): Promise<readonly Elsewhere[]> =>
  findHandoffs(
    folder,
    scope,
    all.map(one => one.folder),
  );

/** An entry with who would start it without a person, where it may run so. `all` as in `handoffsOf`. */
export const withHandoffs = async <Seen extends EntryView>(
  ledger: Pick<Ledger, 'folder' | 'scope'>,
  all: readonly Pick<Ledger, 'folder'>[],
  seen: Seen,
): Promise<Seen> =>
  seen.approved === true && seen.entry.isOpen ? { ...seen, handoffs: await handoffsOf(ledger, all) } : seen;
