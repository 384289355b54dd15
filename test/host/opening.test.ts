import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from '../../scripts/project.ts';
import { makeConversation, type Made } from '../support/madeStores.ts';
import { PICTURE_SETTINGS, takesPictures } from './harness/camera.ts';
import { openEditor } from './harness/editor.ts';
import { leaveRows } from './harness/surfaces/tree.ts';
import { waitFor } from './harness/waitFor.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import {
  entryLine,
  makeDemo,
  makeWorkspace,
  minutesFromNow,
  minutesUntil,
  type Workspace,
} from './harness/workspace.ts';

const deferNotices = async (window: EditorWindow): Promise<readonly string[]> =>
  (await window.notifications.all()).map(({ text }) => text).filter(text => text.includes('Defer'));

/** The group of something due in so many whole days, at an hour well inside its day. */
const groupInDays = (days: number, zone: string): string => {
  const weekday = new Date(new Date().toLocaleString('en-US', { timeZone: zone })).getDay() || 7;
  return days === 1 ? 'Tomorrow' : weekday + days <= 7 ? 'This Week' : 'Next Week';
};

/** What stands beside a title, on both sides. */
const lineOf = ({ time, description }: { readonly time: string; readonly description: string }): string =>
  `${time}| ${description}`;

describe('opening the demo', () => {
  let demo: Workspace;
  let window: EditorWindow;
  before(async () => {
    demo = await makeDemo();
    window = await openWindow({ open: demo.folder, settings: PICTURE_SETTINGS });
    await window.notifications.next(/overdue/);
  });
  after(() => window.close());

  test('one banner says how much is overdue, and since when', async () => {
    const [banner, ...more] = (await window.notifications.all()).filter(({ text }) => text.includes('Defer'));
    assert.deepEqual(more, []);
    assert.equal(banner?.text, 'Defer: 3 overdue, oldest since yesterday.');
    assert.deepEqual(banner?.buttons, ['Review', 'Snooze All 1h', "Don't Show Again"]);
    assert.equal(banner?.severity, 'info');
    const isCut = await window.page
      // On a slow machine the toast has hidden by now, and the list behind the bell shows it.
      .locator('.notification-list-item-source, .notification-list-item .monaco-text-button')
      .evaluateAll(nodes => nodes.map(node => node.scrollWidth > node.clientWidth));
    assert.deepEqual(isCut, [false, false, false, false], 'who says it, and each button, can be read whole');
  });

  test('the tree shows every entry in its group', async () => {
    await window.tree.show();
    await window.tree.row('Cap the retry delay');
    const { zone } = await openEditor();
    const seen = await window.tree.rows();
    const groups = [...new Set(seen.map(({ group }) => group))];
    const inThreeDays = groupInDays(3, zone);
    // The last one is due in fifteen days: never in the week after this one.
    assert.deepEqual(groups, ['Overdue', 'Today', 'Tomorrow', inThreeDays, 'Later', 'Closed']);
    assert.deepEqual(await window.tree.labelsIn('Overdue'), [
      'Finish the retry review',
      'Cap the retry delay',
      'Ask who answers with 429',
    ]);
    assert.deepEqual(await window.tree.labelsIn('Today'), [
      'Check the order of the queue',
      'Read the delivery figures',
    ]);
    assert.deepEqual(await window.tree.labelsIn('Tomorrow'), ['Review the ordering']);
    assert.ok((await window.tree.labelsIn(inThreeDays)).includes('Write the upgrade notes'));
    assert.ok((await window.tree.labelsIn('Later')).includes('Announce the beta'));
    assert.equal((await window.tree.row('Overdue')).description, '3');
    assert.match(lineOf(await window.tree.row('Finish the retry review')), /^1 d 2 h\| claude$/);
    assert.match(lineOf(await window.tree.row('Check the order of the queue')), /^\d\d:\d\d\| in 4\d min · claude$/);
    assert.match(
      lineOf(await window.tree.row('Read the delivery figures')),
      /^\d\d:\d\d\| in 1 h \d+ min · snoozed · #figures$/,
    );
    await window.tree.toggle('Closed');
    assert.equal((await window.tree.row('Refuse large bodies')).group, 'Closed');
  });

  test('the badge and the status bar count what is due, in the colour of a warning', async () => {
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    assert.deepEqual(await window.status(), { text: '3 due', label: 'Defer: 3 due', warning: true });
  });

  const takePicture = async (): Promise<void> => {
    await window.tree.show();
    const { home } = await openEditor();
    const reset = Math.ceil(minutesFromNow(100) / 60_000) * 60_000;
    const end = { resetsAt: reset };
    const converse = (agent: 'claude' | 'codex' | 'gemini', minutesAgo: number, made: Partial<Made>): unknown =>
      makeConversation(home, agent, { folder: demo.folder, at: minutesFromNow(-minutesAgo), ...made });
    converse('claude', 25, { prompt: 'Cap the delay at a minute', end });
    converse('codex', 40, { prompt: 'Port the queue tests', end });
    converse('claude', 12, { prompt: 'Watch the canary' });
    converse('gemini', 90, { prompt: 'Draw the figures' });
    await window.page.setViewportSize({ width: 1280, height: 800 });
    await window.openFile('notes.md');
    await window.pressKeyOf('defer.refresh');
    await window.conversations.row('Watch the canary');
    await window.runCommand('Defer: Focus on Conversations View');
    await window.conversations.reach('Watch the canary');
    await window.page.keyboard.press('s');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Later (1/2)');
    await window.quickPick.type('2h');
    await window.quickPick.accept();
    await waitFor('the second box', async () => /What should the agent do then/.test(await window.quickPick.message()));
    await window.quickPick.accept();
    await waitFor('the mark', async () =>
      /^deferred/.test((await window.conversations.row('Watch the canary')).description),
    );
    await window.notifications.clear();
    await leaveRows(window.page);
    await window.page.locator('.statusbar-item', { hasText: 'Activating' }).waitFor({ state: 'detached' });
    const path = join(root, 'docs', 'pictures', 'workspace.png');
    await window.page.screenshot({ path });
    assert.ok(statSync(path).size < 300_000);
  };
  if (takesPictures) test('the picture of the README', takePicture);

  test('a change of the file brings no second banner', async () => {
    demo.append(entryLine('Late from the start', -5));
    await window.tree.row('Late from the start');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '4',
    );
    assert.deepEqual(await deferNotices(window), ['Defer: 3 overdue, oldest since yesterday.']);
  });

  test('Snooze All 1h moves all that is due to an hour from now and keeps how late it is', async () => {
    const before = new Map((await demo.list()).map(entry => [entry.title, entry]));
    await window.notifications.press(/overdue/, 'Snooze All 1h');
    for (const title of [
      'Finish the retry review',
      'Cap the retry delay',
      'Ask who answers with 429',
      'Late from the start',
    ]) {
      const row = await demo.lastRow(title, ({ status }) => status === 'snoozed');
      assert.ok(Math.abs(minutesUntil(row.due_at) - 60) < 2, `${title} is due at ${row.due_at}`);
      assert.equal(row.original_due_at, before.get(title)?.due_at);
    }
    await waitFor('no badge', async () => (await window.tree.badge()) === undefined);
    assert.match((await window.status())?.text ?? '', /^next in \d+ min$/);
    assert.ok((await demo.list()).every(({ group }) => group !== 'Overdue'));
  });
});

describe('opening a workspace with nothing overdue', () => {
  let window: EditorWindow;
  before(async () => {
    const { folder } = await makeWorkspace('quiet', [
      entryLine('Later today', 95),
      entryLine('Without a time', 1, { due_at: undefined }),
    ]);
    window = await openWindow({ open: folder });
  });
  after(() => window.close());

  test('the status bar counts down and does not warn', async () => {
    const status = await waitFor(
      'the status',
      () => window.status(),
      seen => seen !== undefined,
    );
    assert.match(status?.text ?? '', /^next in 1 h 3[45] min$/);
    assert.equal(status?.warning, false);
  });

  test('there is no banner and no badge', async () => {
    await window.tree.show();
    await window.tree.row('Later today');
    // A command goes the banner's way, and behind it.
    await window.clickStatus();
    await window.notifications.next(/nothing is due/);
    assert.equal(await window.offersCommand('Defer: Review Due'), false, 'nothing is due');
    assert.deepEqual(await deferNotices(window), ['Defer: nothing is due.']);
    assert.equal(await window.tree.badge(), undefined);
  });

  test('an entry without a time waits under Later', async () => {
    assert.equal((await window.tree.row('Without a time')).group, 'Later');
  });
});
