import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { useNewWindow } from './harness/sharedWindow.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine, type Workspace } from './harness/workspace.ts';

/** So many seconds, as minutes. */
const seconds = (count: number): number => count / 60;

describe('the moment that something becomes due', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let leave: () => Promise<void>;
  before(async () => {
    const lines = [entryLine('Was due before', -60), entryLine('Later', 300)];
    // The editor reads this setting once.
    ({ window, workspace, leave } = await useNewWindow({ lines, settings: { 'defer.notifications': 'all' } }));
    await window.tree.row('Later');
    await window.notifications.clear();
  });

  after(() => leave());

  test('one entry is named, and can be dealt with at once', async () => {
    workspace.append(entryLine('Water [the](command:x) plants', seconds(2)));
    const { text } = await window.notifications.next(/plants/);
    assert.equal(text, 'Defer: "Water [the] (command:x) plants" is due.');
    await window.screenshot('due-notice');
    await window.notifications.press(/plants/, 'Done');
    await workspace.lastRow('Water [the](command:x) plants', ({ status }) => status === 'done');
  });

  test('several at once are counted, and reviewed together', async () => {
    const one = entryLine('Call the bank', seconds(2));
    const { due_at: due } = JSON.parse(one) as { readonly due_at: string };
    workspace.append(one, JSON.stringify({ ...JSON.parse(promptLine('Go on', 1, 'claude', 'Go on.')), due_at: due }));
    await window.notifications.press(/^Defer: 2 entries are due\.$/, 'Review');
    await window.quickPick.item('Go on');
    const labels = (await window.quickPick.items()).map(({ label }) => label);
    assert.deepEqual(labels.toSorted(), ['Call the bank', 'Go on', 'Was due before']);
    await window.quickPick.escape();
    assert.deepEqual(await window.notifications.all(), []);
  });
});
