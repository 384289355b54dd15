import { LEAST_SHOWN } from './shownId.ts';
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

/** However long an id is, the titles of other lines begin after so many columns. */
const MOST_ID = 40;

/** Sections with their lines, in columns; those without a line are left out. What is too long for the style is cut. */
export function sectionsText(sections: readonly Section[], style: TerminalStyle): string {
  const rows = sections.flatMap(section => section.rows);
  const most = (texts: readonly string[], least: number): number =>
    texts.reduce((columns, text) => Math.max(columns, columnsOf(text)), least);
  const idColumns = Math.min(
    most(
      rows.map(({ id }) => id),
      LEAST_SHOWN,
    ),
    MOST_ID,
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
  return sections
    .filter(section => section.rows.length > 0)
    .map(({ heading, late = false, rows: lines }) => {
      const [head, quiet]: readonly [TextStyle, TextStyle] = late ? ['late', 'late'] : ['heading', 'quiet'];
      const texts = lines.map(({ id, title, beside }) => {
        const shown = padTo(id, idColumns);
        // An id is never cut, so what follows a long one is moved to the right, and cut where that is too far.
        const room = Math.max(width - columnsOf(shown) - besideColumns - 6, LEAST_TITLE);
        const over = columnsOf(shown) - idColumns;
        const cut = padTo(cutTo(title, Math.min(titleColumns, room)), titleColumns - over);
        const left = width - columnsOf(shown) - columnsOf(cut) - 6;
        return `  ${style.paint('quiet', shown)}  ${cut}  ${style.paint(quiet, cutTo(beside, left))}`;
      });
      return [style.paint(head, heading), ...texts.map(text => text.trimEnd())].join('\n');
    })
    .join('\n');
}
