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
   * Which of them have to be drawn again to look like `next`, the same tree later; undefined where rows have come,
   * gone or moved since. A heading takes over its new count from `next`.
   */
  staleAgainst(next: readonly Row[], dress: (row: Row) => TreeItem): readonly Row[] | undefined {
    const pairs = pairsOf(this.rows, next);
    return pairs
      ?.filter(([drawn, now]) => {
        const look = this.looks.get(drawn);
        return look !== undefined && look !== lookOf(dress(now));
      })
      .map(([drawn, now]) => {
        if (drawn.kind === 'group' && now.kind === 'group') {
          drawn.overdue = now.overdue ?? 0;
        }
        return drawn;
      });
  }
}

type Pair = readonly [drawn: Row, now: Row];

/** Each row with the same row of the later tree; undefined where rows have come, gone or moved. */
function pairsOf(drawn: readonly Row[], next: readonly Row[]): readonly Pair[] | undefined {
  if (drawn.length !== next.length) {
    return undefined;
  }
  const pairs: Pair[] = [];
  for (const [index, row] of drawn.entries()) {
    const other = next[index];
    const inside = other && isSame(row, other) ? pairsOf(childrenOf(row), childrenOf(other)) : undefined;
    if (!other || !inside) {
      return undefined;
    }
    pairs.push([row, other], ...inside);
  }
  return pairs;
}

const childrenOf = (row: Row): readonly Row[] => ('children' in row ? row.children : []);

function isSame(one: Row, other: Row): boolean {
  switch (one.kind) {
    case 'group':
      return (
        other.kind === 'group' && one.group === other.group && one.isName === other.isName && one.count === other.count
      );
    case 'entry':
      return other.kind === 'entry' && one.state === other.state && one.schedule === other.schedule;
    case 'result':
      return other.kind === 'result' && one.result === other.result;
    case 'problem':
      return (
        other.kind === 'problem' && one.problem.line === other.problem.line && one.problem.text === other.problem.text
      );
    case 'more':
      return other.kind === 'more' && one.count === other.count;
  }
}
