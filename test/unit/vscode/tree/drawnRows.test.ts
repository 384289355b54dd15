import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { TreeItem } from 'vscode';
import type { EntryState } from '../../../../src/core/fold/entryState.ts';
import { DrawnRows } from '../../../../src/vscode/tree/drawnRows.ts';
import type { EntryRow, GroupRow, Row } from '../../../../src/vscode/tree/entryRow.ts';
import type { FolderSchedule } from '../../../../src/vscode/model/scheduleModel.ts';

const schedule = {} as FolderSchedule;
const states = ['a', 'b', 'c'].map(id => ({ id }) as EntryState);
const entries = (...ids: readonly string[]): readonly EntryRow[] =>
  states.filter(({ id }) => ids.includes(id)).map(state => ({ kind: 'entry', state, schedule }));
const group = (name: string, children: readonly Row[], overdue = 0): GroupRow => ({
  ...{ kind: 'group', group: name, count: children.length, overdue, children },
});
const allOf = (rows: readonly Row[]): readonly Row[] =>
  rows.flatMap(row => (row.kind === 'group' ? [row, ...allOf(row.children)] : [row]));

describe('what is drawn again', () => {
  /** What the description of each entry is. */
  let said: Record<string, string>;
  const dress = (row: Row): TreeItem =>
    row.kind === 'entry'
      ? { label: row.state.id, description: said[row.state.id] ?? '' }
      : { label: row.kind === 'group' ? `${row.group} ${row.overdue}` : '' };
  const draw = (rows: readonly Row[]): DrawnRows => {
    const drawn = new DrawnRows(rows);
    for (const row of allOf(rows)) drawn.note(row, dress(row));
    return drawn;
  };
  const tree = (): readonly Row[] => [group('Overdue', entries('a')), group('Today', entries('b', 'c'))];
  const update = (drawn: DrawnRows, next: readonly Row[]): Promise<readonly Row[] | undefined> =>
    drawn.update(next, dress, async () => {});
  beforeEach(() => {
    said = { a: '1 h late', b: 'in 5 min', c: 'in 2 h' };
  });

  test('is nothing where every row looks the same', async () => {
    assert.deepEqual(await update(draw(tree()), tree()), []);
  });

  test('is the row that looks otherwise, as the editor knows it', async () => {
    const rows = tree();
    const drawn = draw(rows);
    said['b'] = 'in 4 min';
    const stale = await update(drawn, tree());
    assert.equal(stale?.length, 1);
    assert.equal(stale?.[0], allOf(rows)[3]);
  });

  test('is no row that the editor has not asked for yet', async () => {
    const drawn = new DrawnRows(tree());
    said['b'] = 'in 4 min';
    assert.deepEqual(await update(drawn, tree()), []);
  });

  test('is a heading with what it says now', async () => {
    const rows = [group('Global', entries('a', 'b'), 1)];
    const drawn = draw(rows);
    const stale = await update(drawn, [group('Global', entries('a', 'b'), 2)]);
    assert.deepEqual(stale, rows);
    assert.equal(rows[0]?.overdue, 2);
  });

  test('is the heading of an entry that has changed', async () => {
    const rows = tree();
    const changed: Row = { kind: 'entry', state: { id: 'a' } as EntryState, schedule };
    const stale = await update(draw(rows), [group('Overdue', [changed]), group('Today', entries('b', 'c'))]);
    assert.deepEqual(stale, [rows[0]]);
    assert.equal(allOf(rows)[1], changed);
  });

  test('is a heading under which a row has come, gone or moved, with what stands under it now', async () => {
    const rows = tree();
    const drawn = draw(rows);
    const next = [group('Overdue', entries('a', 'b')), group('Today', entries('c'))];
    const stale = await update(drawn, next);
    assert.deepEqual(stale, [rows[0], rows[1]]);
    assert.deepEqual(rows, next);
    assert.deepEqual(await update(drawn, next), []);
  });

  test('leaves out a heading under which nothing has changed', async () => {
    const rows = tree();
    const drawn = draw(rows);
    assert.deepEqual(await update(drawn, [group('Overdue', entries('a')), group('Today', entries('b'))]), [rows[1]]);
  });

  test('is everything where a heading has come, gone or moved', async () => {
    for (const other of [
      [group('Overdue', entries('a'))],
      [group('Overdue', entries('a')), group('Tomorrow', entries('b', 'c'))],
      [group('Today', entries('b', 'c')), group('Overdue', entries('a'))],
    ]) {
      assert.equal(await update(draw(tree()), other), undefined);
    }
  });

  test('is found with a breath before each row, though the rows say at once what they say now', async () => {
    const rows = tree();
    const drawn = draw(rows);
    said = { a: '2 h late', b: 'in 4 min', c: 'in 2 h' };
    let breaths = 0;
    const finding = drawn.update(
      [group('Overdue', entries('a'), 1), group('Today', entries('b', 'c'))],
      dress,
      async () => {
        breaths += 1;
        await new Promise(resolve => setImmediate(resolve));
      },
    );
    assert.equal(rows[0]?.kind === 'group' && rows[0].overdue, 1);
    assert.deepEqual(await finding, [rows[0], allOf(rows)[1], allOf(rows)[3]]);
    assert.equal(breaths, 5);
  });
});
