import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Row } from '../../../../src/vscode/tree/entryRow.ts';
import type { ScheduleModel } from '../../../../src/vscode/model/scheduleModel.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { TreeDrawing } = await import('../../../../src/vscode/tree/treeDrawing.ts');

const results = Array.from({ length: 250 }, (_, index) => ({ token: String(index) }));
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A tree of 250 rows that was drawn. `label`: asked for what a row says each time that it is looked at. */
async function drawn(label: (index: number) => string) {
  openFakeEditor({ folder: '/work', manifest: {} });
  const group = () => ({
    ...{ kind: 'group', group: 'Results', count: results.length },
    children: results.map((result, index) => ({
      kind: 'result',
      result,
      children: [],
      item: {
        get label() {
          return label(index);
        },
      },
    })),
  });
  const fired: unknown[] = [];
  const drawing = new TreeDrawing(
    {
      model: { schedules: [], projects: [] } as unknown as ScheduleModel,
      keep: undefined,
      results: { groups: () => [group() as never], unread: () => '' },
    },
    { fire: (rows: unknown) => fired.push(rows) } as never,
  );
  const rows = drawing.rows();
  const all: readonly Row[] = rows.flatMap(row => ('children' in row ? [row, ...row.children] : [row]));
  await Promise.all(all.map(row => drawing.item(row)));
  return { drawing, all, fired };
}

/** Lets the moment pass after which the tree is drawn. */
async function pass(): Promise<void> {
  mock.timers.tick(100);
  for (let turns = 0; turns < 10; turns += 1) await turn();
}

test('many rows are compared in several turns, and those that look otherwise are drawn again', async context => {
  let [said, looks, turns] = ['before', 0, 0];
  const { drawing, all, fired } = await drawn(() => {
    looks += 1;
    return said;
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  [said, looks] = ['after', 0];
  const most: number[] = [];
  drawing.drawSoon();
  mock.timers.tick(100);
  for (; fired.length === 0 && turns < 10; turns += 1) {
    const before = looks;
    await turn();
    most.push(looks - before);
  }
  assert.deepEqual(fired, [all.slice(1)]);
  assert.ok(Math.max(...most) <= 100, `${most}`);
});

test('rows that the editor is to ask for anew are not drawn again, though they were being compared', async context => {
  let [said, forget] = ['before', (): void => undefined];
  const { drawing, fired } = await drawn(index => {
    if (index === 200) forget();
    return said;
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  [said, forget] = ['after', () => drawing.forget()];
  drawing.drawSoon();
  await pass();
  assert.deepEqual(fired, []);
});
