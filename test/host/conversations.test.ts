import assert from 'node:assert/strict';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeSettings } from '../../scripts/editorServer.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { addTurn, FILE_KEEPERS, madeText, makeConversation, setTime, type Made } from '../support/madeStores.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { minutesFromNow, minutesUntil, type Workspace } from './harness/workspace.ts';

type Tool = 'claude' | 'codex' | 'copilot' | 'gemini';
interface Talk {
  readonly id: string;
  readonly path: string;
}

const day = 24 * 60;

/** A whole minute, so many from now, as tools name resets. */
const resetIn = (minutes: number): number => Math.ceil(minutesFromNow(minutes) / 60_000) * 60_000;

const removeStores = (home: string): void => {
  for (const store of ['.claude', '.codex', '.copilot', '.gemini']) {
    rmSync(join(home, store), { recursive: true, force: true });
  }
};

describe('the conversations about a workspace', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let home: string;
  let machine: string;
  let agent: FakeAgent;
  let build: Talk;
  let parser: Talk;
  let tests: Talk;

  const converse = (tool: Tool, minutesAgo: number, made: Partial<Made>): Talk =>
    makeConversation(home, tool, { folder: workspace.folder, at: minutesFromNow(-minutesAgo), ...made });
  const look = (): Promise<void> => window.pressKeyOf('defer.refresh');
  const machineSettings = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
    'defer.agents': { claude: { executable: agent.path } },
    'defer.quietHours': '00:00-23:59',
    ...more,
  });
  before(async () => {
    const editor = await openEditor();
    home = editor.home;
    machine = join(editor.server.profile.userData, 'Machine');
    agent = placeFakeAgent(editor.programs, 'agent-talk', { prints: 'it goes on' });
    removeStores(home);
    // Nothing is said meanwhile of those that stop.
    ({ window, workspace } = await useWindow({ machineSettings: machineSettings() }));
  });
  after(async () => {
    removeStores(home);
    await look();
  });

  /** Answers the box that has this title, once it is there. */
  const say = async (title: string, text: string): Promise<void> => {
    await waitFor(`the box ${title}`, async () => (await window.quickPick.title()) === title);
    await window.quickPick.type(text);
    await window.quickPick.accept();
  };
  const isDescribed = (title: string, pattern: RegExp): Promise<unknown> =>
    waitFor(`${title} with ${pattern}`, async () =>
      (await window.conversations.rows()).some(row => row.label === title && pattern.test(row.description)),
    );

  test('the view says that there are none', async () => {
    const welcome = await waitFor('a welcome', () => window.conversations.welcome());
    assert.match(welcome, /^No conversations with an agent in this folder yet\./);
  });

  test('they fill the view by how they stand, the newest first', async () => {
    build = converse('claude', 12, { prompt: 'Wait for the build' });
    parser = converse('claude', 40, { prompt: 'Fix the parser', end: { resetsAt: resetIn(80) } });
    tests = converse('codex', 55, { prompt: 'Port the tests', end: { resetsAt: resetIn(200) } });
    converse('gemini', 3 * day, { prompt: 'Draw the figures' });
    converse('copilot', 20 * day, { prompt: 'An old one' });
    converse('claude', 5, { prompt: 'Somewhere else', folder: home });
    await look();
    await window.conversations.row('Wait for the build');
    await window.conversations.toggle('Earlier');
    await window.conversations.toggle('More…');
    await window.conversations.row('An old one');
    const seen = (await window.conversations.rows()).map(({ level, label, description }) => [
      level,
      label,
      description,
    ]);
    assert.deepEqual(
      seen.map(([level, label]) => [level, label]),
      [
        [1, 'Stopped at a Limit'],
        [2, 'Fix the parser'],
        [2, 'Port the tests'],
        [1, 'Waiting for You'],
        [2, 'Wait for the build'],
        [1, 'Earlier'],
        [2, 'Draw the figures'],
        [2, 'More…'],
        [3, 'An old one'],
      ],
    );
    assert.match(String(seen[0]?.[2]), /^2 · resets in 1 h (?:20|21) min$/);
    assert.match(String(seen[1]?.[2]), /^resets in 1 h (?:20|21) min · 4\d min ago$/);
    const { spoken } = await window.conversations.row('Fix the parser');
    assert.match(spoken, /^Fix the parser, Claude Code, stopped at a limit, resets in 1 h \d+ min, 4\d min ago/);
    assert.deepEqual(await window.conversations.inlineButtons('Wait for the build'), [
      'Later… (S)',
      'Open (Ctrl+Enter)',
    ]);
    assert.deepEqual(await window.conversations.contextMenu('Fix the parser'), [
      ...['Later…', 'Open', 'Park…', 'Park and Allow…', 'Schedule Follow-up…', 'Copy Id'],
    ]);
    assert.deepEqual(await window.conversations.contextMenu('Wait for the build'), [
      ...['Later…', 'Open', 'Schedule Follow-up…', 'Copy Id'],
    ]);
    await window.conversations.toggle('Earlier');
  });

  test('by keyboard one is put off for two hours, and the view says so', async () => {
    await window.runCommand('Defer: Focus on Conversations View');
    await window.conversations.reach('Wait for the build');
    await window.page.keyboard.press('s');
    await say('Defer: Later (1/2)', '2h');
    await waitFor('the second box', async () => /What should the agent do then/.test(await window.quickPick.message()));
    await window.quickPick.accept();
    const row = await workspace.lastRow('Continue "Wait for the build"', () => true);
    assert.ok(Math.abs(minutesUntil(row.due_at) - 120) < 1, `due at ${row.due_at}`);
    assert.deepEqual([row.payload?.['agent'], row.payload?.['mode']], ['claude', 'callback']);
    assert.ok(!JSON.stringify(workspace.rows()).includes(build.id), 'the file holds no id of it');
    assert.equal((await window.tree.row('Continue "Wait for the build"')).group, 'Today');
    await isDescribed('Wait for the build', /^deferred until \d\d:\d\d · 1\d min ago$/);
  });

  test('run early, it is resumed as itself', async () => {
    await window.tree.pressInline('Continue "Wait for the build"', 'Run');
    assert.match(await window.dialog.text(), /^This entry is not due yet\. Run it now\?/);
    await window.dialog.press('Run Now');
    await waitFor('the agent to be called', () => Promise.resolve(agent.calls().length > 0));
    const [call] = agent.calls();
    assert.deepEqual(call?.arguments.slice(0, 2), ['--resume', build.id]);
    assert.match(call?.arguments.at(-1) ?? '', /Go on where this conversation stopped\./);
    assert.deepEqual([call?.folder, call?.terminal], [workspace.folder, true]);
    await workspace.lastRow('Continue "Wait for the build"', ({ status }) => status === 'done');
    await isDescribed('Wait for the build', /^1\d min ago$/);
  });

  test('a key opens it in the terminal without a word to it, and no run is written', async () => {
    const rows = workspace.rows().length;
    await window.runCommand('Defer: Focus on Conversations View');
    await window.conversations.reach('Wait for the build');
    await window.page.keyboard.press('Control+Enter');
    await waitFor('the agent to be called', () => Promise.resolve(agent.calls().length > 1));
    const [, call] = agent.calls();
    assert.deepEqual(call?.arguments, ['--resume', build.id]);
    assert.equal(workspace.rows().length, rows);
  });

  test('the palette asks which conversation, and takes a follow-up with its time', async () => {
    await window.runCommand('Defer: Schedule Follow-up of Conversation…');
    await window.quickPick.choose('Port the tests');
    await say('Defer: Schedule Follow-up (1/2)', 'run them all tomorrow 9am');
    const row = await workspace.lastRow('run them all', () => true);
    assert.deepEqual([row.payload?.['agent'], row.payload?.['mode']], ['codex', 'callback']);
    await isDescribed('Port the tests', /^deferred until tomorrow 09:00 · resets in/);
  });

  test('a turn of the person in what was put off is marked, a run asks first, and Done is one key away', async () => {
    addTurn('codex', tests.path, { id: tests.id, folder: workspace.folder, at: Date.now(), end: 'question' });
    await look();
    await waitFor('the mark', async () =>
      /went on since: 1 turn, last \d\d:\d\d/.test((await window.tree.row('run them all')).description),
    );
    await window.tree.pressInline('run them all', 'Run');
    assert.match(await window.dialog.text(), /^Its conversation went on since it was put off/);
    await window.dialog.press('Cancel');
    await waitFor('the question to go', async () => !(await window.dialog.isOpen()));
    await window.tree.pressInline('run them all', 'Done');
    await workspace.lastRow('run them all', ({ status }) => status === 'done');
  });

  test('a turn that is appended shows at the next look', async () => {
    const at = minutesFromNow(-2);
    const more = madeText('claude', { id: parser.id, folder: workspace.folder, at, prompt: 'Go on', end: 'answer' });
    appendFileSync(parser.path, more);
    setTime(parser.path, at);
    await look();
    await waitFor('the parser under Waiting for You', async () =>
      (await window.conversations.labelsIn('Waiting for You')).includes('Fix the parser'),
    );
  });

  test('titles are shown as text, without what is not to be seen', async () => {
    const link = '[Look](command:workbench.action.files.newUntitledFile)';
    converse('claude', 3, {
      prompt: `${link} $(trash) <img src=x> \u202eevil\u202c \u001b[31mred\u001b[0m\nnext line`,
    });
    await look();
    const title = `${link} $(trash) <img src=x> evil red next line`;
    const { spoken } = await window.conversations.row(title);
    assert.doesNotMatch(spoken, /[\p{Cc}\p{Cf}]/u);
    const names = window.page.locator('[id="workbench.view.extension.defer"] .label-name');
    assert.equal(await names.locator('.codicon, a, img').count(), 0);
    await window.runCommand('Defer: Copy Conversation Id');
    await window.quickPick.item(title);
    assert.equal(
      await window.page.locator('.quick-input-list-rows .label-name').locator('a, img, .codicon').count(),
      0,
    );
    await window.quickPick.escape();
  });

  test('turned off, nothing is shown and no command is offered; turned on again, all is there', async () => {
    const set = (more: Readonly<Record<string, unknown>>): void => writeSettings(machine, machineSettings(more));
    set({ 'defer.conversations': 'off' });
    const pane = window.page.locator(
      '[id="workbench.view.extension.defer"] .pane-header[aria-label^="Conversations "]',
    );
    await waitFor('no view', async () => (await pane.count()) === 0);
    assert.equal(await window.offersCommand('Defer: Put Off Conversation…'), false);
    converse('codex', 8, { prompt: 'Made meanwhile' });
    await look();
    set({});
    await window.conversations.row('Made meanwhile');
  });
});

describe('conversations that a limit stopped', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  let home: string;
  let machine: string;
  const reset = resetIn(100);
  const stop = (tool: Tool, prompt: string, end: Made['end'] = { resetsAt: reset }): Talk =>
    makeConversation(home, tool, { folder: workspace.folder, at: minutesFromNow(-5), prompt, end });
  const look = (): Promise<void> => window.pressKeyOf('defer.refresh');
  const stopsTold = async (): Promise<readonly string[]> =>
    (await window.notifications.all()).map(({ text }) => text).filter(text => /stopped at a limit/.test(text));

  before(async () => {
    const editor = await openEditor();
    home = editor.home;
    machine = join(editor.server.profile.userData, 'Machine');
    removeStores(home);
    ({ window, workspace } = await useWindow({ machineSettings: { 'defer.quietHours': '00:00-23:59' } }));
    stop('claude', 'Fix the parser');
    stop('codex', 'Port the tests');
    await look();
    await window.conversations.row('Port the tests');
  });
  after(async () => {
    removeStores(home);
    await look();
  });

  test('nothing is said in quiet hours', async () => {
    await look();
    await window.conversations.row('Fix the parser');
    assert.deepEqual(await stopsTold(), []);
  });

  test('one message counts them, with the reset, and is shown once', async () => {
    writeSettings(machine, {});
    const { zone } = await openEditor();
    const clock = new Date(reset).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    const { text, buttons } = await window.notifications.next(/stopped at a limit/);
    assert.equal(text, `Defer: 2 conversations stopped at a limit until ${clock}.`);
    assert.deepEqual(buttons, ['Park Both', 'Review', 'Later']);
    await window.notifications.press(/stopped at a limit/, 'Review');
    await look();
    await look();
    await window.conversations.row('Port the tests');
    assert.deepEqual(await stopsTold(), []);
  });

  test('a further stop is told alone, and Park writes what it shows first', async () => {
    stop('copilot', 'Read the log');
    await look();
    const { text } = await window.notifications.next(/stopped at a limit/);
    assert.match(text, /^Defer: 1 conversation stopped at a limit until /);
    await window.notifications.press(/stopped at a limit/, 'Park');
    const shown = await window.dialog.text();
    assert.match(shown, /^Schedule this for when the limit resets\?/);
    assert.match(shown, /The agent is told: The usage limit that stopped this conversation has reset/);
    assert.equal(workspace.rows().length, 0);
    await window.dialog.press('Schedule');
    const row = await workspace.lastRow('Continue "Read the log" after the limit reset', () => true);
    assert.equal(row.due_at, new Date(reset + 60_000).toISOString());
    assert.deepEqual([row.payload?.['agent'], row.payload?.['mode']], ['copilot', 'callback']);
    await waitFor('the mark', async () =>
      /^deferred until /.test((await window.conversations.row('Read the log')).description),
    );
    assert.ok(!(await window.conversations.contextMenu('Read the log')).includes('Park…'));
  });

  test('the box offers those that stopped, and reads a notice or a time while it is typed', async () => {
    await window.runCommand('Defer: Park Conversation…');
    await window.quickPick.item('Fix the parser');
    assert.deepEqual((await window.quickPick.items()).map(({ label }) => label).toSorted(), [
      'Both',
      'Fix the parser',
      'Port the tests',
    ]);
    await window.quickPick.type('some day');
    await window.quickPick.item(/^That names no time at which a limit resets/);
    await window.quickPick.type("You've hit your session limit · resets 11:30pm");
    await window.quickPick.item(/^The limit resets .*, 23:30/);
    await window.quickPick.accept();
    assert.match(await window.dialog.text(), /only reminds you/);
    await window.dialog.press('Cancel');
    await waitFor('the question to go', async () => !(await window.dialog.isOpen()));
    await window.runCommand('Defer: Park Conversation…');
    await window.quickPick.choose('Fix the parser');
    await window.dialog.press('Schedule');
    await workspace.lastRow('Continue "Fix the parser" after the limit reset', () => true);
  });

  test('where nothing tells the reset, the person says when', async () => {
    stop('copilot', 'Tell no time', { notice: 'Rate limit exceeded.' });
    await look();
    await window.conversations.row('Tell no time');
    await window.runCommand('Defer: Focus on Conversations View');
    await window.conversations.reach('Tell no time');
    await window.page.keyboard.press('p');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: When does the limit reset?');
    await window.quickPick.type('3h');
    await window.quickPick.accept();
    await window.dialog.press('Schedule');
    const row = await workspace.lastRow('Continue "Tell no time" after the limit reset', () => true);
    assert.ok(Math.abs(minutesUntil(row.due_at) - 181) < 2, `due at ${row.due_at}`);
  });
});

test('a thousand conversations fill the view, and one more is shown', async t => {
  const { home } = await openEditor();
  removeStores(home);
  const { window, workspace } = await useWindow({ machineSettings: { 'defer.quietHours': '00:00-23:59' } });
  t.after(async () => {
    removeStores(home);
    await window.pressKeyOf('defer.refresh');
  });
  const { folder } = workspace;
  for (let index = 0; index < 1000; index += 1) {
    makeConversation(home, FILE_KEEPERS[index % FILE_KEEPERS.length] ?? 'claude', {
      ...{ folder, at: minutesFromNow(-2 - index), prompt: `Part ${index}`, filler: 140_000 },
    });
  }
  await window.pressKeyOf('defer.refresh');
  await window.conversations.row('Part 0');
  const counted = async (): Promise<string> => (await window.conversations.row('Waiting for You')).description;
  await waitFor('all to be counted', counted, text => text === '1000');
  makeConversation(home, 'claude', { folder, at: minutesFromNow(-1), prompt: 'One more' });
  await window.pressKeyOf('defer.refresh');
  await window.conversations.row('One more');
});
