import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { isOldest } from '../../scripts/editorServer.ts';
import { openEditor } from './harness/editor.ts';
import { walkPalette } from './harness/surfaces/palette.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, type Workspace } from './harness/workspace.ts';

/** The buttons and links of the view, from top to bottom. */
const offered = (window: EditorWindow): Promise<readonly string[]> =>
  window.page
    .locator('[id="workbench.view.extension.defer"] .welcome-view-content')
    .first()
    .locator('.monaco-button, a')
    .evaluateAll(nodes => nodes.map(node => (node.textContent ?? '').trim()));

/** Waits until the view offers just these. Where it does not, the failure also names the rows that it shows. */
const offersOnly = (window: EditorWindow, ...wanted: readonly string[]): Promise<unknown> =>
  waitFor(
    `the view to offer ${wanted.join()}`,
    async () => ({ offered: await offered(window), rows: (await window.tree.rows()).map(({ label }) => label) }),
    seen => seen.offered.join() === wanted.join(),
  );

/** Presses a button or a link of the empty view with the keyboard. In VS Code 1.103 Enter does nothing on a link. */
const press = async (window: EditorWindow, button: string): Promise<void> => {
  const focused = (): Promise<string> =>
    window.page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
  const isPressed = async (): Promise<boolean> => {
    await window.runCommand('Defer: Focus on Schedule View');
    for (let step = 0; step < 20; step += 1) {
      if ((await focused()) === button) {
        const link = window.page.locator('a:focus');
        await (isOldest && (await link.count()) > 0 ? link.click() : window.page.keyboard.press('Enter'));
        return true;
      }
      await window.page.keyboard.press('Tab');
    }
    return false;
  };
  // A page that opens at that moment takes the focus away, and Tab goes on there.
  await waitFor(`Tab to reach ${button}`, isPressed);
};

/** Makes Defer forget the acts of other tests, so that there is nothing to undo. */
const forgetUndo = async (): Promise<void> =>
  rmSync(join((await openEditor()).home, '.sf', 'defer', 'undo'), { recursive: true, force: true });

describe('the view of an empty folder', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    workspace = await makeWorkspace('empty', []);
    window = await openWindow({ open: workspace.folder });
    await window.tree.show();
  });
  after(() => window.close());

  test('offers what works there, and no file that is not there', async () => {
    await offersOnly(window, 'Schedule Something', 'Add a Sample', 'Take the walkthrough');
    await window.screenshot('welcome-empty');
    assert.match(await window.tree.welcome(), /saved in \.sf\/schedule\.jsonl of this folder/);
  });

  test('the walkthrough opens from there, with its five steps', async () => {
    await press(window, 'Take the walkthrough');
    const steps = window.page.locator('.getting-started-step .step-title:visible');
    const wanted = [
      'Schedule something',
      'See it come due',
      'Run one with an agent',
      'Put off a conversation',
      'Let one run alone',
    ];
    // An older editor first shows its own walkthrough.
    await waitFor(
      'the steps',
      () => steps.allTextContents(),
      seen => seen.join() === wanted.join(),
    );
    await window.screenshot('walkthrough');
  });

  test('a sample is one entry that is due and one for tomorrow, and checks the first step off', async () => {
    await press(window, 'Add a Sample');
    assert.equal((await window.tree.row('Try me: snooze this, or mark it done')).group, 'Overdue');
    assert.equal((await window.tree.row('Look at this again tomorrow')).group, 'Tomorrow');
    assert.deepEqual(
      workspace.rows().map(({ payload }) => payload?.['tags']),
      [['sample'], ['sample']],
    );
    await window.page.locator('.getting-started-step .codicon-getting-started-step-checked:visible').first().waitFor();
    await window.screenshot('sample');
  });

  test('one Undo takes both back', async () => {
    await window.runCommand('Defer: Undo');
    for (const title of ['Try me: snooze this, or mark it done', 'Look at this again tomorrow']) {
      await workspace.lastRow(title, ({ status }) => status === 'cancelled');
    }
    // Defer writes the rows again if the file is emptied before the act has ended.
    await window.page.locator('.statusbar-item', { hasText: 'Undone for 2 entries.' }).waitFor();
  });

  test('with a file that has nothing in it, it is offered and opens', async () => {
    writeFileSync(workspace.file, '');
    await closeEditors(window);
    await window.pressKeyOf('defer.refresh');
    await offersOnly(window, 'Schedule Something', 'Open Schedule File', 'Take the walkthrough');
    await press(window, 'Open Schedule File');
    await waitFor('the file', async () => (await window.activeTab())?.endsWith('schedule.jsonl'));
  });

  test('where a filter fits nothing, only the filter can be cleared', async () => {
    workspace.append(entryLine('Water the plants', 60));
    await window.tree.row('Water the plants');
    await window.runCommand('Defer: Filter…');
    await window.quickPick.type('nothing like it');
    await window.quickPick.accept();
    await offersOnly(window, 'Clear Filter');
    await press(window, 'Clear Filter');
    await window.tree.row('Water the plants');
  });

  test('the palette offers nothing that only refuses', async t => {
    rmSync(dirname(workspace.file), { recursive: true });
    await forgetUndo();
    await closeEditors(window);
    await window.pressKeyOf('defer.refresh');
    await offersOnly(window, 'Schedule Something', 'Add a Sample', 'Take the walkthrough');
    await walkPalette(t, window, 'Defer: Schedule…');
  });
});

describe('the empty view elsewhere', () => {
  test('without a folder, it offers to open one, and the palette nothing that only refuses', async t => {
    const window = await openWindow({ open: '' });
    await window.tree.show();
    await offersOnly(window, 'Schedule Something', 'Open Folder', 'Take the walkthrough');
    await window.screenshot('welcome-no-folder');
    await press(window, 'Schedule Something');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule (1/2)');
    await window.quickPick.escape();
    await forgetUndo();
    await walkPalette(t, window, 'Defer: Schedule…');
    await window.close();
  });

  test('in Restricted Mode nothing is offered that would be refused', async () => {
    const workspace = await makeWorkspace('restricted', []);
    mkdirSync(dirname(workspace.file));
    writeFileSync(workspace.file, '');
    const window = await openWindow({ open: workspace.folder, trusted: false });
    await window.tree.show();
    await waitFor('Restricted Mode', () => window.isRestricted());
    await offersOnly(window, 'Manage Workspace Trust', 'Take the walkthrough');
    await window.screenshot('welcome-restricted');
    await press(window, 'Manage Workspace Trust');
    await window.page.locator('.workspace-trust-editor').waitFor();
    await window.close();
  });
});
