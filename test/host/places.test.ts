import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { gitEnv, identity } from '../support/git.ts';
import { allowing, type Allowing } from './harness/allowing.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import { axeViolations, pageFrame, pressByKeyboard } from './harness/surfaces/webPage.ts';
import type { EditorWindow } from './harness/window.ts';
import { promptLine, type Workspace } from './harness/workspace.ts';

describe('where automatic runs work', () => {
  let person: Allowing;
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    person = await allowing('placed');
    ({ window, workspace } = await useWindow({
      files: { 'a.txt': 'one\n' },
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': person.agents, 'defer.worktree': { copy: ['.env'] } },
    }));
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', [...identity, ...args], { cwd: workspace.folder, env: gitEnv(workspace.folder) });
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message=x');
  });

  test('the person sees where, may choose the other place, and the entry says so from then on', async t => {
    t.after(() => rmSync(person.allowed, { recursive: true, force: true }));
    workspace.append(promptLine('to be placed', 60, 'placed', 'Do it.'));
    await window.tree.chooseFromMenu('to be placed', 'Allow Automatic Runs…');
    const page = await pageFrame(window, /Copied\s+\.env/);
    const places = page.getByRole('radio');
    assert.deepEqual([await places.nth(0).isChecked(), await places.nth(1).isChecked()], [false, true]);
    assert.deepEqual(await axeViolations(page), []);
    await window.screenshot('approval-places');
    await places.nth(1).press('ArrowUp');
    await waitFor(
      'what would work in the checkout',
      async () => !/Copied/.test(await page.locator('main').innerText()),
    );
    assert.equal(workspace.rowsOf('to be placed').length, 1, 'nothing is written before it is allowed');
    await pressByKeyboard(window, page, 'Allow');
    const row = await workspace.lastRow('to be placed', ({ payload }) => payload?.['in'] === 'here');
    assert.equal(row.payload?.message, 'to be placed');
    await waitFor('the mark', async () =>
      (await window.tree.row('to be placed')).description.includes('runs automatically'),
    );
    const offers = (): Promise<boolean> => window.offersCommand('Defer: Stop Automatic Runs');
    await waitFor('the palette to offer the way back', offers, Boolean, 5000);
  });
});
