import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { instant } from '../../src/core/basics/time.ts';
import { writeResult } from '../../src/runner/results/resultRecord.ts';
import { gitEnv } from '../support/git.ts';
import { put } from '../support/results.ts';
import { worktreeOf } from '../support/worktrees.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { minutesFromNow, promptLine, type Workspace } from './harness/workspace.ts';

const REVIEW = 'Review the retries';
const RESULT = 'Cap the delay';

describe('tabs after the window is loaded anew', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let home: string;
  before(async () => {
    const editor = await openEditor();
    home = join(realpathSync(editor.home), '.sf', 'defer');
    const lines = [promptLine(REVIEW, 300, 'claude', 'Review them.')];
    const files = { 'retry.ts': 'old\n' };
    ({ window, workspace } = await useWindow({ lines, files, settings: { 'defer.notifications': 'off' } }));
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', workspace.folder, ...args], { env: gitEnv(editor.home), encoding: 'utf8' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', 'retry.ts');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', 'commit', '--quiet', '--message=Begin');
    await window.tree.row(REVIEW);
  });
  after(() => rmSync(join(home, 'results'), { recursive: true, force: true }));

  const differences = (): Promise<string> =>
    window.page
      .locator('.multiDiffEditor .view-line')
      .allTextContents()
      .then(texts => texts.join('\n').replaceAll('\u00a0', ' '));

  /** Loads the window anew until a tab is back; the editor notes every five seconds which tabs there are. */
  const reload = async (name: RegExp, reopen: () => Promise<void>): Promise<void> => {
    // The tab of a file is known by the name of that, the tab of differences by its title.
    const title = window.page.locator('.tabs-container .tab.active .label-name', { hasText: name });
    const isBack = async (): Promise<boolean> => {
      await new Promise(done => setTimeout(done, 7000));
      await window.page.reload();
      await window.page.locator('.monaco-workbench .statusbar').waitFor();
      const isThere = async (): Promise<boolean> =>
        name.test((await window.activeTab()) ?? '') || (await title.count()) > 0;
      if (await waitFor('the tab', isThere, Boolean, 5000).catch(() => false)) return true;
      await window.tree.show();
      await reopen();
      return false;
    };
    await waitFor('the tab to be back', isBack);
  };

  const openPrompt = async (): Promise<void> => {
    // A window that was just loaded does not offer it yet.
    await waitFor('Edit…', async () => (await window.tree.contextMenu(REVIEW)).includes('Edit…'));
    await window.tree.chooseFromMenu(REVIEW, 'Edit…');
    await waitFor('the box', async () => /^Defer: Edit "/.test((await window.quickPick.title()) ?? ''));
    await window.quickPick.choose('Prompt');
    await waitFor('the document', async () => (await window.editorText()).includes('Review them.'));
  };

  test('a prompt is read again, is saved, and follows its entry', async () => {
    await openPrompt();
    await reload(/^Prompt of Review the retries\.md/, openPrompt);
    await waitFor('the prompt', async () => (await window.editorText()).includes('Review them.'));
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type(' Then report.');
    await window.page.keyboard.press('Control+s');
    const row = await workspace.lastRow(REVIEW, ({ payload }) => payload?.['prompt'] !== 'Review them.');
    assert.equal(row.payload?.['prompt'], 'Review them. Then report.');
    await window.runCommand('Defer: Undo');
    await waitFor('the old prompt', async () => !(await window.editorText()).includes('report'));
    await closeEditors(window);
  });

  test('the differences of a result are read again', async () => {
    const token = 'e'.repeat(32);
    const own = await worktreeOf(home, workspace.folder, token);
    put(own.worktree, { 'retry.ts': 'new\n' });
    await writeResult(home, {
      ...own,
      ...{ token, key: token, entryId: workspace.rowsOf(REVIEW)[0]?.id ?? '', folder: workspace.folder },
      ...{ title: RESULT, agent: 'claude', prefix: '', occ: 'once', state: 'unread', made: true },
      files: [{ path: 'retry.ts', insertions: 1, deletions: 1 }],
      changes: { base: own.base, files: 1, insertions: 1, deletions: 1, dirty: true },
      startedAt: instant(minutesFromNow(-10)),
      endedAt: instant(minutesFromNow(-2)),
    });
    const areShown = (): Promise<unknown> =>
      waitFor('the differences', differences, text => text.includes('old') && text.includes('new'));
    const review = async (): Promise<void> => {
      await window.tree.click(RESULT);
      await areShown();
    };
    await window.pressKeyOf('defer.refresh');
    await waitFor('its row', async () => (await window.tree.labelsIn('Results')).includes(RESULT));
    await review();
    await reload(/Cap the delay/, review);
    await areShown();
    await closeEditors(window);
  });
});
