import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, type Workspace } from './harness/workspace.ts';

describe('several folders in one window', () => {
  let alpha: Workspace;
  let beta: Workspace;
  let window: EditorWindow;
  before(async () => {
    // Two entries of one id: only the folder tells them apart.
    const twin = { id: 'twin' };
    alpha = await makeWorkspace('alpha', [entryLine('Late in alpha', -180), entryLine('Twin of alpha', -50, twin)]);
    beta = await makeWorkspace('beta', [entryLine('Late in beta', -90), entryLine('Twin of beta', -40, twin)], {
      'notes.md': 'Notes.\n',
    });
    const file = join(alpha.folder, '..', 'both.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ path: alpha.folder }, { path: beta.folder }] }));
    window = await openWindow({ open: file });
    await window.tree.show();
    await window.tree.row('Late in alpha');
  });
  after(() => window.close());

  test('one tree and one banner for all, by time, each row with its folder', async () => {
    await window.notifications.press(/Defer: 4 overdue/, 'Later');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '4',
    );
    const expected = ['Late in alpha', 'Late in beta', 'Twin of alpha', 'Twin of beta'];
    await waitFor(
      'all of them in order',
      () => window.tree.labelsIn('Overdue'),
      seen => isDeepStrictEqual(seen, expected),
    );
    for (const label of expected) {
      assert.match((await window.tree.row(label)).description, label.endsWith('alpha') ? / · alpha$/ : / · beta$/);
    }
  });

  test('an act writes to the file of its row', async () => {
    await window.tree.pressInline('Late in beta', 'Done');
    await beta.lastRow('Late in beta', ({ status }) => status === 'done');
    await waitFor('it to go', async () => !(await window.tree.labelsIn('Overdue')).includes('Late in beta'));
    await window.tree.pressInline('Twin of beta', 'Done');
    await beta.lastRow('Twin of beta', ({ status }) => status === 'done');
    assert.equal(alpha.rows().length, 2);
    await waitFor('it to go', async () => !(await window.tree.labelsIn('Overdue')).includes('Twin of beta'));
    await window.tree.pressInline('Twin of alpha', 'Done');
    await alpha.lastRow('Twin of alpha', ({ status }) => status === 'done');
    assert.equal(beta.rows().length, 4);
  });

  test('a new entry goes to the folder of the open file, else to the one that is picked', async () => {
    const schedule = async (title: string): Promise<void> => {
      await window.runCommand('Defer: Schedule in 2h');
      await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule in 2h');
      await window.quickPick.type(title);
      await window.quickPick.accept();
    };
    await schedule('Picked');
    await window.quickPick.choose('beta');
    await beta.lastRow('Picked', () => true);
    await window.openFile('notes.md');
    await schedule('Near the notes');
    const row = await beta.lastRow('Near the notes', () => true);
    assert.deepEqual(row.payload?.['artifacts'], ['notes.md']);
    assert.equal(alpha.rows().length, 3);
  });
});
