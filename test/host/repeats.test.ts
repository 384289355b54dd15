import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root } from '../../scripts/project.ts';
import { takesPictures } from './harness/camera.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesFromNow, minutesUntil, type FileRow, type Workspace } from './harness/workspace.ts';

const day = 24 * 60;
const iso = (minutes: number): string => new Date(minutesFromNow(minutes)).toISOString();

interface RepeatRow extends FileRow {
  readonly repeat?: { readonly cron?: string; readonly every?: string; readonly enabled?: boolean };
}

describe('what repeats, comes from files, or waits', () => {
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    const every = { every: 'P1D', anchor: iso(-5 * day - 60) };
    ({ window, workspace } = await useWindow({
      lines: [
        entryLine('Daily look', -3 * day - 60, { repeat: every }),
        entryLine('Daily check', day - 60, { repeat: every }),
        entryLine('Missed the boat', -2 * day, { expires_at: iso(-day) }),
      ],
      files: {
        '.sf/schedules/audit.md': '---\ncron: 0 9 1 1 *\nagent: claude\n---\nAudit the dependencies.\n',
        '.sf/schedules/broken.md': 'There is no front matter here.\n',
      },
    }));
    await window.tree.row('Daily look');
  });

  const lastRepeat = async (title: string, isGood: (row: RepeatRow) => boolean): Promise<RepeatRow> =>
    await workspace.lastRow(title, isGood);
  const reading = (pattern: RegExp): Promise<unknown> =>
    waitFor(
      `a reading like ${pattern}`,
      () => window.quickPick.items(),
      items => items.some(({ label }) => pattern.test(label)),
    );

  test('what was missed is one late entry that says how many and since when', async () => {
    const row = await window.tree.row('Daily look');
    assert.equal(row.group, 'Overdue');
    assert.match(row.description, /^4 missed since \w{3} · repeats$/);
    assert.equal((await window.status())?.text, '1 due');
  });

  test('one box takes what is to be done and when, and shows both while they are typed', async () => {
    if (takesPictures) {
      await window.page.setViewportSize({ width: 1280, height: 800 });
      await window.notifications.clear();
    }
    await window.runCommand('Defer: Schedule…');
    await waitFor('the first box', async () => (await window.quickPick.title()) === 'Defer: Schedule (1/2)');
    await window.quickPick.type('review the retry semantics in 2h');
    await waitFor(
      'both parts',
      () => window.quickPick.message(),
      text => /“review the retry semantics”: .*\(in 2 h\)/.test(text),
    );
    if (takesPictures) {
      await window.page.screenshot({ path: join(root, 'docs', 'pictures', 'schedule.png') });
    }
    await window.quickPick.accept();
    const { due_at } = await workspace.lastRow('review the retry semantics', () => true);
    assert.ok(Math.abs(minutesUntil(due_at) - 120) < 2);
  });

  test('what expired is too late, and counts no more', async () => {
    assert.equal((await window.tree.row('Missed the boat')).group, 'Too Late');
    assert.equal(await window.tree.badge(), '1');
  });

  test('Skip in the review list goes on to the next time, and the file says what was skipped', async () => {
    await window.clickStatus();
    await window.quickPick.pressRowButton('Daily look', 'Skip');
    const row = await lastRepeat('Daily look', ({ due_at }) => minutesUntil(due_at) > 0);
    assert.ok(Math.abs(minutesUntil(row.due_at) - (day - 60)) < 2);
    assert.ok(workspace.rowsOf('Daily look').some(({ run }) => run?.event === 'skipped'));
    await window.notifications.next(/nothing is due/);
    await window.notifications.clear();
  });

  test('Pause and Resume from the menu of a row', async () => {
    await window.tree.chooseFromMenu('Daily check', 'Pause');
    await lastRepeat('Daily check', ({ repeat }) => repeat?.enabled === false);
    await waitFor(
      'a row that is paused, among those that repeat',
      () => window.tree.row('Daily check'),
      ({ group, spoken }) => group === 'Repeating' && spoken.includes('paused'),
    );
    await window.tree.chooseFromMenu('Daily check', 'Unpause');
    await lastRepeat('Daily check', ({ repeat, due_at }) => repeat?.enabled !== false && minutesUntil(due_at) > 0);
  });

  test('where the end may be no time, it asks', async () => {
    if (takesPictures) {
      await window.page.setViewportSize({ width: 1280, height: 800 });
      await window.notifications.clear();
    }
    await window.runCommand('Defer: Schedule…');
    await waitFor('the first box', async () => (await window.quickPick.title()) === 'Defer: Schedule (1/2)');
    await window.quickPick.type('write the notes for friday');
    await window.quickPick.accept();
    await window.quickPick.choose(/write the notes for friday”: ask me when/);
    await waitFor('the second box', async () => (await window.quickPick.title()) === 'Defer: Schedule (2/2)');
    await window.quickPick.type('3h');
    await window.quickPick.accept();
    await workspace.lastRow('write the notes for friday', ({ due_at }) => minutesUntil(due_at) > 170);
  });

  test('a rule is read in words with its next three times before it is written', async () => {
    if (takesPictures) {
      await window.page.setViewportSize({ width: 1280, height: 800 });
      await window.notifications.clear();
    }
    await window.runCommand('Defer: Schedule…');
    await waitFor('the first box', async () => (await window.quickPick.title()) === 'Defer: Schedule (1/2)');
    await window.quickPick.type('Write the report');
    await window.quickPick.accept();
    await waitFor('the second box', async () => (await window.quickPick.title()) === 'Defer: Schedule (2/2)');
    await window.quickPick.type('every weekday at 9');
    await reading(/^At 09:00, Monday through Friday$/);
    const [rule] = await window.quickPick.items();
    assert.match(rule?.detail ?? '', /, 09:00 .*, then .*, then /);
    await window.screenshot('rule');
    await window.quickPick.accept();
    assert.equal((await lastRepeat('Write the report', () => true)).repeat?.cron, '0 9 * * 1-5');
  });

  test('a schedule file is an entry, live as it changes, and a broken one a problem', async () => {
    assert.match((await window.tree.row('audit')).description, /claude · (?:repeats|At 09:00, .*)$/);
    await window.tree.toggle('Problems');
    await window.tree.row(/schedule file/);
    writeFileSync(join(workspace.folder, '.sf/schedules/broken.md'), '---\nevery: 2h\n---\nMended.\n');
    await window.tree.row('broken');
    rmSync(join(workspace.folder, '.sf/schedules/broken.md'));
    const labels = async (): Promise<boolean> => (await window.tree.rows()).some(({ label }) => label === 'broken');
    await waitFor('the entry to go with its file', async () => !(await labels()));
  });

  test('a schedule file is paused in the file, comments and all', async () => {
    await window.tree.chooseFromMenu('audit', 'Pause');
    const file = join(workspace.folder, '.sf/schedules/audit.md');
    const text = (): Promise<string> => Promise.resolve(readFileSync(file, 'utf8'));
    await waitFor('the file to say so', text, found => /^enabled: false$/m.test(found));
    assert.match(await text(), /\nAudit the dependencies\.\n$/);
  });

  test('New Schedule File asks for a name, a rule and an agent, and opens what it made', async () => {
    await window.runCommand('Defer: New Schedule File…');
    await waitFor('the name', async () => (await window.quickPick.title()) === 'Defer: New Schedule File (1/3)');
    await window.quickPick.type('nightly audit');
    await window.quickPick.accept();
    await waitFor('the rule', async () => (await window.quickPick.title()) === 'Defer: New Schedule File (2/3)');
    await window.quickPick.type('every day at 2am');
    await reading(/^At 02:00/);
    await window.quickPick.accept();
    await waitFor('the agent', async () => (await window.quickPick.title()) === 'Defer: New Schedule File (3/3)');
    await window.quickPick.choose('claude');
    await window.tree.row(/nightly-audit/);
    assert.match(
      readFileSync(join(workspace.folder, '.sf/schedules/nightly-audit.md'), 'utf8'),
      /^---\ncron: "0 2 \* \* \*"\n[^]*\nagent: claude\n---\n\n$/,
    );
    await waitFor('the file in the editor', async () => (await window.editorText()).includes('0 2 * * *'));
    const lenses = window.page.locator('.editor-instance .codelens-decoration');
    await waitFor(
      'what is said over the file',
      () => lenses.allTextContents(),
      texts => texts.some(text => /claude/.test(text)) && texts.some(text => /Write below what the agent/.test(text)),
    );
  });

  test('an entry that waits for a file is due once the file is there', async () => {
    assert.equal(existsSync(join(workspace.folder, 'figures.csv')), false);
    workspace.append(entryLine('Look at the figures', -1, { due_at: undefined, waits_for: { file: '*.csv' } }));
    await waitFor(
      'the group of what waits',
      () => window.tree.row('Look at the figures'),
      ({ group }) => group === 'Waiting',
    );
    writeFileSync(join(workspace.folder, 'figures.csv'), 'a,b\n');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'it to be due',
      () => window.tree.row('Look at the figures'),
      ({ group }) => group === 'Overdue',
    );
  });
});
