import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { before, describe, test } from 'node:test';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { minutesUntil, type Workspace } from './harness/workspace.ts';

const anyRow = (): boolean => true;

describe('a folder without a schedule', () => {
  let window: EditorWindow;
  let empty: Workspace;
  before(async () => {
    ({ window, workspace: empty } = await useWindow({}));
  });

  test('the tree says how to begin', async () => {
    await window.tree.show();
    const welcome = await waitFor(
      'a welcome',
      () => window.tree.welcome(),
      text => text.startsWith('Nothing scheduled yet.'),
    );
    assert.doesNotMatch(welcome, /Open Schedule File/);
    await waitFor('nothing in the status bar', async () => (await window.status()) === undefined);
    assert.equal(await window.tree.badge(), undefined);
    assert.deepEqual(empty.fingerprint(), {});
  });

  test('its button asks what to schedule, and the schedule takes the place of the welcome', async () => {
    await window.page.locator('.welcome-view-content .monaco-button', { hasText: 'Schedule Something' }).click();
    await window.quickPick.waitUntilOpen();
    assert.equal(await window.quickPick.title(), 'Defer: Schedule (1/2)');
    await window.quickPick.type('Begin');
    await window.quickPick.accept();
    await waitFor('the second question', async () => (await window.quickPick.title()) === 'Defer: Schedule (2/2)');
    await window.quickPick.choose('In 30 Minutes');
    assert.equal((await window.tree.row('Begin')).group, 'Today');
    assert.equal(empty.rows().length, 1);
  });
});

describe('scheduling through the palette, by keyboard', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const lines = Array.from({ length: 9 }, (_, index) => `line ${index + 1}`).join('\n');
    ({ window, workspace } = await useWindow({ files: { 'src/retry.js': lines } }));
  });

  /** Answers the box that has this title, once it is there. */
  const say = async (title: string, text: string): Promise<void> => {
    await waitFor(`the box ${title}`, async () => (await window.quickPick.title()) === title);
    await window.quickPick.type(text);
    await window.quickPick.accept();
  };
  const closed = (): Promise<void> => window.quickPick.waitUntilClosed();

  test('Schedule in 30m makes the file, and says to git how to merge it', async () => {
    await window.runCommand('Defer: Schedule in 30m…');
    await say('Defer: Schedule in 30m', 'Look at the build');
    const row = await workspace.lastRow('Look at the build', anyRow);
    assert.ok(Math.abs(minutesUntil(row.due_at) - 30) < 1, `due at ${row.due_at}`);
    assert.equal(row.kind, 'reminder');
    assert.equal(row.created_by, 'user');
    assert.equal(workspace.rows().length, 1);
    assert.equal((await window.tree.row('Look at the build')).group, 'Today');
    const text = (name: string): string => readFileSync(join(workspace.folder, '.sf', name), 'utf8');
    assert.equal(text('.gitattributes'), 'schedule.jsonl text eol=lf merge=union\n');
    assert.match(text('.gitignore'), /^\*\.tmp$/m);
  });

  test('Escape at either question writes nothing', async () => {
    await window.runCommand('Defer: Schedule…');
    await waitFor('the first question', async () => (await window.quickPick.title()) === 'Defer: Schedule (1/2)');
    await window.quickPick.escape();
    await closed();
    await window.runCommand('Defer: Schedule…');
    await say('Defer: Schedule (1/2)', 'Never mind');
    await waitFor('the second question', async () => (await window.quickPick.title()) === 'Defer: Schedule (2/2)');
    await window.quickPick.escape();
    await closed();
    assert.equal(workspace.rows().length, 1);
  });

  test('an entry needs words', async () => {
    await window.runCommand('Defer: Schedule in 2h…');
    await say('Defer: Schedule in 2h', '  ');
    await waitFor('why not', async () => /Say in a few words/.test(await window.quickPick.message()));
    assert.equal(await window.quickPick.isOpen(), true);
    await window.quickPick.escape();
    await closed();
    assert.equal(workspace.rows().length, 1);
  });

  test('a time is read while it is typed, and one that is not understood is not taken', async () => {
    await window.runCommand('Defer: Schedule…');
    await say('Defer: Schedule (1/2)', 'Read the logs');
    await waitFor('the second question', async () => (await window.quickPick.title()) === 'Defer: Schedule (2/2)');
    await window.quickPick.item('In 30 Minutes');
    await window.quickPick.type('some day soonish');
    await window.quickPick.item(/^Not a time Defer knows: "some day soonish"\.$/);
    await window.quickPick.item(/^Try 30m, 2h, 3pm/);
    await window.quickPick.accept();
    await window.quickPick.type('in 3 days at 8am');
    await window.quickPick.item(/08:00.*in 2 d/);
    assert.deepEqual(workspace.rowsOf('Read the logs'), []);
    await window.quickPick.type('90m');
    await window.quickPick.item(/in 1 h 30 min|in 1 h 29 min/);
    await window.quickPick.accept();
    const row = await workspace.lastRow('Read the logs', anyRow);
    assert.ok(Math.abs(minutesUntil(row.due_at) - 90) < 1, `due at ${row.due_at}`);
    assert.equal(row.payload?.['artifacts'], undefined);
  });

  test('the open file becomes an artifact', async () => {
    await window.openFile('retry.js');
    await window.runCommand('Defer: Schedule Tomorrow Morning…');
    await say('Defer: Schedule Tomorrow Morning', 'Cap the delay');
    const row = await workspace.lastRow('Cap the delay', anyRow);
    assert.deepEqual(row.payload?.['artifacts'], ['src/retry.js']);
    const { zone } = await openEditor();
    const [due, tomorrow] = [new Date(row.due_at ?? ''), new Date(Date.now() + 86_400_000)].map(at =>
      at.toLocaleString('en-GB', { timeZone: zone }),
    );
    assert.equal(due, `${tomorrow?.slice(0, 10)}, 09:00:00`);
    assert.equal((await window.tree.row('Cap the delay')).group, 'Tomorrow');
  });

  test('so do the lines that are selected', async () => {
    /** Presses keys from the beginning of the text on, until the cursor is where it should be. */
    const press = async (cursor: string, ...keys: readonly string[]): Promise<void> => {
      const isThere = async (): Promise<boolean> => {
        for (const key of ['ControlOrMeta+Home', ...keys]) await window.page.keyboard.press(key);
        // The editor may not have the focus yet.
        const atCursor = async (): Promise<boolean> => (await window.cursor()).startsWith(cursor);
        return waitFor('the cursor', atCursor, Boolean, 3000).catch(() => false);
      };
      await waitFor(`the cursor at ${cursor}`, isThere);
    };
    const schedule = async (title: string): Promise<unknown> => {
      await window.runCommand('Defer: Schedule in 2h…');
      await say('Defer: Schedule in 2h', title);
      await closed();
      return (await workspace.lastRow(title, anyRow)).payload?.['artifacts'];
    };
    await window.openFile('retry.js');
    await press('Ln 2, Col 7 (6 selected)', 'ArrowDown', 'Shift+End');
    assert.deepEqual(await schedule('Within one line'), ['src/retry.js:2']);
    await press('Ln 4, Col 7 (20 selected)', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+End');
    assert.deepEqual(await schedule('Over three lines'), ['src/retry.js:2-4']);
    const toLine4 = ['ArrowDown', 'ArrowDown', 'ArrowDown'];
    await press('Ln 6, Col 1 (14 selected)', ...toLine4, 'Shift+ArrowDown', 'Shift+ArrowDown');
    // The cursor stands before line 6, of which nothing is selected.
    assert.deepEqual(await schedule('Whole lines'), ['src/retry.js:4-5']);
  });

  test('a button gives the work to an agent', async () => {
    await window.runCommand('Defer: Schedule in 2h…');
    await waitFor('the question', async () => (await window.quickPick.title()) === 'Defer: Schedule in 2h');
    await window.quickPick.type('Go on with');
    await window.quickPick.pressTitleButton('Assign to an agent');
    await window.quickPick.choose('codex');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule in 2h · codex');
    await window.page.keyboard.type(' the review');
    assert.equal(await window.quickPick.text(), 'Go on with the review', 'what was typed before is still there');
    await window.quickPick.accept();
    const row = await workspace.lastRow('Go on with the review', anyRow);
    assert.equal(row.kind, 'prompt');
    assert.equal(row.payload?.['agent'], 'codex');
    assert.equal(row.payload?.['prompt'], 'Go on with the review');
  });

  test('the command line says the same of all of it', async () => {
    const listed = (await workspace.list()).map(({ title, group }) => `${group}: ${title}`).sort();
    const shown = async (): Promise<readonly string[]> => {
      const entries = (await window.tree.rows()).filter(({ level }) => level > 1);
      return entries.map(({ label, group }) => `${group}: ${label}`).sort();
    };
    await waitFor(`the tree to show ${listed.join('; ')}`, shown, seen => isDeepStrictEqual(seen, listed));
  });
});
