import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { allowing, type Allowing } from './harness/allowing.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { promptLine, type Workspace } from './harness/workspace.ts';

describe('an agent that is not installed', () => {
  let person: Allowing;
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    person = await allowing('present');
    ({ window, workspace } = await useWindow({
      lines: [promptLine('Cap the retry delay', -5, 'absent', 'Cap it.')],
      settings: { 'defer.notifications': 'badge' },
      machineSettings: {
        'defer.agents': { ...person.agents, absent: { executable: 'no-such-agent', fresh: ['<prompt>'] } },
      },
    }));
    await window.tree.row('Cap the retry delay');
  });

  const message = /^Defer: absent is not installed, so “Cap the retry delay” cannot run\.$/;

  test('Run says so in a sentence, with what can be done', async () => {
    await window.tree.pressInline('Cap the retry delay', 'Run');
    await waitFor('the message', async () => (await window.notifications.all()).some(({ text }) => message.test(text)));
    await window.screenshot('missing-agent');
    await window.notifications.press(message, 'Copy Prompt');
    const read = (): Promise<string> => window.page.evaluate<string>('navigator.clipboard.readText()');
    await waitFor('the prompt on the clipboard', read, text => text === 'Cap it.');
  });

  test('Open Setting leads to the agents', async () => {
    await window.tree.pressInline('Cap the retry delay', 'Run');
    await window.notifications.press(message, 'Open Setting');
    const item = window.page.locator('.settings-editor .settings-tree-container .setting-item-contents').first();
    await item.waitFor();
    await window.screenshot('agents-setting');
    assert.match((await item.textContent()) ?? '', /Agents/);
    // The settings may stand before everything else.
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
  });

  test('Choose Another lists the installed first, and starts the run with the one that is chosen', async () => {
    await window.tree.pressInline('Cap the retry delay', 'Run');
    await window.notifications.press(message, 'Choose Another…');
    await window.quickPick.item('present');
    assert.match(await window.quickPick.placeholder(), /^Installed here: .*present/);
    const items = await window.quickPick.items();
    const first = items.findIndex(({ description }) => description === 'not installed');
    assert.ok(
      first > 0 && items.slice(first).every(({ description }) => /^not (?:installed|set up)$/.test(description)),
    );
    await window.screenshot('which-agent');
    await window.quickPick.choose('present');
    await workspace.lastRow('Cap the retry delay', ({ payload }) => payload?.['agent'] === 'present');
    await waitFor('the agent to be called', () => Promise.resolve(person.agent.calls().length > 0));
  });
});
