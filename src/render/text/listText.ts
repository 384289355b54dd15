import * as l10n from '@vscode/l10n';
import type { Entry } from '../../core/entry/entry.ts';
import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from './clean.ts';
import { GROUPS } from '../view/groups.ts';
import { groupName } from '../view/groupNames.ts';
import { idShortener } from './shownId.ts';
import { sectionsText } from './sectionsText.ts';
import { PLAIN, type TerminalStyle } from './terminalStyle.ts';
import type { EntryView } from '../view/entryView.ts';
import { whenText } from '../row/whenText.ts';

/** An entry of a list; `mark` tells its schedule from others. */
export interface Listed extends EntryView {
  readonly mark?: string;
}

/**
 * The groups, in order, each with its entries: what people read on a terminal. Ids are cut as
 * `idShortener` says, `others` being those that are not shown; titles, and then whole lines, to what the paper takes.
 */
export function listText(
  seen: readonly Listed[],
  others: Iterable<string>,
  now: Instant,
  zone: string,
  style: TerminalStyle = PLAIN,
): string {
  const shown = idShortener(
    seen.map(({ entry }) => entry.id),
    others,
  );
  const sections = GROUPS.map(group => ({
    heading: groupName(group),
    late: group === 'Overdue',
    rows: seen
      .filter(one => one.group === group)
      .map(one => ({
        id: shown(one.entry.id),
        title: titleOf(one.entry),
        beside: [whenText(one, now, zone), one.mark ?? ''].filter(Boolean).join(' · '),
      })),
  }));
  return sectionsText(sections, style);
}

const titleOf = (entry: Entry): string => cleanLine(entry.title, 60) || l10n.t('(no title)');
