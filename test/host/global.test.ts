import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { isThere } from '../support/runnerPlace.ts';
import { openEditor } from './harness/editor.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, promptLine, workspaceAt, type Workspace } from './harness/workspace.ts';

/** A schedule file of something that comes every day. */
const DAILY = '---\ncron: "0 9 * * *"\n---\nGo on.\n';

describe('the global schedule beside that of the folder', () => {
  let home: Workspace;
  let project: Workspace;
  let window: EditorWindow;
  let agent: FakeAgent;
  let planted: string;
  before(async () => {
    const editor = await openEditor();
    home = workspaceAt(editor.home);
    // Where people keep their own programs, and where the global schedule is.
    agent = placeFakeAgent(join(editor.home, '.local', 'bin'), 'agent-global');
    const proposed = entryLine('Only proposed', -90, { status: 'proposed', created_by: 'agent:claude' });
    project = await makeWorkspace('beside', [entryLine('Late here', -30), proposed], {
      'notes.md': 'Notes.\n',
      '.vscode/settings.json': JSON.stringify({ 'defer.scheduleFolder': 'planted' }),
      'planted/of-the-project.md': DAILY,
    });
    planted = join(editor.home, 'planted');
    mkdirSync(planted);
    writeFileSync(join(planted, 'of-the-home.md'), DAILY);
    window = await openWindow({
      open: project.folder,
      machineSettings: { 'defer.agents': { mine: { executable: agent.path, fresh: ['<prompt>'] } } },
    });
    await window.tree.show();
    await window.tree.row('Late here');
  });
  after(async () => {
    await window.close();
    // All windows of the run have this home.
    rmSync(home.file, { force: true });
    rmSync(planted, { recursive: true });
  });

  const inGlobal = (title: string): Promise<unknown> =>
    waitFor(`${title} under Global`, async () => (await window.tree.labelsIn('Global')).includes(title));

  test('what is only proposed is not overdue, and a banner that is closed leaves the badge', async () => {
    await window.notifications.next(/^Defer: 1 overdue, oldest since /);
    await window.notifications.clear();
    await waitFor('no banner', async () => (await window.notifications.all()).length === 0);
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '1',
    );
  });

  test('a new entry goes there where the person says so, with the whole path of its file', async () => {
    await window.openFile('notes.md');
    await window.runCommand('Defer: Schedule Globally…');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule Globally (1/2)');
    await window.quickPick.type('Everywhere in 2h');
    await window.quickPick.accept();
    const row = await home.lastRow('Everywhere', () => true);
    assert.deepEqual(row.payload?.['artifacts'], [join(project.folder, 'notes.md')]);
    await inGlobal('Everywhere');
  });

  test('no workspace says which files of the home are entries', async () => {
    await window.tree.row('of-the-project');
    assert.ok(!(await window.tree.rows()).some(({ label }) => label === 'of-the-home'));
  });

  test('a button of the box sends it there, and back', async () => {
    await window.runCommand('Defer: Schedule in 2h…');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule in 2h');
    await window.quickPick.pressTitleButton('Save to the global schedule (all windows)');
    await waitFor('the word', async () => /every window/.test(await window.quickPick.message()));
    await window.quickPick.pressTitleButton('Save to this folder');
    await waitFor('no word', async () => !/every window/.test(await window.quickPick.message()));
    await window.quickPick.type('Here after all');
    await window.quickPick.accept();
    await project.lastRow('Here after all', () => true);
    assert.equal(home.rowsOf('Here after all').length, 0);
  });

  test('what others write there shows, and what is overdue counts', async () => {
    home.append(promptLine('Go on at home', -90, 'mine', 'Go on.'), entryLine('Late at home', -60));
    await inGlobal('Late at home');
    assert.equal((await window.tree.row('Global')).description, '3, 2 overdue');
    assert.deepEqual(await window.tree.labelsIn('Overdue'), ['Late here']);
    assert.match((await window.tree.row('Late at home')).time, /^1 h( 1 min)? late$/);
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    assert.equal((await window.status())?.text, '3 due');
    await window.runCommand('Defer: Review Due');
    const { time, description } = await window.quickPick.item('Late at home');
    assert.match(time, /^1 h( \d min)? late$/);
    assert.equal(description, 'Global');
    assert.equal((await window.quickPick.item('Late here')).description, '');
    await window.quickPick.escape();
  });

  test('acts write to the file of the row, and a run happens in the home folder', async () => {
    await window.tree.pressInline('Late at home', 'Done');
    await home.lastRow('Late at home', ({ status }) => status === 'done');
    await window.tree.pressInline('Go on at home', 'Run');
    const { run } = await home.lastRow('Go on at home', row => row.run?.event === 'ended');
    assert.equal(run?.exit_code, 0);
    assert.equal(agent.calls()[0]?.folder, home.folder);
    assert.ok(project.rows().every(({ payload }) => !/home/.test(payload?.message ?? '')));
    await window.notifications.clear();
  });

  test('the home folder as a workspace is one schedule, read in Restricted Mode and left alone', async () => {
    const atHome = await openWindow({ open: home.folder, trusted: false });
    await atHome.tree.show();
    await waitFor('its group', async () => (await atHome.tree.row('Everywhere')).group === 'Today');
    assert.equal((await atHome.tree.rows()).filter(({ label }) => label === 'Everywhere').length, 1);
    const rows = home.rows().length;
    assert.deepEqual(await atHome.tree.inlineButtons('Everywhere'), []);
    await atHome.tree.click('Everywhere');
    await atHome.page.keyboard.press('d');
    await atHome.notifications.next(/Restricted Mode/);
    assert.equal(home.rows().length, rows);
    await atHome.close();
  });

  test('a window without a folder shows it, takes new entries and runs', async () => {
    const bare = await openWindow({
      open: '',
      machineSettings: { 'defer.agents': { mine: { executable: agent.path, fresh: ['<prompt>'] } } },
    });
    await bare.tree.show();
    await waitFor('its group', async () => (await bare.tree.row('Everywhere')).group === 'Today');
    await bare.runCommand('Defer: Schedule in 30m…');
    await waitFor('the box', async () => (await bare.quickPick.title()) === 'Defer: Schedule in 30m');
    await bare.quickPick.type('From nowhere');
    await bare.quickPick.accept();
    await home.lastRow('From nowhere', () => true);
    home.append(promptLine('Go on from nowhere', -5, 'mine', 'Go on.'));
    await bare.tree.row('Go on from nowhere');
    await bare.tree.pressInline('Go on from nowhere', 'Run');
    const { run } = await home.lastRow('Go on from nowhere', row => row.run?.event === 'ended');
    // The runner writes its row again if the file is taken away before it has ended.
    await waitFor('the runner to end', async () => !isThere(Number(run?.['pid'])));
    assert.equal(agent.calls().length, 2);
    await bare.close();
  });
});
