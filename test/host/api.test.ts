import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBeside, type WindowBeside } from './harness/besideExtension.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, type Workspace } from './harness/workspace.ts';

describe('from elsewhere in the editor', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let runSuite: WindowBeside['runSuite'];
  before(async () => {
    workspace = await makeWorkspace('api', [entryLine('Read the figures', -60)], {
      'src/retry.ts': 'const tries = 3; // TODO: cap the delay\n',
      'other.txt': 'x\n',
    });
    ({ window, runSuite } = await openBeside('api', { open: workspace.folder }));
    await window.tree.show();
    await window.tree.row(/Read the figures/);
  });
  after(() => window.close());

  test('another extension uses the API', async () => {
    const results = await runSuite(async () => undefined);
    assert.deepEqual(
      results.map(({ failure }) => failure),
      [undefined, undefined, undefined],
    );
    const row = await workspace.lastRow('Look at the pull request', () => true);
    assert.equal(row['created_by'], 'agent:defer.beside');
  });

  const filled = (title: string): Promise<unknown> =>
    waitFor('the box', async () => (await window.quickPick.title()) === title);

  test('the key of Schedule works in a text, and the open file goes along', async () => {
    await window.openFile('other.txt');
    // The editor knows a moment after its start that the folder is trusted.
    await waitFor('the command', () => window.offersCommand('Defer: Schedule…'));
    await window.page.keyboard.press('ControlOrMeta+k');
    await window.page.keyboard.press('l');
    await filled('Defer: Schedule (1/2)');
    await window.quickPick.type('read it in 2h');
    await window.quickPick.accept();
    const { payload } = await workspace.lastRow('read it', () => true);
    assert.deepEqual(payload?.['artifacts'], ['other.txt']);
  });

  test('a TODO comment is deferred by its quick fix, with its text and its line', async () => {
    await window.openFile('retry.ts');
    await window.page.keyboard.press('Control+Home');
    const menu = window.page.locator('.action-widget', { hasText: 'Defer this…' });
    // The editor may apply the only fix there is at once, or show it first.
    const isOpen = async (): Promise<boolean> => {
      if (await window.quickPick.isOpen()) return true;
      await window.page.keyboard.press((await menu.count()) > 0 ? 'Enter' : 'ControlOrMeta+.');
      return waitFor('the box', window.quickPick.isOpen, Boolean, 1500).catch(() => false);
    };
    await waitFor('the quick fix', isOpen);
    await filled('Defer: Schedule (1/2)');
    await window.screenshot('defer-todo');
    assert.equal(await window.quickPick.text(), 'cap the delay');
    await window.quickPick.type('cap the delay in 3h');
    await window.quickPick.accept();
    const { payload } = await workspace.lastRow('cap the delay', () => true);
    assert.deepEqual(payload?.['artifacts'], ['src/retry.ts:1']);
  });

  test('a tab and a file of the Explorer are deferred from their menus', async () => {
    const choose = async (what: string, open: () => Promise<unknown>): Promise<void> => {
      const labels = window.page.locator('.monaco-menu .action-label');
      const isOpen = async (): Promise<boolean> => {
        await window.page.keyboard.press('Escape');
        await open();
        const hasEntry = async (): Promise<boolean> => (await labels.allTextContents()).includes('Defer This…');
        return waitFor('the menu', hasEntry, Boolean, 3000).catch(() => false);
      };
      await waitFor(`the menu of ${what}`, isOpen);
      await window.screenshot(`defer-menu-${what}`);
      // A menu takes no click in its first moment, but always keys.
      const focused = window.page.locator('.monaco-menu .action-item.focused .action-label');
      const isFocused = async (): Promise<boolean> => {
        if ((await focused.allTextContents()).includes('Defer This…')) return true;
        await window.page.keyboard.press('ArrowDown');
        return false;
      };
      await waitFor('the entry to be focused', isFocused);
      await window.page.keyboard.press('Enter');
      await filled('Defer: Schedule (1/2)');
    };
    const tab = window.page.locator('.tabs-container .tab', { hasText: 'other.txt' });
    await choose('tab', () => tab.click({ button: 'right' }));
    await window.quickPick.type('from the tab in 2h');
    await window.quickPick.accept();
    assert.deepEqual((await workspace.lastRow('from the tab', () => true)).payload?.['artifacts'], ['other.txt']);
    await window.runCommand('View: Show Explorer');
    const file = window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'other.txt' });
    await file.waitFor();
    await choose('explorer', () => file.click({ button: 'right' }));
    await window.quickPick.type('from the explorer in 2h');
    await window.quickPick.accept();
    const { payload } = await workspace.lastRow('from the explorer', () => true);
    assert.deepEqual(payload?.['artifacts'], ['other.txt']);
  });
});
