import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';

standInForVscode();
const { DrawSoon } = await import('../../../../src/vscode/tree/drawSoon.ts');

test('what is asked for in one moment is drawn once, and what is asked for later again', async context => {
  openFakeEditor({ folder: '/work', manifest: {} });
  mock.timers.enable({ apis: ['setTimeout'] });
  context.after(() => mock.timers.reset());
  let drawn = 0;
  const soon = new DrawSoon(() => drawn++);
  const pass = async (): Promise<void> => {
    mock.timers.tick(100);
    for (let turns = 0; turns < 5; turns++) await Promise.resolve();
  };
  soon.ask();
  soon.ask();
  assert.equal(drawn, 0);
  await pass();
  assert.equal(drawn, 1);
  soon.ask();
  await pass();
  assert.equal(drawn, 2);
  await pass();
  assert.equal(drawn, 2);
  soon.ask();
  soon.dispose();
  await pass();
  assert.equal(drawn, 2);
});
