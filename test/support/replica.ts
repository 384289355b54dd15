import { decodeLine } from '../../src/core/rows/codec.ts';
import { encodeChange } from '../../src/core/rows/encode.ts';
import type { Change } from '../../src/core/rows/change.ts';
import type { EntryState } from '../../src/core/fold/entryState.ts';
import { fingerprint } from '../../src/core/fold/fingerprint.ts';
import { Fold } from '../../src/core/fold/fold.ts';
import type { Row } from '../../src/core/rows/row.ts';
import { instant } from '../../src/core/basics/time.ts';
import { digest } from '../../src/store/disk/digest.ts';

/** A row as it is read from the first line of a file; tests place it elsewhere with `at`. */
export function rowOf(text: string): Row {
  const { row, problems } = decodeLine(text, 1, digest);
  if (!row) {
    throw new Error(`No row: ${problems.map(problem => problem.text).join(' ')}`);
  }
  return row;
}

/** Rows as they stand in a file, in this order. */
export const inOrder = (rows: readonly Row[]): Row[] => rows.map((row, index) => ({ ...row, line: index + 1 }));

/** What rows in this order come to. */
export function foldOf(rows: readonly Row[]): Fold {
  const fold = new Fold(digest);
  fold.add(inOrder(rows));
  return fold;
}

/** All that two folds of the same rows must agree on, whatever the order of the rows was. */
export function pictureOf(fold: Fold): string {
  return JSON.stringify([
    [...fold.all()].map(fingerprint).sort(),
    fold.open.map(state => [state.id, state.due, state.status]),
  ]);
}

/** Somebody who has a copy of the file and a clock of their own. */
export class Replica {
  readonly actor: string;
  rows: Row[] = [];
  fold = new Fold(digest);

  constructor(actor: string) {
    this.actor = actor;
  }

  state(id: string): EntryState | undefined {
    return this.fold.get(id);
  }

  /** Writes a row and gives it. */
  act(id: string, now: number, change: Change): Row {
    const text = encodeChange(id, this.state(id), change, { now: instant(now), actor: this.actor, digest });
    return this.append(text);
  }

  append(text: string): Row {
    const row = { ...rowOf(text), line: this.rows.length + 1 };
    this.rows.push(row);
    this.fold.add([row]);
    return row;
  }

  /** Takes another file, or its own in another order, for its own. */
  take(rows: readonly Row[]): void {
    this.rows = inOrder(rows);
    this.fold = foldOf(rows);
  }
}
