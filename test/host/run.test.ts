import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { gitEnv, identity } from '../support/git.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow, type Content } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine, type FileRow, type Workspace } from './harness/workspace.ts';

const hostilePrompt = [
  '--dangerously-skip-permissions',
  `'single' "double" \\ back\\slash $HOME $(touch pwned) \`touch pwned\` \${x} %PATH% !history & | ; < > * ? ~ #`,
  '\ttab, then an empty line\n',
  'Größe, 日本語, 🦊👩‍🚀, <prompt> <session> ${workspaceFolder} ${command:defer.done}',
].join('\n');

/** Whether a row is an event of this name. */
const isEvent =
  (event: string) =>
  ({ run }: FileRow): boolean =>
    run?.event === event;

describe('running an entry', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let gates: string;
  let home: string;
  const agents = new Map<string, FakeAgent>();
  /** Each entry has an agent of its own, named after it. */
  const agent = (name: string): FakeAgent => agents.get(name) as FakeAgent;
  const gate = (name: string): string => join(gates, name);
  before(async () => {
    const editor = await openEditor();
    home = join(editor.home, '.sf', 'defer');
    gates = editor.temporaryFolder('gates');
    const names = ['ok', 'three', 'closed', 'killed', 'lost', 'stopped', 'changed'];
    const lines = [
      ...names.map((name, index) => promptLine(name, index - 60, name, name === 'ok' ? hostilePrompt : `Do ${name}.`)),
      promptLine('nobody', -10, 'nobody', 'Go on.'),
      promptLine('unnamed', -9, 'unheard-of', 'Go on.'),
      entryLine('reminder', -8),
    ];
    for (const name of names) {
      const waits = name === 'ok' || name === 'three' ? {} : { waitsFor: gate(name) };
      const code = name === 'three' ? { exitCode: 3 } : {};
      agents.set(
        name,
        placeFakeAgent(editor.programs, `agent-${name}`, { prints: `it is ${name}`, ...waits, ...code }),
      );
    }
    agent('ok').behave({ prints: 'it is ok', waitsFor: gate('ok'), reads: ['DEFER_RUN_ID', 'DEFER_ENTRY_ID'] });
    agents.set('command', placeFakeAgent(editor.programs, 'agent-command'));
    lines.push(
      entryLine('command', -7, {
        kind: 'command',
        payload: { command: [agent('command').path, '--flag', 'two words'] },
      }),
    );
    const settings: Content = {
      settings: { 'defer.notifications': 'badge' },
      machineSettings: {
        'defer.agents': {
          ...Object.fromEntries(names.map(name => [name, { executable: agent(name).path, fresh: ['--', '<prompt>'] }])),
          nobody: { executable: '/nowhere/at/all', fresh: ['<prompt>'] },
        },
      },
    };
    ({ window, workspace } = await useWindow({ lines, ...settings }));
    await window.tree.row('ok');
  });

  const started = (name: string): Promise<unknown> =>
    waitFor(`${name} to be called`, () => Promise.resolve(agent(name).calls().length > 0)).catch(
      async (cause: unknown) => {
        const seen = [await window.notifications.all(), workspace.rowsOf(name), await window.terminalText()];
        throw new Error(`${name} was not called: ${JSON.stringify(seen)}`, { cause });
      },
    );
  const isUnder = (group: string, title: string): Promise<unknown> =>
    waitFor(`${title} under ${group}`, async () => (await window.tree.labelsIn(group)).includes(title));

  test('the agent starts in the integrated terminal, and the entry stands under Running', async () => {
    await window.tree.pressInline('ok', 'Run');
    await started('ok');
    await isUnder('Running', 'ok');
    const [call] = agent('ok').calls();
    assert.equal(call?.terminal, true);
    assert.equal(call?.folder, workspace.folder);
    await waitFor('what it prints', async () => (await window.terminalText()).includes('it is ok'));
    const begun = workspace.rowsOf('ok').flatMap(({ run }) => (run ? [run] : []));
    assert.deepEqual(
      begun.map(({ event }) => event),
      ['claimed', 'started'],
    );
    assert.equal(call?.env['DEFER_RUN_ID'], begun[0]?.['token']);
    assert.equal(call?.env['DEFER_ENTRY_ID'], workspace.rowsOf('ok')[0]?.id);
  });

  test('what it is given is the rendered prompt, byte for byte', () => {
    const [{ run } = {}] = workspace.rowsOf('ok').filter(isEvent('claimed'));
    const sha = String(run?.['prompt_sha']);
    const rendered = readFileSync(join(home, 'prompts', `${sha}.txt`), 'utf8');
    assert.equal(createHash('sha256').update(rendered).digest('hex'), sha);
    assert.ok(rendered.includes(hostilePrompt));
    assert.deepEqual(agent('ok').calls()[0]?.arguments, ['--', rendered]);
    assert.deepEqual(Object.keys(workspace.fingerprint()), [workspace.file], 'nothing else was run');
  });

  test('a run that goes on is not started again: its row offers only to stop it', async () => {
    assert.deepEqual(await window.tree.inlineButtons('ok'), ['Stop Run', 'Show Terminal']);
    const offered = await window.tree.contextMenu('ok');
    assert.deepEqual(
      ['Run', 'Retry', 'Done', 'Snooze…'].filter(name => offered.includes(name)),
      [],
    );
    assert.match((await window.status())?.text ?? '', /\b1 running$/);
    assert.equal(agent('ok').calls().length, 1);
  });

  test('Show Terminal brings it back, and says so where the run is somewhere else', async () => {
    await window.runCommand('View: Toggle Panel Visibility');
    await waitFor('the panel to go', async () => (await window.terminalText()) === '');
    await window.tree.pressInline('ok', 'Show Terminal');
    await waitFor('the terminal', async () => (await window.terminalText()).includes('it is ok'));
    const claim = JSON.stringify(workspace.rowsOf('ok').find(isEvent('claimed')));
    const started = JSON.stringify(workspace.rowsOf('ok').find(isEvent('started')));
    const token = String(workspace.rowsOf('ok').find(isEvent('claimed'))?.run?.['token']);
    const elsewhere = (line: string): string =>
      line
        .replaceAll(token, 'e'.repeat(32))
        .replace(/"id":"\w+"/, '"id":"elsewhere"')
        .replace('"ok"', '"elsewhere"');
    workspace.append(...[claim, started].map(elsewhere));
    await isUnder('Running', 'elsewhere');
    await window.tree.pressInline('elsewhere', 'Show Terminal');
    await window.notifications.next(/^Defer: This window does not have the terminal of that run/);
    await window.notifications.clear();
  });

  test('Stop Run ends the agent, and the entry stays open', async () => {
    await window.tree.pressInline('stopped', 'Run');
    await started('stopped');
    await isUnder('Running', 'stopped');
    await window.tree.pressInline('stopped', 'Stop Run');
    const row = await workspace.lastRow('stopped', isEvent('ended'));
    assert.deepEqual([row.run?.['stopped'], row.run?.exit_code, row.status], [true, 130, 'pending']);
    await isUnder('Overdue', 'stopped');
    assert.match((await window.tree.row('stopped')).description, /stopped$/);
  });

  test('exit 0 closes the entry as done, and Reopen is there', async () => {
    writeFileSync(gate('ok'), '');
    const row = await workspace.lastRow('ok', isEvent('ended'));
    assert.equal(row.run?.exit_code, 0);
    assert.equal(row.status, 'done');
    await window.notifications.press(/^Defer: ok finished "ok"\.$/, 'Reopen');
    await workspace.lastRow('ok', ({ status }) => status === 'pending');
    await isUnder('Overdue', 'ok');
    await window.tree.pressInline('ok', 'Done');
    await workspace.lastRow('ok', ({ status }) => status === 'done');
    await window.tree.toggle('Closed');
    await window.tree.row('ok');
    assert.deepEqual((await window.tree.contextMenu('ok')).slice(0, 1), ['Reopen']);
  });

  test('another exit code is kept, and the entry stays under Overdue, marked', async () => {
    await window.tree.pressInline('three', 'Run');
    const row = await workspace.lastRow('three', isEvent('ended'));
    assert.equal(row.run?.exit_code, 3);
    assert.equal(row.status, 'failed');
    assert.equal(row.attempts, 1);
    assert.equal(row.last_error, 'exit code 3');
    await window.notifications.press(/^Defer: three failed at "three" with exit code 3\.$/, 'Show Terminal');
    const text = await waitFor('its last line', window.terminalText, shown => shown.includes('exit code 3'));
    assert.match(text, /it is three\n+three ended with exit code 3\.\n/);
    assert.doesNotMatch(text, /cli\.js|terminal process/);
    await waitFor('the mark', async () => /failed/.test((await window.tree.row('three')).description));
    assert.equal((await window.tree.row('three')).group, 'Overdue');
    const offered = await window.tree.contextMenu('three');
    assert.deepEqual(
      ['Run', 'Retry', 'Reopen', 'Done'].filter(act => offered.includes(act)),
      ['Retry', 'Done'],
    );
    await window.notifications.clear();
  });

  test('a terminal that is closed is no failure', async () => {
    await window.tree.pressInline('closed', 'Run');
    await started('closed');
    await waitFor('what it prints', async () => (await window.terminalText()).includes('it is closed'));
    await window.runCommand('Terminal: Kill the Active Terminal Instance');
    const row = await workspace.lastRow('closed', isEvent('ended'));
    assert.equal(row.run?.exit_code, 129);
    assert.equal(row.status, 'pending');
    const [entry] = (await workspace.list()).filter(({ title }) => title === 'closed');
    assert.equal(entry?.runs[0]?.outcome, 'interrupted');
    await isUnder('Overdue', 'closed');
    const { description } = await window.tree.row('closed');
    assert.doesNotMatch(description, /failed/);
    assert.equal(isAlive(agent('closed').calls()[0]?.pid), false);
  });

  test('an agent that is killed has failed', async () => {
    await window.tree.pressInline('killed', 'Run');
    await started('killed');
    await workspace.lastRow('killed', isEvent('started'));
    process.kill(agent('killed').calls()[0]?.pid ?? 0, 'SIGKILL');
    const row = await workspace.lastRow('killed', isEvent('ended'));
    assert.equal(row.run?.exit_code, 137);
    assert.equal(row.status, 'failed');
    await window.notifications.next(/exit code 137/);
    await window.notifications.clear();
  });

  test('what cannot be started is refused with the reason, and nothing is claimed', async () => {
    const terminals = await window.terminalCount();
    const before = workspace.rows().length;
    for (const [title, why] of [
      ['nobody', /nobody is not installed, so “nobody” cannot run/],
      ['unnamed', /an agent, unheard-of, that has no profile here/],
    ] as const) {
      await window.tree.pressInline(title, 'Run');
      const { severity, text, buttons } = await window.notifications.next(why);
      assert.equal(severity, 'warning');
      const offered = title === 'nobody' ? ['Choose Another…', 'Open Setting', 'Copy Prompt'] : [];
      assert.deepEqual(buttons, text.includes('defer.agents') ? ['Open Setting'] : offered, text);
    }
    await window.notifications.clear();
    assert.equal(workspace.rows().length, before);
    assert.equal(await window.terminalCount(), terminals);
    assert.ok(!(await window.tree.inlineButtons('reminder')).some(button => button.startsWith('Run')));
  });

  test('a command shows its whole vector and asks each time', async () => {
    await window.tree.pressInline('command', 'Run');
    const text = await window.dialog.text();
    assert.match(text, /Run this command\?/);
    for (const part of ['agent-command', '--flag', 'two words', workspace.folder]) assert.ok(text.includes(part), text);
    await window.dialog.press('Cancel');
    await waitFor('the question to go', async () => !(await window.dialog.isOpen()));
    assert.equal(workspace.rowsOf('command').length, 1);
    await window.tree.pressInline('command', 'Run');
    await window.dialog.text();
    await window.dialog.press('Run');
    await workspace.lastRow('command', isEvent('ended'));
    assert.deepEqual(
      agent('command')
        .calls()
        .map(call => call.arguments),
      [['--flag', 'two words']],
    );
  });

  test('a run whose end was lost is started again only where a person says so', async () => {
    // Where the click falls into a redraw, the editor does not say which row it was, and Defer asks.
    const isClaimed = async (): Promise<boolean> => {
      if (await window.quickPick.isOpen()) await window.quickPick.escape();
      await window.tree.pressInline('lost', 'Run');
      const claimed = (): Promise<boolean> => Promise.resolve(workspace.rowsOf('lost').length > 1);
      return waitFor('the claim', claimed, Boolean, 4000).catch(() => false);
    };
    await waitFor('lost to be claimed', isClaimed);
    await started('lost');
    const { run } = await workspace.lastRow('lost', isEvent('started'));
    process.kill(Number(run?.['pid']), 'SIGKILL');
    await window.notifications.next(/could not see how the run of "lost" ended/);
    writeFileSync(gate('lost'), '');
    await window.notifications.clear();
    await isUnder('Overdue', 'lost');
    await window.tree.pressInline('lost', 'Run');
    await window.notifications.next(/could not see how a run of this entry ended/);
    assert.equal(agent('lost').calls().length, 1);
    await window.notifications.clear();
    await window.tree.chooseFromMenu('lost', 'Retry');
    const row = await workspace.lastRow('lost', isEvent('ended'));
    assert.equal(row.run?.exit_code, 0);
    assert.equal(row.run?.['gen'], 1);
    assert.equal(agent('lost').calls().length, 2);
    const [entry] = (await workspace.list()).filter(({ title }) => title === 'lost');
    assert.deepEqual(
      entry?.runs.map(({ outcome }) => outcome),
      ['unknown', 'ok'],
    );
  });

  test('Run Task offers what is due and no past run, and runs it once the person says so', async () => {
    const labels = async (): Promise<readonly string[]> => (await window.quickPick.items()).map(({ label }) => label);
    await window.runCommand('Tasks: Run Task');
    const offered = await waitFor('the tasks', labels, found => found.includes('defer'));
    assert.deepEqual(
      offered.filter(label => label.startsWith('Defer: ')),
      [],
    );
    await window.quickPick.choose('defer');
    const due = await waitFor('what is due', labels, found => found.some(label => label.startsWith('Defer: ')));
    assert.ok(due.includes('Defer: closed') && !due.includes('Defer: reminder'), due.join());
    writeFileSync(gate('closed'), '');
    await window.quickPick.choose('Defer: closed');
    // A file of the workspace may have started the task.
    await window.notifications.press(/^Defer: a task asks to run "closed"\.$/, 'Run');
    await workspace.lastRow('closed', ({ status }) => status === 'done');
    assert.equal(agent('closed').calls().length, 2);
    await window.notifications.clear();
  });

  test('what a run changed in a repository is said, and a button names the files', async () => {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', [...identity, ...args], { cwd: workspace.folder, env: gitEnv(gates) });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=x');
    const made = { path: join(workspace.folder, 'made.txt'), text: 'a\nb\n' };
    agent('changed').behave({ prints: 'it is changed', leaves: made });
    await window.tree.pressInline('changed', 'Run');
    await window.notifications.press(/^Defer: changed finished "changed": 1 file \+2 −0\.$/, 'Show Changes');
    await waitFor('the page', async () => /^\+2 −0 +made\.txt/m.test(await window.editorText()));
  });
});

const isAlive = (pid: number | undefined): boolean => {
  try {
    process.kill(pid ?? 0, 0);
    return true;
  } catch {
    return false;
  }
};
