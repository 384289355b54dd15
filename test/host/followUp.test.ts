import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, test } from 'node:test';
import { placeFakeAgent } from '../support/fakeAgent.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, type Workspace } from './harness/workspace.ts';

describe('what an agent will be told', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const origin = { artifacts: { 'retry.ts': '0'.repeat(16), 'same.ts': null } };
    const payload = { prompt: 'Go on with `it`.', agent: 'told', artifacts: ['retry.ts:1'] };
    const { path } = placeFakeAgent((await openEditor()).programs, 'agent-told');
    ({ window, workspace } = await useWindow({
      lines: [entryLine('Moved on', -100, { kind: 'prompt', origin, payload })],
      files: { 'retry.ts': 'const tries = 3;\nconst pause = 60;\n' },
      settings: { 'defer.notifications': 'off' },
      machineSettings: { 'defer.agents': { told: { executable: path, fresh: ['--', '<prompt>'] } } },
    }));
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false'];
    for (const words of ['init --initial-branch=trunk', 'add retry.ts', 'commit --message=x']) {
      execFileSync('git', [...identity, ...words.split(' ')], { cwd: workspace.folder, stdio: 'ignore' });
    }
    await window.tree.row('Moved on');
  });

  const shows = (...patterns: readonly RegExp[]): Promise<unknown> =>
    waitFor(
      `a page with ${patterns.join(' and ')}`,
      () => window.editorText(),
      text => patterns.every(one => one.test(text)),
    );

  test('a preview shows the arguments and the prompt of a run, and starts nothing', async () => {
    await window.tree.chooseFromMenu('Moved on', 'Preview Run');
    await shows(/Agent: +told/, /Prompt: +given as an argument/, /Since it was scheduled: retry\.ts changed\./);
    assert.equal(await window.activeTab(), 'Defer Preview Run');
    assert.equal(workspace.rows().length, 1);
    assert.equal(await window.terminalCount(), 0);
  });

  test('the review list marks what changed, and a button previews the run', async () => {
    await window.runCommand('View: Close All Editors');
    await window.runCommand('Defer: Review Due');
    const { time, description } = await window.quickPick.item('Moved on');
    assert.match(time, /^1 h \d+ min late$/);
    assert.equal(description, 'told · drift: 1 artifact changed');
    await window.quickPick.pressRowButton('Moved on', 'Preview Run');
    await shows(/Agent: +told/, /Go on with `it`\./);
    await window.quickPick.waitUntilClosed();
  });

  test('a follow-up takes the selection along, where it stands, and its file', async () => {
    await window.openFile('retry.ts');
    assert.equal(await window.offersCommand('Defer: Schedule Follow-up from Selection…'), false, 'nothing is selected');
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('Shift+End');
    await window.runCommand('Defer: Schedule Follow-up from Selection…');
    await waitFor('the box', async () => /^Defer: Schedule Follow-up/.test(await window.quickPick.title()));
    await window.quickPick.type('why three tries tomorrow 9am');
    await window.quickPick.accept();
    const row = await workspace.lastRow('why three tries', () => true);
    assert.deepEqual(row.payload?.['key_points'], ['Selected in retry.ts:1 on trunk:\n> const tries = 3;']);
    assert.deepEqual(row.payload?.['artifacts'], ['retry.ts:1']);
  });
});
