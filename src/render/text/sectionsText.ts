import { columnsOf, cutTo, padTo, type TerminalStyle, type TextStyle } from './terminalStyle.ts';

/** A line of a list: the beginning of an id, a title, and what is worth knowing beside it. All of it cleaned. */
export interface SectionRow {
  readonly id: string;
  readonly title: string;
  readonly beside: string;
}

/** Lines under a heading; `late` where they are what somebody waits for. */
export interface Section {
  readonly heading: string;
  readonly late?: boolean;
  readonly rows: readonly SectionRow[];
}

/** However narrow the style, so much of a title is shown. */
const LEAST_TITLE = 12;

/** Sections with their lines, in columns; those without a line are left out. What is too long for the style is cut. */
export function sectionsText(sections: readonly Section[], idWidth: number, style: TerminalStyle): string {
  const rows = sections.flatMap(section => section.rows);
  const most = (texts: readonly string[], least: number): number =>
    texts.reduce((columns, text) => Math.max(columns, columnsOf(text)), least);
  const idColumns = most(
    rows.map(({ id }) => id),
    idWidth,
  );
  const besideColumns = most(
    rows.map(({ beside }) => beside),
    0,
  );
  const width = style.width ?? Number.POSITIVE_INFINITY;
  const titleColumns = Math.min(
    most(
      rows.map(({ title }) => title),
      0,
    ),
    Math.max(width - idColumns - besideColumns - 6, LEAST_TITLE),
  );
  const besideRoom = width - idColumns - titleColumns - 6;
  return sections
    .filter(section => section.rows.length > 0)
    .map(({ heading, late = false, rows: lines }) => {
      const [head, quiet]: readonly [TextStyle, TextStyle] = late ? ['late', 'late'] : ['heading', 'quiet'];
      const texts = lines.map(({ id, title, beside }) => {
        const cut = padTo(cutTo(title, titleColumns), titleColumns);
        return `  ${style.paint('quiet', padTo(id, idColumns))}  ${cut}  ${style.paint(quiet, cutTo(beside, besideRoom))}`;
      });
      return [style.paint(head, heading), ...texts.map(text => text.trimEnd())].join('\n');
    })
    .join('\n');
}

/** How much of each id must be shown so that it names its own thing alone, `others` included; 8 to 40 characters. */
export function idWidthOf(ids: readonly string[], others: Iterable<string> = []): number {
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
