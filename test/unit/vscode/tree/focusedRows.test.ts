import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Row } from '../../../../src/vscode/tree/entryRow.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const vscode = await import('vscode');
const { focusedRows } = await import('../../../../src/vscode/tree/focusedRows.ts');

const rowOf = (id: string): Row => ({ kind: 'entry', state: { id }, schedule: { folder: { uri: '/work' } } }) as never;
const [first, second, third] = ['first', 'second', 'third'].map(rowOf) as [Row, Row, Row];

describe('the entries that a key is for', () => {
  /** How often the editor still refuses to change the selection, as it does while it draws the tree anew. */
  let refusals: number;
  let tree: { selection: readonly Row[] };
  let focused: Row;
  beforeEach(() => {
    openFakeEditor({ folder: '/work', manifest: {} });
    refusals = 0;
    tree = { selection: [] };
    focused = first;
    vscode.commands.registerCommand('list.toggleSelection', () => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('TreeError [defer.schedule] Data tree node not found: 1/entry');
      }
      const { selection } = tree;
      tree.selection = selection.includes(focused) ? selection.filter(row => row !== focused) : [...selection, focused];
    });
  });
  afterEach(() => assert.equal(refusals, 0));

  it('are the row with the focus alone, where that is not selected', async () => {
    tree.selection = [second, third];
    assert.deepEqual(await focusedRows(tree), [first]);
    assert.deepEqual(tree.selection, [second, third]);
  });

  it('are all that are selected, where it is one of them', async () => {
    tree.selection = [first, second];
    assert.deepEqual(await focusedRows(tree), [first, second]);
    assert.deepEqual(new Set(tree.selection), new Set([first, second]));
  });

  it('are found once the editor has drawn the tree that it is drawing anew', async () => {
    tree.selection = [second];
    refusals = 3;
    assert.deepEqual(await focusedRows(tree), [first]);
    assert.deepEqual(tree.selection, [second]);
  });

  it('are not found where the editor goes on refusing, and the reason is told', async () => {
    refusals = Infinity;
    await assert.rejects(focusedRows(tree), /Data tree node not found/);
    refusals = 0;
  });
});
