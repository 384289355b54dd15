import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { EditorServer } from '../../scripts/editorServer.ts';
import { root } from '../../scripts/project.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { gitEnv, identity } from '../support/git.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow, type Content } from './harness/sharedWindow.ts';
import { leaveRows } from './harness/surfaces/tree.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, minutesFromNow, promptLine, type FileRow, type Workspace } from './harness/workspace.ts';

/** A run as `defer history --json` gives it; tests look at what they need. */
interface PastRun {
  readonly title: string;
  readonly outcome: string;
  readonly exit_code: number | null;
  readonly signal: string | null;
}

const isEvent =
  (event: string) =>
  ({ run }: FileRow): boolean =>
    run?.event === event;

describe('what became of runs', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let settings: Content;
  let gates: string;
  let other: EditorWindow;
  let ownServer: EditorServer;
  const agents = new Map<string, FakeAgent>();
  const agent = (name: string): FakeAgent => agents.get(name) as FakeAgent;
  const gate = (name: string): string => join(gates, name);

  before(async () => {
    const editor = await openEditor();
    gates = editor.temporaryFolder('gates');
    const names = ['reloaded', 'crashed', 'race', 'retried'];
    const lines = [...names, 'thrice'].map((name, index) => promptLine(name, index - 60, name, `Do ${name}.`));
    for (const name of names) {
      const behaviour = name === 'retried' ? { exitCode: 3 } : { waitsFor: gate(name) };
      agents.set(name, placeFakeAgent(editor.programs, `agent-${name}`, behaviour));
    }
    const [retried, thrice] = lines.slice(3).map(line => JSON.parse(line) as FileRow);
    lines.push(withRetries(retried), ...failures(thrice), inWorktree(lines[1]));
    settings = {
      settings: { 'defer.notifications': 'badge' },
      machineSettings: {
        'defer.agents': Object.fromEntries(
          names.map(name => [name, { executable: agent(name).path, fresh: ['--', '<prompt>'] }]),
        ),
      },
    };
    ({ window, workspace } = await useWindow({ lines, ...settings }));
    await window.tree.row('reloaded');
  });

  const history = async (title: string): Promise<readonly PastRun[]> => {
    const { env } = await openEditor();
    const words = [join(root, 'dist', 'cli.js'), '--dir', workspace.folder, '--json', 'history'];
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    return (JSON.parse(stdout) as PastRun[]).filter(run => run.title === title);
  };
  const started = async (name: string): Promise<void> => {
    await waitFor(`${name} to be called`, async () => agent(name).calls().length > 0);
    await workspace.lastRow(name, isEvent('started'));
  };

  test('three failures in a row are said once, though notices are off, and the entry is marked', async () => {
    const { text, severity } = await window.notifications.next(/failed 3 times in a row/);
    assert.equal(
      text,
      'Defer: an entry has failed 3 times in a row. It does not run automatically until you deal with it.',
    );
    assert.equal(severity, 'warning');
    assert.match((await window.tree.row('thrice')).description, /3 failures in a row, paused/);
    await window.notifications.press(/failed 3 times/, 'Show');
    const page = await pageFrame(window, 'thrice');
    await waitFor('why it failed', async () => /Last error\s+exit code 7/.test(await page.locator('body').innerText()));
    await window.runCommand('Defer: Refresh');
    // A second notice would come before the row, and a command goes the notice's way, behind it.
    workspace.append(entryLine('behind it', 300));
    await window.tree.row('behind it');
    await window.runCommand('Defer: Refresh');
    assert.deepEqual(await window.notifications.all(), []);
  });

  test('a failed run that has retries left offers to be tried again', async () => {
    await window.tree.pressInline('retried', 'Run');
    await window.notifications.press(/failed at "retried" with exit code 3/, 'Retry in 1m');
    const row = await workspace.lastRow('retried', ({ status }) => status === 'snoozed');
    assert.ok(Math.abs(Date.parse(row.due_at ?? '') - minutesFromNow(1)) < 30_000);
    assert.equal(row.original_due_at, workspace.rowsOf('retried')[0]?.due_at);
    await waitFor('its mark', async () => /retry 1 of 2/.test((await window.tree.row('retried')).description));
    await window.notifications.clear();
  });

  test('a run goes on while its window is loaded anew, and its end is recorded', async () => {
    await window.tree.pressInline('reloaded', 'Run');
    await started('reloaded');
    await window.page.reload();
    await window.page.locator('.monaco-workbench .statusbar').waitFor();
    await window.tree.show();
    await waitFor('it to be running', async () => (await window.tree.labelsIn('Running')).includes('reloaded'));
    assert.deepEqual(
      (await history('reloaded')).map(({ outcome }) => outcome),
      ['running'],
    );
    writeFileSync(gate('reloaded'), '');
    await workspace.lastRow('reloaded', isEvent('ended'));
    assert.deepEqual(
      (await history('reloaded')).map(({ outcome, exit_code }) => [outcome, exit_code]),
      [['ok', 0]],
    );
    assert.equal(agent('reloaded').calls().length, 1);
  });

  test('the History view shows every run with how it went, and the prompt it was given', async () => {
    const pane = window.page.locator('.pane', { has: window.page.locator('.pane-header[aria-label*="History"]') });
    await pane.locator('.pane-header').click();
    const rows = pane.locator('.monaco-list-row[role="treeitem"]');
    const texts = async (): Promise<readonly string[]> => (await rows.allTextContents()).map(text => text.trim());
    // Each begins with its time.
    const runOf = (title: string, all: readonly string[]): string =>
      all.find(text => new RegExp(`^\\d\\d:\\d\\d\\s+${title}`).test(text)) ?? '';
    const seen = await waitFor('the runs', texts, found => runOf('reloaded', found) !== '');
    assert.match(runOf('reloaded', seen), /ok · .* · reloaded$/);
    assert.match(runOf('retried', seen), /failed, exit code 3/);
    // Also those that a person would have to scroll to.
    assert.equal(seen[0], 'Today5');
    await leaveRows(window.page);
    await rows.filter({ hasText: 'reloaded' }).first().click({ button: 'right' });
    const entries = window.page.locator('.context-view .monaco-menu .action-menu-item:not(.disabled) .action-label');
    await entries.first().waitFor();
    assert.ok((await entries.allTextContents()).includes('Show the Prompt of a Run'));
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Enter');
    await waitFor('the prompt', async () => (await window.editorText()).includes('Do reloaded.'));
    await leaveRows(window.page);
    await pane.locator('.pane-header').click();
  });

  test('two windows that press Run at once start one', async () => {
    // The other one is of a server of its own, which the next test ends.
    ownServer = await (await openEditor()).ownServer('crash');
    other = await openWindow({ open: workspace.folder, ...settings, server: ownServer });
    await other.tree.show();
    await other.tree.row('race');
    await window.notifications.clear();
    for (const one of [window, other]) {
      await one.runCommand('Defer: Run');
      await one.quickPick.item('race');
      await one.quickPick.type('race');
      await waitFor('one entry', async () => (await one.quickPick.items()).length === 1);
    }
    await Promise.all([window, other].map(one => one.quickPick.accept()));
    const refusal =
      /Defer: (A run of this entry is going on|This entry is already being started|Another process is starting)/;
    const refused = async (): Promise<number> => {
      const notices = await Promise.all([window, other].map(one => one.notifications.all()));
      return notices.flat().filter(({ text }) => refusal.test(text)).length;
    };
    await waitFor('the other to be refused', refused, count => count === 1);
    await started('race');
    writeFileSync(gate('race'), '');
    await workspace.lastRow('race', isEvent('ended'));
    await waitFor('it to go', async () => !(await window.tree.labelsIn(/Overdue|Running/)).includes('race'));
    const events = workspace.rowsOf('race').flatMap(({ run }) => (run ? [run.event] : []));
    assert.deepEqual(events, ['claimed', 'started', 'ended']);
    assert.equal(agent('race').calls().length, 1);
    await window.notifications.clear();
  });

  test('an editor that crashes takes its run along; the record says that it was interrupted, and its worktree stays', async () => {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', [...identity, ...args], { cwd: workspace.folder, env: gitEnv(gates) });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=x');
    await other.tree.pressInline('crashed', 'Run');
    await started('crashed');
    const worktree = agent('crashed').calls()[0]?.folder ?? '';
    assert.notEqual(worktree, workspace.folder);
    writeFileSync(join(worktree, 'half.txt'), 'half\n');
    await ownServer.kill();
    const row = await workspace.lastRow('crashed', isEvent('ended'));
    assert.deepEqual([row.run?.exit_code, row.status], [129, 'pending']);
    assert.deepEqual(
      (await history('crashed')).map(({ outcome, exit_code, signal }) => [outcome, exit_code, signal]),
      [['interrupted', 129, 'SIGHUP']],
    );
    await other.close();
    await waitFor('it to be there to run again', async () =>
      (await window.tree.labelsIn('Overdue')).includes('crashed'),
    );
    await waitFor('its result', async () => (await window.tree.labelsIn('Results')).includes('crashed'));
    assert.equal(readFileSync(join(worktree, 'half.txt'), 'utf8'), 'half\n');
  });
});

const inWorktree = (line = ''): string => {
  const row = JSON.parse(line) as FileRow;
  return JSON.stringify({ ...row, payload: { ...row.payload, in: 'worktree' } });
};

const withRetries = (row: FileRow | undefined): string => JSON.stringify({ ...row, max_retries: 2 });

/** The rows of three unwatched runs that failed. */
function failures(row: FileRow | undefined): readonly string[] {
  return [1, 2, 3].map(count => {
    const at = new Date(minutesFromNow(count - 10)).toISOString();
    const run = { occ: row?.due_at, gen: count - 1, token: String(count).repeat(32), event: 'ended', at };
    return JSON.stringify({
      ...row,
      attempts: count,
      last_error: 'exit code 7',
      updated_at: at,
      run: { ...run, exit_code: 7, duration_ms: 1000, unattended: true },
    });
  });
}
