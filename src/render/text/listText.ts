import type { Entry } from '../../core/entry/entry.ts';
import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from './clean.ts';
import { GROUPS } from '../view/groups.ts';
import { columnsOf, cutTo, padTo, PLAIN, type TerminalStyle } from './terminalStyle.ts';
import type { EntryView } from '../view/entryView.ts';
import { whenText } from './entryText.ts';

/** An entry of a list; `mark` tells its schedule from others. */
export interface Listed extends EntryView {
  readonly mark?: string;
}

/** However narrow the style, so much of a title is shown. */
const LEAST_TITLE = 12;

/**
 * The groups, in order, each with its entries: what people read on a terminal. Ids are cut to what tells them from
 * each other and from `others`, the ids that are not shown; titles, and then whole lines, to what the paper takes.
 */
export function listText(
  seen: readonly Listed[],
  others: Iterable<string>,
  now: Instant,
  zone: string,
  style: TerminalStyle = PLAIN,
): string {
  const idWidth = idWidthOf(
    seen.map(({ entry }) => entry.id),
    others,
  );
  const rows = seen.map(one => ({
    group: one.group,
    id: cleanLine(one.entry.id).slice(0, idWidth),
    title: titleOf(one.entry),
    when: [whenText(one, now, zone), one.mark ?? ''].filter(Boolean).join(' · '),
  }));
  const idColumns = most(
    rows.map(({ id }) => id),
    idWidth,
  );
  const whenColumns = most(
    rows.map(({ when }) => when),
    0,
  );
  const room = (style.width ?? Number.POSITIVE_INFINITY) - idColumns - whenColumns - 6;
  const titleColumns = Math.min(
    most(
      rows.map(({ title }) => title),
      0,
    ),
    Math.max(room, LEAST_TITLE),
  );
  const whenRoom = (style.width ?? Number.POSITIVE_INFINITY) - idColumns - titleColumns - 6;
  const sections = GROUPS.flatMap(group => {
    const late = group === 'Overdue';
    const lines = rows
      .filter(row => row.group === group)
      .map(({ id, title, when }) => {
        const cut = padTo(cutTo(title, titleColumns), titleColumns);
        const beside = style.paint(late ? 'late' : 'quiet', cutTo(when, whenRoom));
        return `  ${style.paint('quiet', padTo(id, idColumns))}  ${cut}  ${beside}`.trimEnd();
      });
    return lines.length === 0 ? [] : [[style.paint(late ? 'late' : 'heading', group), ...lines].join('\n')];
  });
  return sections.join('\n');
}

const most = (texts: readonly string[], least: number): number =>
  texts.reduce((columns, text) => Math.max(columns, columnsOf(text)), least);

const titleOf = (entry: Entry): string => cleanLine(entry.title, 60) || '(no title)';

/** How much of each id must be shown so that it names its entry alone; 8 to 40 characters. */
function idWidthOf(ids: readonly string[], others: Iterable<string>): number {
  const own = new Set(ids);
  const sorted = [...own, ...[...others].filter(id => !own.has(id))].sort();
  let width = 8;
  for (const [index, id] of sorted.entries()) {
    for (const other of own.has(id) ? [sorted[index - 1], sorted[index + 1]] : []) {
      width = Math.max(width, Math.min(id.length, commonStart(id, other ?? '') + 1));
    }
  }
  return Math.min(width, 40);
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
