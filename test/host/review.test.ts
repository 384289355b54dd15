import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

const hour = 60;

describe('the review list', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = [
      entryLine('Third', -2 * hour - 5),
      promptLine('First', -26 * hour - 5, 'claude', 'Go on.'),
      entryLine('Second', -3 * hour - 5),
      entryLine('Fourth', -1 * hour - 5),
      entryLine('Fifth', -5),
      entryLine('Not due', 90),
    ];
    ({ window, workspace } = await useWindow({ lines }));
    await window.tree.row('First');
  });

  /** Waits until the list shows these entries. */
  const listed = async (...titles: readonly string[]): Promise<void> => {
    const labels = async (): Promise<string> =>
      (await window.quickPick.isOpen()) ? (await window.quickPick.items()).map(({ label }) => label).join() : 'closed';
    await waitFor(`the list of ${titles.join()}`, labels, seen => seen === titles.join());
  };
  const sayWhen = async (verb: string, text: string): Promise<void> => {
    await waitFor(`the box of ${verb}`, async () => (await window.quickPick.title()) === `Defer: ${verb}`);
    assert.match(await window.quickPick.placeholder(), /^When\?/);
    await window.quickPick.type(text);
    await window.quickPick.accept();
  };

  test('a click on the status bar lists what is due with its lateness, the latest first', async () => {
    await window.clickStatus();
    await listed('First', 'Second', 'Third', 'Fourth', 'Fifth');
    assert.equal(await window.quickPick.title(), 'Defer: 5 due');
    const late = (await window.quickPick.items()).map(({ time, description }) => `${time}| ${description}`);
    assert.match(late[0] ?? '', /^1 d 2 h late\| claude$/);
    assert.match(late[1] ?? '', /^3 h \d+ min late\| $/);
  });

  test('Escape leaves everything as it is', async () => {
    await window.quickPick.escape();
    await window.quickPick.waitUntilClosed();
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '5',
    );
    assert.equal(workspace.rows().length, 6);
  });

  test('a button of a row deals with that row, and the list comes back', async () => {
    await window.runCommand('Defer: Review Due');
    await listed('First', 'Second', 'Third', 'Fourth', 'Fifth');
    await window.quickPick.pressRowButton('Second', 'Done');
    await workspace.lastRow('Second', ({ status }) => status === 'done');
    await listed('First', 'Third', 'Fourth', 'Fifth');
    await window.quickPick.pressRowButton('Third', 'Reschedule…');
    await sayWhen('Reschedule…', '4h');
    const row = await workspace.lastRow('Third', ({ due_at }) => minutesUntil(due_at) > 0);
    assert.equal(row.original_due_at, undefined);
    await listed('First', 'Fourth', 'Fifth');
  });

  test('several are picked and snoozed at once', async () => {
    await window.quickPick.toggle('First');
    await window.quickPick.toggle('Fourth');
    await window.quickPick.accept();
    await waitFor('the question', async () => (await window.quickPick.title()) === 'Defer: 2 entries');
    await window.quickPick.choose('Snooze…');
    await sayWhen('Snooze 2 Entries', '2h');
    for (const title of ['First', 'Fourth']) {
      const row = await workspace.lastRow(title, ({ status }) => status === 'snoozed');
      assert.ok(Math.abs(minutesUntil(row.due_at) - 2 * hour) < 1, `due at ${row.due_at}`);
      assert.equal(row.original_due_at, workspace.rowsOf(title)[0]?.due_at);
    }
    await listed('Fifth');
    assert.equal(await window.quickPick.title(), 'Defer: 1 due');
  });

  test('leaving the question of when brings the list back', async () => {
    await window.quickPick.pressRowButton('Fifth', 'Snooze…');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Snooze…');
    await window.quickPick.escape();
    await listed('Fifth');
    assert.equal(workspace.rowsOf('Fifth').length, 1);
  });

  test('it ends when nothing is due any more', async () => {
    await window.quickPick.pressRowButton('Fifth', 'Done');
    await window.notifications.next(/^Defer: nothing is due\.$/);
    await window.quickPick.waitUntilClosed();
    await waitFor('no badge', async () => (await window.tree.badge()) === undefined);
    const groups = Object.fromEntries((await workspace.list()).map(({ title, group }) => [title, group]));
    assert.deepEqual(groups, {
      First: 'Today',
      Second: 'Closed',
      Third: 'Today',
      Fourth: 'Today',
      Fifth: 'Closed',
      'Not due': 'Today',
    });
  });
});
