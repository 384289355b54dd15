import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { toEntry } from '../../src/core/entry.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { instant } from '../../src/core/time.ts';
import { createApprovals } from '../../src/runner/approvals.ts';
import { FileLog } from '../../src/store/fileLog.ts';
import { Ledger } from '../../src/store/ledger.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { openEditor } from './harness/editor.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, promptLine, type Workspace } from './harness/workspace.ts';

const second = 1 / 60;

interface Setting {
  readonly workspace: Workspace;
  readonly agents: Readonly<Record<string, unknown>>;
  readonly agent: FakeAgent;
  readonly allowed: string;
  /** Adds an entry due in so many minutes, and lets the person allow it, so many minutes ago. */
  add(title: string, dueInMinutes: number, allowedAgo: number): Promise<void>;
}

/** A workspace with an entry that the person allowed ten minutes ago, and that is late since five. */
async function prepare(name: string, files: Readonly<Record<string, string>> = {}): Promise<Setting> {
  const { home, programs } = await openEditor();
  const agent = placeFakeAgent(programs, `agent-${name}`);
  const vectors = { fresh: ['--watched', '<prompt>'], unattended: { fresh: ['--alone'], input: 'stdin' } };
  const agents = { [name]: { executable: agent.path, ...vectors } };
  const workspace = await makeWorkspace(name, [], files);
  const ledger = new Ledger({ scope: 'project', folder: workspace.folder }, new FileLog(workspace.folder), 'abc123');
  const setting: Setting = {
    ...{ workspace, agent, agents, allowed: join(home, '.sf', 'defer', 'allow') },
    async add(title, dueInMinutes, allowedAgo) {
      workspace.append(promptLine(title, dueInMinutes, name, `Do ${title}.`));
      const approvals = createApprovals({
        ...{ home: join(home, '.sf', 'defer'), zone: 'UTC', env: {}, folders: () => [], settings: () => agents },
        clock: { now: () => instant(Date.now() - allowedAgo * 60_000) },
      });
      const state = (await ledger.look()).get(workspace.rowsOf(title)[0]?.id ?? '');
      const seen = state && (await approvals.look(ledger, toEntry(state)));
      assert.ok(state && seen && !isRefusal(seen));
      assert.equal(await approvals.allow(ledger, toEntry(state), seen.hash), undefined);
    },
  };
  await setting.add('late', -5, 10);
  return setting;
}

/** Waits for a moment of an entry to come, and has the window look at the file. */
async function whenDue({ workspace }: Setting, title: string): Promise<void> {
  const dueAt = Date.parse(workspace.rowsOf(title)[0]?.due_at ?? '');
  await new Promise(resolve => setTimeout(resolve, Math.max(0, dueAt - Date.now()) + 50));
  workspace.append(entryLine('noise', 600));
}

describe('with automatic runs on, in a folder that is trusted only after a while', () => {
  let setting: Setting;
  let window: EditorWindow;
  before(async () => {
    setting = await prepare('alone');
    window = await openWindow({
      open: setting.workspace.folder,
      trusted: false,
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': setting.agents, 'defer.autoRun': 'approved' },
    });
    await window.tree.show();
    await window.tree.row('late');
  });
  after(() => window.close());

  test('nothing starts by itself in Restricted Mode, nor what fell due before the folder was trusted', async () => {
    await setting.add('before', 2 * second, 0);
    await whenDue(setting, 'before');
    await window.tree.row('noise');
    await window.runCommand('Defer: Refresh');
    const rows = setting.workspace.rows().length;
    assert.deepEqual(setting.agent.calls(), []);
    await window.grantTrust();
    await waitFor('no message over the tree', async () => (await window.tree.message()) === '');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '2',
    );
    assert.deepEqual(setting.agent.calls(), []);
    assert.equal(setting.workspace.rows().length, rows);
  });

  test('what falls due in an open window runs by itself, once, in its own way', async () => {
    const { agent, workspace } = setting;
    workspace.append(promptLine('planted', 8 * second, 'alone', 'Do planted.'));
    await setting.add('soon', 8 * second, 0);
    await waitFor('the mark', async () => (await window.tree.row('soon')).description.includes('runs by itself'));
    assert.deepEqual(agent.calls(), [], 'what was late at first sight does not start');
    await whenDue(setting, 'soon');
    const { run, status } = await workspace.lastRow('soon', row => row.run?.event === 'ended');
    assert.deepEqual([status, run?.exit_code, run?.['unattended']], ['done', 0, true]);
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments, ['--alone']);
    assert.match(call?.input ?? '', /Task:\nDo soon\./);
    // What it prints goes to the terminal and is kept, so it has none of its own.
    assert.equal(call?.terminal, false);
  });

  test('what was late at first sight, and what nobody allowed, stays', async () => {
    const { agent, workspace } = setting;
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    await waitFor(
      'what stays',
      () => window.tree.labelsIn('Overdue'),
      labels => labels.join() === 'late,before,planted',
    );
    assert.equal(agent.calls().length, 1);
    for (const title of ['late', 'before', 'planted']) {
      assert.equal(workspace.rowsOf(title).length, 1, title);
    }
  });
});

describe('with the settings as they come', () => {
  let setting: Setting;
  let window: EditorWindow;
  before(async () => {
    setting = await prepare('never', {
      '.vscode/settings.json': JSON.stringify({ 'defer.autoRun': 'approved' }),
    });
    window = await openWindow({
      open: setting.workspace.folder,
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': setting.agents },
    });
    await window.tree.show();
  });
  after(async () => {
    await window.close();
    rmSync(setting.allowed, { recursive: true, force: true });
  });

  test('with notifications as a badge there is a badge and no banner', async () => {
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '1',
    );
    await window.runCommand('Defer: Refresh');
    assert.deepEqual(await window.notifications.all(), []);
  });

  test('nothing starts by itself, whatever was allowed and whatever the workspace says', async () => {
    setting.workspace.append(promptLine('planted', 2 * second, 'never', 'Do planted.'));
    await setting.add('soon', 2 * second, 0);
    await whenDue(setting, 'soon');
    await window.tree.row('noise');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    assert.deepEqual(setting.agent.calls(), []);
    assert.equal(setting.workspace.rows().length, 4);
  });

  test('Allow Automatic Runs shows the whole prompt and vector, and asks', async () => {
    const count = (): number => readdirSync(setting.allowed).length;
    const before = count();
    await window.tree.chooseFromMenu('planted', 'Allow Automatic Runs…');
    const question = await window.dialog.text();
    assert.match(question, /^Let this entry run without you/);
    assert.doesNotMatch(question, /planted/);
    await window.dialog.press('Cancel');
    await waitFor('the question to go', async () => !(await window.dialog.isOpen()));
    assert.equal(count(), before);
    const text = await window.editorText();
    assert.match(text, /1: "--alone"/);
    assert.match(text, /Do planted\./);
    await window.tree.chooseFromMenu('planted', 'Allow Automatic Runs…');
    await window.dialog.press('Allow');
    await waitFor('the mark', async () => (await window.tree.row('planted')).description.includes('runs by itself'));
    assert.equal(count(), before + 1);
    await window.tree.chooseFromMenu('planted', 'Take Back Automatic Runs…');
    await waitFor('no mark', async () => !(await window.tree.row('planted')).description.includes('runs by itself'));
    assert.deepEqual([count(), existsSync(setting.allowed)], [before, true]);
    assert.deepEqual(setting.agent.calls(), []);
    assert.deepEqual(await window.notifications.all(), [], 'whoever says no is told nothing');
  });
});
