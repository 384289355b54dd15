import * as l10n from '@vscode/l10n';
import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { wholeId } from '../../render/text/shownId.ts';
import { elsewhereText, othersOf } from '../../render/row/elsewhereText.ts';
import { isAgent, type Host } from '../host.ts';
import { handoffsOf } from './handoffsOf.ts';
import { listEntries } from './seenEntries.ts';

/** Another scheduler, of a schedule or of one entry of it. */
interface Found extends Elsewhere {
  readonly folder: string;
  readonly id?: string;
}

/** Which other schedulers start what is in these schedules, for a person and for a program. */
export interface ElsewhereReport {
  readonly lines: readonly string[];
  /** Who calls Defer without a person. */
  readonly handoffs: readonly Found[];
  /** Who may start the same work as an open entry. */
  readonly elsewhere: readonly Found[];
}

/**
 * Looks who else starts what is in the schedules, so that nothing runs twice unseen. An agent is not told of this
 * machine.
 */
export async function elsewhereReport(host: Host): Promise<ElsewhereReport> {
  const handoffs: Found[] = [];
  for (const ledger of isAgent(host) ? [] : host.ledgers) {
    handoffs.push(...(await handoffsOf(ledger, host.ledgers)).map(one => ({ ...one, folder: ledger.folder })));
  }
  const elsewhere = (await listEntries(host, 'open')).flatMap(({ entry, ledger }) =>
    othersOf({ entry }).map(one => ({ ...one, folder: ledger.folder, id: entry.id })),
  );
  const line = (one: Found): string =>
    `  ${one.id === undefined ? cleanLine(one.folder, 120) : wholeId(one.id)}: ${elsewhereText([one]) ?? ''}`;
  const section = (heading: string, all: readonly Found[]): readonly string[] =>
    all.length === 0 ? [] : [heading, ...all.map(line)];
  const lines = [
    ...section(l10n.t('Due entries that are allowed are also started by:'), handoffs),
    ...section(l10n.t('Other schedulers may start these entries too:'), elsewhere),
  ];
  return { lines, handoffs, elsewhere };
}
