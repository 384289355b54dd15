import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { allowing, whenDue, type Allowing } from './harness/allowing.ts';
import { moveClock } from './harness/clock.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { makeWorkspace, promptLine, type Workspace } from './harness/workspace.ts';

describe('with automatic runs on, in a folder that is trusted only after a while', () => {
  let person: Allowing;
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    person = await allowing('alone');
    workspace = await makeWorkspace('alone', []);
    // Allowed ten minutes ago, and late since five.
    await person.add(workspace, 'late', -5, 10);
    window = await openWindow({
      open: workspace.folder,
      trusted: false,
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': person.agents, 'defer.autoRun': 'approved' },
    });
    await window.tree.show();
    await window.tree.row('late');
  });
  after(async () => {
    await moveClock(0);
    await window.close();
    rmSync(person.allowed, { recursive: true, force: true });
  });

  test('with notifications as a badge there is a badge and no banner', async () => {
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '1',
    );
    // A command goes the banner's way, and behind it.
    await window.runCommand('Defer: Refresh');
    assert.deepEqual(await window.notifications.all(), []);
  });

  test('nothing starts by itself in Restricted Mode, nor what fell due before the folder was trusted', async () => {
    await person.add(workspace, 'before', 20, 0);
    await whenDue(workspace, 'before');
    await window.tree.row('noise');
    await window.runCommand('Defer: Refresh');
    const rows = workspace.rows().length;
    assert.deepEqual(person.agent.calls(), []);
    await window.grantTrust();
    await waitFor('no message over the tree', async () => (await window.tree.message()) === '');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '2',
    );
    assert.deepEqual(person.agent.calls(), []);
    assert.equal(workspace.rows().length, rows);
  });

  test('what falls due in an open window runs automatically, once, in its own way', async () => {
    const { agent } = person;
    workspace.append(promptLine('planted', 40, 'alone', 'Do planted.'));
    await person.add(workspace, 'soon', 40, 0);
    await waitFor('the mark', async () => (await window.tree.row('soon')).description.includes('runs automatically'));
    assert.deepEqual(agent.calls(), [], 'what was late at first sight does not start');
    await whenDue(workspace, 'soon');
    const { run, status } = await workspace.lastRow('soon', row => row.run?.event === 'ended');
    assert.deepEqual([status, run?.exit_code, run?.['unattended']], ['done', 0, true]);
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments, ['--alone']);
    assert.match(call?.input ?? '', /Task:\nDo soon\./);
    // What it prints goes to the terminal and is kept, so it has none of its own.
    assert.equal(call?.terminal, false);
    await waitFor('its terminal to be closed', window.terminalCount, count => count === 0);
  });

  test('the terminal of one that failed stays, with a plain last line, until its entry runs again', async () => {
    const { agent } = person;
    agent.behave({ exitCode: 3 });
    await person.add(workspace, 'failing', 60, 0);
    await waitFor('its mark', async () =>
      (await window.tree.row('failing')).description.includes('runs automatically'),
    );
    await whenDue(workspace, 'failing');
    const { status } = await workspace.lastRow('failing', row => row.run?.event === 'ended');
    assert.equal(status, 'failed');
    await window.notifications.press(/^Defer: alone failed at "failing"/, 'Show Terminal');
    await waitFor('its last line', window.terminalText, text => text.includes('alone ended with exit code 3.'));
    await window.notifications.clear();
  });

  test('what was late at first sight, and what nobody allowed, stays', async () => {
    const { agent } = person;
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '4',
    );
    await waitFor(
      'what stays',
      () => window.tree.labelsIn('Overdue'),
      labels => labels.join() === 'late,before,planted,failing',
    );
    assert.equal(agent.calls().length, 2);
    for (const title of ['late', 'before', 'planted']) {
      assert.equal(workspace.rowsOf(title).length, 1, title);
    }
  });
});
