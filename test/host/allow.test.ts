import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { allowing, whenDue, type Allowing } from './harness/allowing.ts';
import { moveClock } from './harness/clock.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { promptLine, type Workspace } from './harness/workspace.ts';

describe('with the settings as they come', () => {
  let person: Allowing;
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    person = await allowing('never');
    ({ window, workspace } = await useWindow({
      files: { '.vscode/settings.json': JSON.stringify({ 'defer.autoRun': 'approved' }) },
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': person.agents },
    }));
    await person.add(workspace, 'late', -5, 10);
    await window.tree.row('late');
  });
  after(async () => {
    await moveClock(0);
    rmSync(person.allowed, { recursive: true, force: true });
  });

  test('nothing starts by itself, whatever was allowed and whatever the workspace says', async () => {
    workspace.append(promptLine('planted', 20, 'never', 'Do planted.'));
    await person.add(workspace, 'soon', 20, 0);
    await whenDue(workspace, 'soon');
    await window.tree.row('noise');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    assert.deepEqual(person.agent.calls(), []);
    assert.equal(workspace.rows().length, 4);
  });

  test('Allow Automatic Runs shows the whole prompt and vector, and asks', async () => {
    const count = (): number => readdirSync(person.allowed).length;
    const before = count();
    await window.tree.chooseFromMenu('planted', 'Allow Automatic Runs…');
    const question = await window.dialog.text();
    assert.match(question, /^Let this entry run automatically/);
    assert.doesNotMatch(question, /planted/);
    await window.dialog.press('Cancel');
    await waitFor('the question to go', async () => !(await window.dialog.isOpen()));
    assert.equal(count(), before);
    const text = await window.editorText();
    assert.match(text, /1: "--alone"/);
    assert.match(text, /Do planted\./);
    await window.tree.chooseFromMenu('planted', 'Allow Automatic Runs…');
    await window.dialog.press('Allow');
    await waitFor('the mark', async () =>
      (await window.tree.row('planted')).description.includes('runs automatically'),
    );
    assert.equal(count(), before + 1);
    await window.tree.chooseFromMenu('planted', 'Stop Automatic Runs…');
    await waitFor(
      'no mark',
      async () => !(await window.tree.row('planted')).description.includes('runs automatically'),
    );
    assert.deepEqual([count(), existsSync(person.allowed)], [before, true]);
    assert.deepEqual(person.agent.calls(), []);
    assert.deepEqual(await window.notifications.all(), [], 'whoever says no is told nothing');
  });
});
