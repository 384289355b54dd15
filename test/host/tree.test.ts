import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

const hour = 60;

describe('dealing with entries in the tree', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = [
      entryLine('Snooze me', -3 * hour),
      entryLine('Finish me', -2 * hour),
      entryLine('Move me', -1 * hour),
      promptLine('Drop me', -50, 'claude', 'Go on.'),
      entryLine('Finish me by key', -40),
      entryLine('Snooze me by key', -30),
      entryLine('Drop me by key', -25),
      entryLine('Finish me by palette', -20),
      entryLine('Closed before', -4 * hour, { status: 'done' }),
    ];
    ({ window, workspace } = await useWindow({ lines, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Snooze me');
  });

  /** Types a time into the box that asks for one. */
  const sayWhen = async (verb: string, text: string): Promise<void> => {
    await waitFor(`the box of ${verb}`, async () => (await window.quickPick.title()) === `Defer: ${verb}`);
    assert.match(await window.quickPick.placeholder(), /^When\?/);
    await window.quickPick.type(text);
    await window.quickPick.accept();
    await window.quickPick.waitUntilClosed();
  };

  const isUnder = (group: string, title: string): Promise<unknown> =>
    waitFor(`${title} under ${group}`, async () => (await window.tree.labelsIn(group)).includes(title));
  const isGone = (title: string): Promise<unknown> =>
    waitFor(`${title} to go`, async () => !(await window.tree.rows()).some(({ label }) => label === title));

  test('a row has the buttons that fit it', async () => {
    assert.deepEqual(await window.tree.inlineButtons('Snooze me'), ['Snooze… (S)', 'Done (D)']);
    assert.deepEqual(await window.tree.inlineButtons('Drop me'), ['Run (Ctrl+Enter)', 'Snooze… (S)', 'Done (D)']);
  });

  test('the inline button snoozes until the time that is typed', async () => {
    const due = workspace.rowsOf('Snooze me')[0]?.due_at;
    await window.tree.pressInline('Snooze me', 'Snooze');
    await sayWhen('Snooze…', '45m');
    const row = await workspace.lastRow('Snooze me', ({ status }) => status === 'snoozed');
    assert.ok(Math.abs(minutesUntil(row.due_at) - 45) < 1, `due at ${row.due_at}`);
    assert.equal(row.original_due_at, due);
    await isUnder('Today', 'Snooze me');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '7',
    );
  });

  test('the inline button finishes', async () => {
    await window.tree.pressInline('Finish me', 'Done');
    await workspace.lastRow('Finish me', ({ status }) => status === 'done');
    await isGone('Finish me');
  });

  test('the context menu gives another time', async () => {
    await window.tree.chooseFromMenu('Move me', 'Reschedule…');
    await sayWhen('Reschedule…', '3h');
    const row = await workspace.lastRow('Move me', ({ due_at }) => minutesUntil(due_at) > 0);
    assert.ok(Math.abs(minutesUntil(row.due_at) - 3 * hour) < 1, `due at ${row.due_at}`);
    assert.equal(row.original_due_at, undefined);
    assert.equal(row.status, 'pending');
    await isUnder('Today', 'Move me');
  });

  test('the context menu cancels', async () => {
    await window.tree.chooseFromMenu('Drop me', 'Cancel');
    await workspace.lastRow('Drop me', ({ status }) => status === 'cancelled');
    await isGone('Drop me');
  });

  test('the context menu of a closed entry opens it again, and offers nothing that needs an open one', async () => {
    await window.tree.toggle('Closed');
    await window.tree.row('Closed before');
    const offered = await window.tree.contextMenu('Closed before');
    assert.deepEqual(offered, ['Reopen', 'Duplicate…', 'Show Entry', 'Open the Line in the File', 'Show History']);
    await window.tree.chooseFromMenu('Closed before', 'Reopen');
    await workspace.lastRow('Closed before', ({ status }) => status === 'pending');
    await isUnder('Overdue', 'Closed before');
  });

  test('keys deal with the row that was clicked', async () => {
    const click = async (title: string): Promise<void> => {
      await window.tree.click(title);
    };
    await click('Finish me by key');
    await window.page.keyboard.press('d');
    await workspace.lastRow('Finish me by key', ({ status }) => status === 'done');
    await isUnder('Closed', 'Finish me by key');
    await click('Snooze me by key');
    await window.page.keyboard.press('s');
    await sayWhen('Snooze…', '2h');
    await workspace.lastRow('Snooze me by key', ({ status }) => status === 'snoozed');
    await isUnder('Today', 'Snooze me by key');
    await click('Snooze me by key');
    await window.page.keyboard.press('r');
    await sayWhen('Reschedule…', '3h');
    await workspace.lastRow('Snooze me by key', ({ original_due_at }) => original_due_at === undefined);
    await click('Drop me by key');
    await window.page.keyboard.press('Delete');
    await workspace.lastRow('Drop me by key', ({ status }) => status === 'cancelled');
  });

  test('the palette asks for which entry', async () => {
    await window.runCommand('Defer: Done');
    await window.quickPick.item('Finish me by palette');
    const labels = (await window.quickPick.items()).map(({ label }) => label);
    assert.ok(!labels.includes('Finish me'), 'a closed entry cannot be finished');
    await window.quickPick.choose('Finish me by palette');
    await workspace.lastRow('Finish me by palette', ({ status }) => status === 'done');
  });

  test('the command line says the same', async () => {
    const statuses = Object.fromEntries((await workspace.list()).map(({ title, status }) => [title, status]));
    assert.deepEqual(statuses, {
      'Snooze me': 'snoozed',
      'Finish me': 'done',
      'Move me': 'pending',
      'Drop me': 'cancelled',
      'Finish me by key': 'done',
      'Snooze me by key': 'pending',
      'Drop me by key': 'cancelled',
      'Finish me by palette': 'done',
      'Closed before': 'pending',
    });
  });
});
