import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { ScheduleTree } = await import('../../../../src/vscode/tree/scheduleTree.ts');

test('unread results are in the tooltip of the badge, and not in its number', () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  const tally = { overdue: 2 };
  const tree = new ScheduleTree({
    tally,
    schedules: [],
    onDidChange: () => ({ dispose: () => undefined }),
  } as unknown as ScheduleModel);
  const [view] = editor.boxes;
  const results = { groups: () => [], unread: () => '1 unread result' };
  tree.refresh();
  assert.deepEqual(view?.['badge'], { value: 2, tooltip: '2 overdue' });
  tree.showResults(results);
  assert.deepEqual(view?.['badge'], { value: 2, tooltip: '2 overdue, 1 unread result' });
  tally.overdue = 0;
  tree.refresh();
  assert.equal(view?.['badge'], undefined);
});
