import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreFault } from '../../../../src/store/disk/fault.ts';
import { openFakeEditor, standInForVscode } from '../../../support/fakeEditor.ts';
import { found } from '../../../support/openWindow.ts';

standInForVscode();
const { Failures } = await import('../../../../src/vscode/model/failures.ts');

test('a recovery forgets the failures of its own name only', async () => {
  const editor = openFakeEditor({ folder: '/work', manifest: {} });
  let logged = 0;
  const failures = new Failures({ error: () => (logged += 1) } as never);
  const look = (): void => {
    failures.recovered('Reading the schedule of app');
    failures.reportOnce('Reading the schedule of app 2', new StoreFault('It is broken.'));
  };
  look();
  look();
  assert.equal(logged, 1);
  failures.reportOnce('Reading the schedule of app 2', new StoreFault('It is broken in another way.'));
  assert.equal(logged, 2, 'another kind of failure is told');
  failures.recovered('Reading the schedule of app 2');
  look();
  assert.equal(logged, 3, 'what worked in between is told again');
  // Work that an earlier test left behind may still add messages of its own.
  const said = await found('the messages', () => {
    const own = editor.said.filter(text => text.startsWith('Defer: Reading the schedule of app 2: '));
    return own.length >= 3 && own;
  });
  assert.deepEqual(said, [
    'Defer: Reading the schedule of app 2: It is broken.',
    'Defer: Reading the schedule of app 2: It is broken in another way.',
    'Defer: Reading the schedule of app 2: It is broken.',
  ]);
});
