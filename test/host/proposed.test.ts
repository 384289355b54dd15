import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, type Workspace } from './harness/workspace.ts';

describe('what agents proposed', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const proposed = { status: 'proposed', created_by: 'agent:claude' };
    const lines = [
      entryLine('Take me', -30, { ...proposed, kind: 'prompt', payload: { prompt: 'Go on.', agent: 'claude' } }),
      entryLine('Leave me', 60, proposed),
    ];
    ({ window, workspace } = await useWindow({ lines }));
    await window.tree.row('Take me');
  });

  test('it stands in a group of its own, is not due, and has buttons to accept and to reject', async () => {
    assert.deepEqual(await window.tree.labelsIn('Proposed'), ['Take me', 'Leave me']);
    assert.equal(await window.tree.badge(), undefined);
    assert.deepEqual(await window.tree.inlineButtons('Take me'), ['Accept', 'Reject']);
    const menu = await window.tree.contextMenu('Take me');
    assert.ok(menu.includes('Accept') && menu.includes('Reject') && !menu.includes('Run'), menu.join());
  });

  test('accepted, it comes up like any other; who made it stays', async () => {
    await window.tree.pressInline('Take me', 'Accept');
    const row = await workspace.lastRow('Take me', ({ status }) => status === 'pending');
    assert.equal(row.created_by, 'agent:claude');
    await waitFor('Take me under Overdue', async () => (await window.tree.labelsIn('Overdue')).includes('Take me'));
  });

  test('the review list has it after what is due, and rejects it', async () => {
    await window.runCommand('Defer: Review Due');
    await waitFor('the list', async () => (await window.quickPick.title()) === 'Defer: 1 due, 1 proposed');
    assert.deepEqual(
      (await window.quickPick.items()).map(({ label }) => label),
      ['Take me', 'Leave me'],
    );
    await window.quickPick.pressRowButton('Leave me', 'Reject');
    await workspace.lastRow('Leave me', ({ status }) => status === 'cancelled');
    await waitFor('the list', async () => (await window.quickPick.title()) === 'Defer: 1 due');
  });
});
