import type { TreeItem } from 'vscode';
import type { Row } from './entryRow.ts';

/** What a person or a screen reader gets of a row: one that looks the same need not be drawn again. */
export const lookOf = ({
  label,
  description,
  contextValue,
  iconPath,
  accessibilityInformation: spoken,
}: TreeItem): string => JSON.stringify([label, description, contextValue, iconPath, spoken?.label]);

/** The rows of a tree as the editor has them, each known to it by this very object. */
export class DrawnRows {
  private readonly looks = new WeakMap<Row, string>();
  readonly rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** Keeps how a row was drawn. */
  note(row: Row, item: TreeItem): void {
    this.looks.set(row, lookOf(item));
  }

  /**
   * Makes these rows say what `next`, the same tree later, says, and answers with those that the editor has to ask for
   * again: rows that look otherwise, and rows under which others have changed, come, gone or moved. Undefined where
   * the headings themselves are others: then all of it has to be drawn. `breathe`: awaited before each row is looked
   * at, since there may be very many.
   */
  async update(
    next: readonly Row[],
    dress: (row: Row) => TreeItem,
    breathe: () => Promise<void>,
  ): Promise<readonly Row[] | undefined> {
    // At once, so that the editor gets all of `next` or none of it.
    const updates = pairsOf(this.rows, next)?.flatMap(pair => updateRow(...pair));
    if (!updates) {
      return undefined;
    }
    const stale: Row[] = [];
    for (const { drawn, now, isOther } of updates) {
      await breathe();
      if (isOther || this.looksOtherwise(drawn, now, dress)) {
        stale.push(drawn);
      }
    }
    return stale;
  }

  /** Whether a row looks otherwise by now than it was drawn; not where it was not drawn yet. */
  private looksOtherwise(drawn: Row, now: Row, dress: (row: Row) => TreeItem): boolean {
    const look = this.looks.get(drawn);
    return look !== undefined && look !== lookOf(dress(now));
  }
}

type Pair = readonly [drawn: Row, now: Row];

/** A row that was drawn and says what `now` says; `isOther`: whether other rows stand under it. */
interface Update {
  readonly drawn: Row;
  readonly now: Row;
  readonly isOther: boolean;
}

/** Makes a row and those under it say what `now` says. */
function updateRow(drawn: Row, now: Row): readonly Update[] {
  if (!('children' in drawn && 'children' in now)) {
    return [{ drawn, now, isOther: false }];
  }
  const pairs = pairsOf(drawn.children, now.children);
  Object.assign(drawn, now, { children: pairs ? drawn.children : now.children });
  return [{ drawn, now, isOther: !pairs }, ...(pairs?.flatMap(pair => updateRow(...pair)) ?? [])];
}

/** Each row with the same row of the later tree; undefined where rows have come, gone or moved. */
function pairsOf(drawn: readonly Row[], next: readonly Row[]): readonly Pair[] | undefined {
  const pairs = drawn.flatMap((row, index): readonly Pair[] => {
    const now = next[index];
    return now && isSame(row, now) ? [[row, now]] : [];
  });
  return pairs.length === drawn.length && drawn.length === next.length ? pairs : undefined;
}

function isSame(one: Row, other: Row): boolean {
  switch (one.kind) {
    case 'group':
      return other.kind === 'group' && one.group === other.group && one.isName === other.isName;
    case 'entry':
      return other.kind === 'entry' && one.state === other.state && one.schedule === other.schedule;
    case 'result':
      // A row of several results has another id than that of one.
      return other.kind === 'result' && one.result === other.result && one.item.id === other.item.id;
    case 'problem':
      return (
        other.kind === 'problem' && one.problem.line === other.problem.line && one.problem.text === other.problem.text
      );
    case 'more':
      return other.kind === 'more' && one.count === other.count;
  }
}
