import type { TreeItem } from 'vscode';
import type { RunResult } from '../../verbs/resultDesk.ts';

/**
 * A result as a row of the tree; or the unread ones of one entry, which the row opens to. The editor knows it by this
 * very object, so a row that is drawn takes over the item and the rows under it of the same row later.
 */
export interface ResultRow {
  readonly kind: 'result';
  /** The one that the row stands for, or the newest of several. */
  readonly result: RunResult;
  children: readonly ResultRow[];
  item: TreeItem;
}

/** A result, as commands on one are given it. */
export type ResultRef = Pick<ResultRow, 'kind' | 'result'>;

/** Reads the argument that a command got from a row of a result; undefined where it came from elsewhere. */
export function toResult(value: unknown): RunResult | undefined {
  const row = value as Partial<ResultRef> | null | undefined;
  return typeof row === 'object' && row?.kind === 'result' ? row.result : undefined;
}
