import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, workspaceAt, type Workspace } from './harness/workspace.ts';

const today = (title: string): string => entryLine(title, 60);

describe('a window of several folders', () => {
  let alpha: Workspace;
  let beta: Workspace;
  /** Has no schedule. */
  let plain: Workspace;
  /** Its `.sf` is a link to a folder beside it. */
  let linked: Workspace;
  let window: EditorWindow;

  before(async () => {
    // Two entries of one id: only the folder tells them apart.
    const twin = { id: 'twin' };
    alpha = await makeWorkspace('alpha', [entryLine('Late in alpha', -180), entryLine('Twin of alpha', -50, twin)]);
    beta = await makeWorkspace('beta', [entryLine('Late in beta', -90), entryLine('Twin of beta', -40, twin)], {
      'notes.md': 'Notes.\n',
    });
    plain = await makeWorkspace('plain', []);
    linked = await makeWorkspace('linked', [today('Behind a link')]);
    renameSync(join(linked.folder, '.sf'), join(linked.folder, 'kept'));
    symlinkSync('kept', join(linked.folder, '.sf'));
    const file = join(alpha.folder, '..', 'several.code-workspace');
    writeFileSync(
      file,
      JSON.stringify({ folders: [alpha, beta, plain, linked].map(({ folder }) => ({ path: folder })) }),
    );
    window = await openWindow({ open: file });
    await window.tree.show();
    await window.tree.row('Late in alpha');
    await window.tree.row('Behind a link');
  });
  after(() => window.close());

  describe('their schedules', () => {
    test('one tree and one banner for all, by time, each row with its folder', async () => {
      await window.notifications.next(/Defer: 4 overdue/);
      await window.notifications.clear();
      await waitFor(
        'the badge',
        () => window.tree.badge(),
        badge => badge === '4',
      );
      const expected = ['Late in alpha', 'Late in beta', 'Twin of alpha', 'Twin of beta'];
      await waitFor(
        'all of them in order',
        () => window.tree.labelsIn('Overdue'),
        seen => isDeepStrictEqual(seen, expected),
      );
      for (const label of expected) {
        assert.match(
          (await window.tree.row(label)).description,
          label.endsWith('alpha') ? /(?:^| · )alpha$/ : /(?:^| · )beta$/,
        );
      }
    });

    test('an act writes to the file of its row', async () => {
      await window.tree.pressInline('Late in beta', 'Done');
      await beta.lastRow('Late in beta', ({ status }) => status === 'done');
      await waitFor('it to go', async () => !(await window.tree.labelsIn('Overdue')).includes('Late in beta'));
      await window.tree.pressInline('Twin of beta', 'Done');
      await beta.lastRow('Twin of beta', ({ status }) => status === 'done');
      assert.equal(alpha.rows().length, 2);
      await waitFor('it to go', async () => !(await window.tree.labelsIn('Overdue')).includes('Twin of beta'));
      await window.tree.pressInline('Twin of alpha', 'Done');
      await alpha.lastRow('Twin of alpha', ({ status }) => status === 'done');
      assert.equal(beta.rows().length, 4);
    });

    test('a new entry goes to the folder of the open file, else to the one that is picked', async () => {
      const schedule = async (title: string): Promise<void> => {
        await window.runCommand('Defer: Schedule in 2h…');
        await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Schedule in 2h');
        await window.quickPick.type(title);
        await window.quickPick.accept();
      };
      await schedule('Picked');
      await window.quickPick.choose('beta');
      await beta.lastRow('Picked', () => true);
      await window.openFile('notes.md');
      await schedule('Near the notes');
      const row = await beta.lastRow('Near the notes', () => true);
      assert.deepEqual(row.payload?.['artifacts'], ['notes.md']);
      assert.equal(alpha.rows().length, 3);
    });
  });

  describe('what others write to the file', () => {
    /** Does something to a file, and waits until the tree shows it. Prints how long that took, in ms. */
    const shownAfter = async (title: string, act: () => unknown): Promise<void> => {
      const begun = performance.now();
      act();
      await window.tree.row(title);
      console.log(`  ${title}: shown after ${Math.round(performance.now() - begun)} ms`);
    };
    const isGone = (title: string): Promise<unknown> =>
      waitFor(`${title} to go`, async () => !(await window.tree.rows()).some(({ label }) => label === title));

    test('a row shows where there was no .sf before', async () => {
      assert.equal(existsSync(join(plain.folder, '.sf')), false);
      await shownAfter('The first', () => plain.append(today('The first')));
    });

    test('a row that is added shows', async () => {
      await shownAfter('The second', () => plain.append(today('The second')));
    });

    test('a line echoed by a shell shows, with the fields it has', async () => {
      const due = new Date(Date.now() - 120_000).toISOString();
      const line = `printf '{"due_at":"${due}","title":"By hand"}\\n' >> .sf/schedule.jsonl`;
      await shownAfter('By hand', () => execFileSync('sh', ['-c', line], { cwd: plain.folder }));
      assert.deepEqual(await window.tree.labelsIn('Overdue'), ['Late in alpha', 'By hand']);
      await waitFor(
        'the badge',
        () => window.tree.badge(),
        badge => badge === '2',
      );
    });

    test('a file that is deleted takes its rows along, and one made anew shows', async () => {
      rmSync(plain.file);
      await isGone('The first');
      await shownAfter('After deletion', () => plain.append(today('After deletion')));
      await shownAfter('And one more', () => plain.append(today('And one more')));
    });

    test('so with the whole folder', async () => {
      rmSync(join(plain.folder, '.sf'), { recursive: true });
      await isGone('After deletion');
      await shownAfter('In a new folder', () => plain.append(today('In a new folder')));
      await shownAfter('In it again', () => plain.append(today('In it again')));
    });

    test('a file that is replaced shows what it holds now', async () => {
      const other = join(plain.folder, 'other.jsonl');
      writeFileSync(other, `${today('From a rename')}\n`);
      await shownAfter('From a rename', () => renameSync(other, plain.file));
      await isGone('In a new folder');
    });

    test('a row behind a link inside the workspace shows, and acts go there', async () => {
      await shownAfter('Added behind it', () => workspaceAt(linked.folder).append(today('Added behind it')));
      await window.tree.pressInline('Behind a link', 'Done');
      await linked.lastRow('Behind a link', ({ status }) => status === 'done');
      assert.equal(lstatSync(join(linked.folder, '.sf')).isSymbolicLink(), true);
    });

    test('a link that leads out of the folder is left alone, and said so', async () => {
      const outside = await makeWorkspace('outside', [today('Not ours')]);
      rmSync(join(linked.folder, '.sf'));
      symlinkSync(join(outside.folder, '.sf'), join(linked.folder, '.sf'));
      await window.notifications.next(/\.sf is a link that leads out of the folder/);
      rmSync(join(linked.folder, '.sf'));
      mkdirSync(join(linked.folder, '.sf'));
      await shownAfter('Back inside', () => linked.append(today('Back inside')));
      assert.ok(!(await window.tree.rows()).some(({ label }) => label === 'Not ours'));
    });

    test('lines that cannot be read are counted as problems, and a click leads to each', async () => {
      plain.append('<<<<<<< HEAD', today('Ours'), '=======', '{"id": "torn', today('Theirs'), '>>>>>>> theirs');
      await window.tree.row('Ours');
      assert.equal((await window.tree.row('Theirs')).group, 'Today');
      assert.equal((await window.tree.row('Problems')).description, '4');
      await window.tree.toggle('Problems');
      const wanted = ['plain: Line 2: conflict marker', 'plain: Line 4: conflict marker', 'plain: Line 5: bad JSON'];
      await window.tree.row('plain: Line 7: conflict marker');
      assert.deepEqual((await window.tree.labelsIn('Problems')).slice(0, 3), wanted);
      await window.tree.click('plain: Line 5: bad JSON');
      await waitFor('the line', async () => (await window.cursor()) === 'Ln 5, Col 1');
      assert.equal(await window.activeTab(), 'schedule.jsonl');
    });
  });
});
