import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine, type Workspace } from './harness/workspace.ts';

const prompt = 'Read docs/notes.md.\nThen say `what` is $(open), in "one" paragraph each.';

describe('looking closer', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = [
      entryLine('Before it', -200),
      promptLine('Look at me', -100, 'claude', prompt),
      entryLine('After it', -50),
    ];
    ({ window, workspace } = await useWindow({ lines, settings: { 'defer.notifications': 'off' } }));
    await window.tree.row('Look at me');
  });

  const shows = (...patterns: readonly RegExp[]): Promise<unknown> =>
    waitFor(
      `a page with ${patterns.join(' and ')}`,
      () => window.editorText(),
      text => patterns.every(one => one.test(text)),
    );

  test('a click on a row opens a page with everything about it, which cannot be changed', async () => {
    const before = workspace.fingerprint();
    await window.tree.click('Look at me');
    await shows(/Look at me/, /Due:.*UTC|Due:.*GMT/, /Agent: +claude/, /Then say `what` is \$\(open\)/);
    assert.equal(await window.activeTab(), 'Defer Show');
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.type('changed');
    assert.doesNotMatch(await window.editorText(), /changed/);
    assert.deepEqual(workspace.fingerprint(), before);
  });

  test('the palette asks which entry to show', async () => {
    await window.runCommand('Defer: Show…');
    await window.quickPick.choose('After it');
    await shows(/After it/, /Kind: +reminder/);
  });

  test('Copy Prompt puts the prompt on the clipboard, whole', async () => {
    await window.tree.chooseFromMenu('Look at me', 'Copy Prompt');
    const read = (): Promise<string> => window.page.evaluate<string>('navigator.clipboard.readText()');
    await waitFor('the prompt on the clipboard', read, text => text === prompt);
    assert.ok(!(await window.tree.contextMenu('After it')).includes('Copy Prompt'));
  });

  test('Open the Line in the File goes to the entry’s last row', async () => {
    await window.tree.chooseFromMenu('Look at me', 'Open the Line in the File');
    await waitFor('the line', async () => (await window.cursor()) === 'Ln 2, Col 1');
    assert.equal(await window.activeTab(), 'schedule.jsonl');
  });

  test('Open Schedule File opens it', async () => {
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Defer: Open Schedule File');
    await shows(/"message":"Before it"/);
    assert.equal(await window.activeTab(), 'schedule.jsonl');
  });

  test('List, Query and Doctor each open a page', async () => {
    await window.runCommand('Defer: List');
    await shows(/^Overdue/, /Before it/, /After it/);
    await window.runCommand('Defer: Doctor');
    await shows(/claude/, /opencode/);
    assert.equal(await window.activeTab(), 'Defer Doctor');
    await window.runCommand('Defer: Query');
    await waitFor('its tab', async () => (await window.activeTab()) === 'Defer Query');
  });

  test('a time is read without scheduling anything', async () => {
    await window.runCommand('Defer: Read a Time…');
    await waitFor('the box', async () => /^When\?/.test(await window.quickPick.placeholder()));
    await window.quickPick.type('tomorrow 9am');
    await window.quickPick.accept();
    await shows(/09:00/);
    assert.equal(workspace.rows().length, 3);
  });
});
