import * as l10n from '@vscode/l10n';
import { cleanLine } from '../../render/text/clean.ts';
import { wholeId } from '../../render/text/shownId.ts';
import { listEntries, type ListedEntry } from '../look/seenEntries.ts';
import type { Host } from '../host.ts';

/** What is to be exported, and where to. */
export interface ExportWanted {
  /** Whether closed entries are wanted too. */
  readonly all?: boolean | undefined;
  /** A file or a folder, as the person named it; absent where it is only printed. */
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
  /** Says whether an entry of a schedule's folder is the one that is wanted; absent where all are. */
  readonly only?: (id: string, folder: string) => boolean;
}

/** An entry that was left out, and why: a clause that goes behind a colon. */
export interface LeftOut {
  readonly id: string;
  readonly why: string;
}

/** An entry that was exported without some of its fields. */
export interface LeftBehind {
  readonly id: string;
  readonly fields: readonly string[];
}

/** The entries that are to be exported. One that is named may be closed. */
export async function entriesFor(host: Host, { all, only }: ExportWanted): Promise<readonly ListedEntry[]> {
  const entries = await listEntries(host, all || only ? 'all' : 'open');
  return only ? entries.filter(({ entry, ledger }) => only(entry.id, ledger.folder)) : entries;
}

/** What a person is told of entries that were left out, or of which something stays behind. Cleaned. */
export const leftText = (left: readonly LeftOut[], behind: readonly LeftBehind[]): string =>
  [
    ...left.map(({ id, why }) => l10n.t('{0} was left out: {1}.', wholeId(id), cleanLine(why, 500))),
    ...behind.map(({ id, fields }) =>
      l10n.t('{0} was exported without {1}.', wholeId(id), cleanLine(fields.join(', '), 300)),
    ),
  ].join('\n');
