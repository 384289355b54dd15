import * as l10n from '@vscode/l10n';
import { isAsImported, withdrawal } from '../../core/exchange/import/withdrawn.ts';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { encodeRows } from '../../core/rows/encode.ts';
import { removeScheduleFile } from '../../store/files/removeScheduleFile.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { NotedImport } from '../../store/undoJournal.ts';
import type { Host } from '../host.ts';

/** What the undo of an import did. */
export interface WithdrawnImport {
  /** The entries that it cancelled. */
  readonly ids: readonly string[];
  /** The schedule files that it deleted. */
  readonly files: readonly string[];
  /** How many entries and files stay, because somebody changed them since or an entry was closed there already. */
  readonly kept: number;
}

/**
 * Withdraws what an import brought: cancels its entries, deletes its schedule files. What was changed since stays, and
 * so does what is closed: that is history. Refused where nothing is left to withdraw. Throws a StoreFault where the
 * disk refuses.
 */
export async function undoImport(
  { approvals }: Pick<Host, 'approvals'>,
  ledger: Ledger,
  { at, count, files: made }: NotedImport,
  now: Instant,
): Promise<WithdrawnImport | Refusal> {
  const gone: Entry[] = [];
  await ledger.writeAll(
    now,
    (schedule, writer) => {
      const rows: string[] = [];
      for (const state of schedule.all()) {
        if (isAsImported(state, at) && state.isOpen) {
          gone.push(toEntry(state));
          rows.push(...encodeRows(state.id, state, withdrawal(state, now), writer));
        }
      }
      return rows;
    },
    'cancelled',
  );
  const allowed = gone.length > 0 ? await approvals?.marks(ledger) : undefined;
  for (const entry of gone) {
    await (allowed?.get(entry.id) ? approvals?.settle(ledger, entry, now, true) : undefined);
  }
  const files: string[] = [];
  for (const one of made) {
    files.push(...((await removeScheduleFile(ledger.folder, one)) ? [one.file] : []));
  }
  return gone.length + files.length === 0
    ? refusal(l10n.t('All that was imported was changed or closed since, so nothing was undone.'))
    : { ids: gone.map(({ id }) => id), files, kept: count + made.length - gone.length - files.length };
}

/** What a person reads of it. */
export function withdrawnText({ ids, files, kept }: WithdrawnImport): string {
  const entries = ids.length === 1 ? l10n.t('1 entry') : l10n.t('{0} entries', ids.length);
  const many =
    files.length === 0
      ? entries
      : l10n.t(
          '{0} and {1}',
          entries,
          files.length === 1 ? l10n.t('1 schedule file') : l10n.t('{0} schedule files', files.length),
        );
  const done = l10n.t('The import is undone. Withdrawn: {0}. Another import brings that back.', many);
  return kept === 0 ? done : `${done} ${l10n.t('Left as they are, changed or closed: {0}.', kept)}`;
}
