import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import type { Locator } from 'playwright-core';
import { useWindow } from './harness/sharedWindow.ts';
import { messageOf, offerOf } from './harness/surfaces/status.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

const hour = 60;

describe('changing what an entry says, and taking acts back', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = [
      entryLine('Water the plants', -2 * hour),
      promptLine('Review the retries', 3 * hour, 'claude', 'Review them.'),
      entryLine('Call the bank', -3 * hour),
    ];
    ({ window, workspace } = await useWindow({ lines, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Water the plants');
  });

  const titled = (title: string): Promise<unknown> =>
    waitFor(`the box ${title}`, async () => (await window.quickPick.title()) === title);
  const reach = async (title: string): Promise<void> => {
    await window.tree.click(title);
  };

  test('Ctrl+Z in the tree takes back what a slip of a key did', async () => {
    const due = workspace.rowsOf('Call the bank')[0]?.due_at;
    await reach('Call the bank');
    await window.page.keyboard.press('d');
    await workspace.lastRow('Call the bank', ({ status }) => status === 'done');
    await window.page.keyboard.press('Control+z');
    const row = await workspace.lastRow('Call the bank', ({ status }) => status === 'pending');
    assert.equal(row.due_at, due);
    await window.tree.row('Call the bank');
  });

  test('the message of an act offers to undo it', async () => {
    await window.tree.pressInline('Call the bank', 'Done');
    await workspace.lastRow('Call the bank', ({ status }) => status === 'done');
    const message = window.page.locator('.statusbar-item', { hasText: 'Defer: "Call the bank": Done.' });
    await message.waitFor();
    await offerOf(window.page).click();
    await workspace.lastRow('Call the bank', ({ status }) => status === 'pending');
    await waitFor('the message to go', async () => (await message.count()) === 0);
  });

  test('a screen reader says each message as it stands there, without its icon', async () => {
    const spoken = (item: Locator): Promise<string | null> => item.getAttribute('aria-label');
    const message = messageOf(window.page);
    for (const title of ['Call the bank', 'Water the plants']) {
      await reach(title);
      await window.page.keyboard.press('d');
      const done = `Defer: "${title}": Done.`;
      assert.equal(await spoken(message.filter({ hasText: done })), done);
      assert.equal(await spoken(offerOf(window.page)), 'Undo');
    }
    for (const title of ['Water the plants', 'Call the bank']) {
      await window.page.keyboard.press('Control+z');
      await workspace.lastRow(title, ({ status }) => status === 'pending');
    }
    assert.match((await spoken(message.filter({ hasText: 'Undone.' }))) ?? '', /^Defer: .*Undone\./);
  });

  test('Undo can be read whole beside a message that is cut', async () => {
    const title = 'Ask the person who answers the calls at night';
    workspace.append(entryLine(title, -hour));
    await reach(title);
    await window.page.keyboard.press('s');
    await waitFor('the box', async () => (await window.quickPick.title())?.startsWith('Defer: Snooze') === true);
    await window.quickPick.type('30h');
    await window.quickPick.accept();
    await workspace.lastRow(title, ({ status }) => status === 'snoozed');
    const message = window.page.locator('.statusbar-item', { hasText: /Defer: "Ask the person .*Snoozed until/ });
    await message.waitFor();
    const isCut = (item: Locator): Promise<boolean> =>
      item.locator('a').evaluate(node => node.scrollWidth > node.clientWidth);
    assert.deepEqual([await isCut(message), await isCut(offerOf(window.page))], [true, false]);
    await window.page.keyboard.press('Control+z');
    await workspace.lastRow(title, ({ status }) => status === 'pending');
    await window.page.locator('.statusbar-item', { hasText: 'Undone.' }).waitFor();
  });

  test('F2 asks what to change, and comes back until the person leaves', async () => {
    await reach('Water the plants');
    await window.page.keyboard.press('F2');
    await titled('Defer: Edit "Water the plants"');
    await window.screenshot('edit');
    await window.quickPick.choose('Title');
    await titled('Defer: Edit Title');
    await window.quickPick.type('Water the trees');
    await window.quickPick.accept();
    await titled('Defer: Edit "Water the trees"');
    await window.quickPick.choose('Time');
    await titled('Defer: Edit Time');
    await window.quickPick.type('5h');
    await window.quickPick.accept();
    await titled('Defer: Edit "Water the trees"');
    await window.quickPick.choose('Note');
    await titled('Defer: Edit Note');
    await window.quickPick.type('it rained');
    await window.quickPick.accept();
    await titled('Defer: Edit "Water the trees"');
    await window.quickPick.escape();
    const row = await workspace.lastRow('Water the trees', ({ due_at: due }) => minutesUntil(due) > 4 * hour);
    assert.equal((row as { readonly note?: string }).note, 'it rained');
    assert.equal((await window.tree.row('Water the trees')).group, 'Today');
  });

  test('the prompt opens as a document, and saving it changes the entry', async () => {
    await window.tree.chooseFromMenu('Review the retries', 'Edit…');
    await titled('Defer: Edit "Review the retries"');
    await window.quickPick.choose('Prompt');
    await waitFor('the document', async () => (await window.editorText()).includes('Review them.'));
    assert.match((await window.activeTab()) ?? '', /^Prompt of Review the retries\.md/);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type(' Then report.');
    await window.page.keyboard.press('Control+s');
    await window.screenshot('edit-prompt');
    const row = await workspace.lastRow('Review the retries', ({ payload }) => payload?.['prompt'] !== 'Review them.');
    assert.equal(row.payload?.['prompt'], 'Review them. Then report.');
    await closeEditors(window);
  });

  test('the budget of automatic runs is set part by part', async () => {
    const payload = (): Readonly<Record<string, unknown>> =>
      workspace.rowsOf('Review the retries').at(-1)?.payload ?? {};
    await window.tree.chooseFromMenu('Review the retries', 'Edit…');
    for (const [part, amount] of [
      ['Minutes a Run', '20'],
      ['US Dollars a Run', '2.50'],
    ] as const) {
      await titled('Defer: Edit "Review the retries"');
      await window.quickPick.choose('Budget');
      await titled('Defer: Budget of Automatic Runs');
      await window.quickPick.choose(part);
      await titled(`Defer: ${part}`);
      await window.quickPick.type('none');
      await waitFor('why it is refused', async () => (await window.quickPick.message()).includes('It takes'));
      await window.quickPick.type(amount);
      await window.quickPick.accept();
    }
    await titled('Defer: Edit "Review the retries"');
    await window.screenshot('edit-budget');
    assert.equal((await window.quickPick.item('Budget')).description, '20 minutes, 2.50 US dollars a run');
    await window.quickPick.escape();
    assert.deepEqual(payload()['budget'], { minutes: 20, usd: 2.5 });
  });

  test('a copy asks when it is due', async () => {
    await window.tree.chooseFromMenu('Review the retries', 'Duplicate…');
    await titled('Defer: Duplicate');
    await window.quickPick.type('tomorrow 9am');
    await window.quickPick.accept();
    const isTwice = (): boolean => new Set(workspace.rowsOf('Review the retries').map(({ id }) => id)).size === 2;
    await waitFor('the copy', async () => isTwice());
    const copy = workspace.rowsOf('Review the retries').at(-1);
    assert.equal(copy?.payload?.['prompt'], 'Review them. Then report.');
  });
});
