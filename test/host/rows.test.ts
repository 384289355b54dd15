import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { useWindow } from './harness/sharedWindow.ts';
import { offerOf } from './harness/surfaces/status.ts';
import { waitFor } from './harness/waitFor.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine, type Workspace } from './harness/workspace.ts';

const hour = 60;
const day = 24 * hour;
const arabic = 'راجع طلب الدمج';

describe('several rows at once, by keyboard', () => {
  let window: EditorWindow;
  let workspace: Workspace;
  const titles = ['Ask first', 'Ask second', 'Ask third'];
  before(async () => {
    const lines = titles.map((title, index) => entryLine(title, -30 + index));
    ({ window, workspace } = await useWindow({ lines, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Ask third');
  });
  const areUnder = (group: string): Promise<unknown> =>
    waitFor(
      `all under ${group}`,
      () => window.tree.labelsIn(group),
      labels => titles.every(title => labels.includes(title)),
    );
  /** Marks all three, from the first one down. */
  const mark = async (): Promise<void> => {
    const selected = window.page.locator('[id="workbench.view.extension.defer"] .monaco-list-row.selected');
    const areSelected = async (): Promise<boolean> => {
      await window.tree.click('Ask first');
      await window.page.keyboard.press('Shift+ArrowDown');
      await window.page.keyboard.press('Shift+ArrowDown');
      // A row that is drawn anew meanwhile is selected no more.
      const all = async (): Promise<boolean> => (await selected.count()) === titles.length;
      return waitFor('all three to be selected', all, Boolean, 2000).catch(() => false);
    };
    await waitFor('all three to be marked', areSelected);
  };

  test('one time is asked for, one message tells of all, and one Undo takes all back', async () => {
    await mark();
    await window.page.keyboard.press('s');
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Snooze 3 Entries');
    await window.quickPick.type('2h');
    await window.quickPick.accept();
    await areUnder('Today');
    const said = window.page.locator('.statusbar-item', { hasText: /Defer: 3 snoozed until / });
    await said.waitFor();
    await window.screenshot('rows-several');
    const due = titles.map(title => workspace.rowsOf(title).at(-1)?.due_at);
    assert.equal(new Set(due).size, 1, due.join());
    await window.tree.click('Ask first');
    await window.page.keyboard.press('ControlOrMeta+z');
    await areUnder('Overdue');
  });

  /** Takes back what was done last, once the window says that it was. */
  const undo = async (title: string): Promise<void> => {
    await window.page.locator('.statusbar-item', { hasText: `Defer: "${title}": Done.` }).waitFor();
    await waitFor('the row to go', async () => !(await window.tree.labelsIn('Overdue')).includes(title));
    await window.page.keyboard.press('ControlOrMeta+z');
    await workspace.lastRow(title, ({ status }) => status !== 'done');
    await areUnder('Overdue');
  };

  test('a key is for the row that has the focus, where that is not among those that are selected', async () => {
    await window.tree.click('Ask third');
    await window.page.keyboard.press('ArrowUp');
    await window.page.keyboard.press('d');
    await workspace.lastRow('Ask second', ({ status }) => status === 'done');
    await undo('Ask second');
    await window.tree.click('Ask first');
    await window.page.keyboard.press('Shift+ArrowDown');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('d');
    await workspace.lastRow('Ask third', ({ status }) => status === 'done');
    const others = ['Ask first', 'Ask second'].map(title => workspace.rowsOf(title).at(-1)?.status);
    assert.ok(!others.includes('done'), others.join());
    await undo('Ask third');
  });

  test('the menu of a selected row is for all that are selected', async () => {
    await mark();
    await window.tree.chooseFromMenu('Ask second', 'Done');
    for (const title of titles) await workspace.lastRow(title, ({ status }) => status === 'done');
    await window.page.locator('.statusbar-item', { hasText: 'Defer: 3 done.' }).waitFor();
    await offerOf(window.page).click();
    await areUnder('Overdue');
  });

  test('Enter in the review list, with nothing ticked, means the first row', async () => {
    await window.runCommand('Defer: Review Due');
    await window.quickPick.item('Ask first');
    await window.quickPick.accept();
    await waitFor('its actions', async () => (await window.quickPick.placeholder()) === 'Choose an action');
    await window.quickPick.escape();
    await window.quickPick.item('Ask first');
    await window.quickPick.escape();
  });
});

describe('rows of the tree', () => {
  let window: EditorWindow;
  before(async () => {
    const lines = [
      promptLine('Finish the retry review of the delivery', -26 * hour, 'claude', 'Go on.'),
      entryLine(arabic, -3 * hour, { payload: { tags: ['api'] } }),
      entryLine('Ask who answers with 429', -25, { payload: { priority: 'high', tags: ['api', 'beta'] } }),
      entryLine('Read the delivery figures', 0.75 * hour),
      entryLine('Later in two weeks', 20 * day),
      entryLine('Nightly audit', 3 * day, { repeat: { cron: '0 9 * * *' } }),
      entryLine('Release notes', -1, { due_at: undefined, waits_for: { file: '*.csv' } }),
    ];
    ({ window } = await useWindow({ lines, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Ask who answers with 429');
  });

  /** Gives the side bar a width, by its edge. */
  const widen = async (width: number): Promise<void> => {
    const bar = window.page.locator('.part.sidebar');
    const place = await bar.boundingBox();
    assert.ok(place);
    await window.page.mouse.move(place.x + place.width, 500);
    await window.page.mouse.down();
    await window.page.mouse.move(place.x + width, 500, { steps: 5 });
    await window.page.mouse.up();
    const now = async (): Promise<number> => (await bar.boundingBox())?.width ?? 0;
    await waitFor('the width', now, seen => Math.abs(seen - width) < 12);
  };

  test('the time stands first, then the marks and the title', async () => {
    const late = await window.tree.row('Finish the retry review of the delivery');
    assert.deepEqual([late.group, late.time, late.description], ['Overdue', '1 d 2 h', 'claude']);
    const tagged = await window.tree.row('Ask who answers with 429');
    assert.match(tagged.time, /^2[56] min$/);
    assert.equal(tagged.description, '#api #beta');
    assert.match(tagged.spoken, /^Ask who answers with 429, Overdue, 2\d min late, high priority, #api #beta/);
    assert.match((await window.tree.row('Read the delivery figures')).time, /^\d\d:\d\d$/);
    assert.match((await window.tree.row('Later in two weeks')).time, /^\d{1,2} [A-Z][a-z]{2}( \d{4})?$/);
    assert.equal((await window.tree.row('Nightly audit')).group, 'Repeating');
    assert.equal((await window.tree.row('Release notes')).time, '');
  });

  test('a title from right to left leaves the time at the left', async () => {
    const node = window.page.locator('.monaco-list-row .label-name', { hasText: arabic });
    assert.match((await node.textContent()) ?? '', /^3 h {2}\u2068[^\u2069]+\u2069$/);
    const time = await node.locator('.highlight').boundingBox();
    const whole = await node.boundingBox();
    assert.ok(time && whole && time.x - whole.x < 2, JSON.stringify([time, whole]));
    await window.screenshot('rows');
  });

  test('in a side bar of 200 px, and with the pointer on the row, the time and the beginning of the title are there', async () => {
    await widen(200);
    const title = 'Finish the retry review of the delivery';
    await window.tree.hover(title);
    const row = window.page.locator('.monaco-list-row', { hasText: title });
    await row.locator('.actions .action-label').first().waitFor();
    const time = await row.locator('.label-name .highlight').boundingBox();
    const name = await row.locator('.monaco-icon-label-container').first().boundingBox();
    assert.ok(time && name);
    await window.screenshot('rows-narrow');
    // The time, and behind it so much of the title as tells one from another.
    assert.ok(name.x + name.width - (time.x + time.width) > 30, JSON.stringify([time, name]));
    await widen(300);
  });
});

describe('one box and usual times, by keyboard', () => {
  let window: EditorWindow;
  let workspace: Workspace;
  before(async () => {
    ({ window, workspace } = await useWindow({
      lines: [entryLine('Put me off', -30)],
      files: { 'out/figures.csv': 'a' },
      settings: { 'defer.notifications': 'badge' },
    }));
    await window.tree.row('Put me off');
  });
  const box = (title: string): Promise<unknown> =>
    waitFor(`the box ${title}`, async () => (await window.quickPick.title()) === title);
  const says = (pattern: RegExp): Promise<unknown> =>
    waitFor(
      `the box to say ${pattern}`,
      () => window.quickPick.message(),
      text => pattern.test(text),
    );
  const openBox = async (): Promise<void> => {
    await window.runCommand('Defer: Schedule…');
    await box('Defer: Schedule (1/2)');
  };

  test('the box says what is wrong with a time, whole, and keeps the words only when Enter is pressed again', async () => {
    await openBox();
    await window.quickPick.type('pay the bill at 25:00');
    await says(/^"25:00" is not a time of day\. Type 3pm, 3:30pm, 15:30, noon or midnight\.$/);
    await window.quickPick.type('deploy yesterday');
    await says(/^That is in the past\./);
    await window.quickPick.type('tomorrow 9am');
    await says(/^That is only the time\./);
    await window.quickPick.type('meet 2026-02-30');
    await says(/^There is no day "2026-02-30"\./);
    await window.screenshot('box-trouble');
    await window.quickPick.accept();
    await says(/Press Enter again to keep these words as they are\.$/);
    await window.quickPick.escape();
    await window.quickPick.waitUntilClosed();
    assert.deepEqual(workspace.rowsOf('meet 2026-02-30'), []);
  });

  test('the time may stand anywhere, and the chosen agent is to be seen', async () => {
    await openBox();
    await window.quickPick.pressTitleButton('Assign to an agent');
    await window.quickPick.choose('claude');
    await box('Defer: Schedule (1/2) · claude');
    await window.quickPick.type('in 30m look at CI');
    await says(/^“look at CI”: .*in 30 min\) · claude$/);
    await window.screenshot('box-agent');
    await window.quickPick.accept();
    assert.equal((await workspace.lastRow('look at CI', () => true)).payload?.['agent'], 'claude');
    await window.quickPick.waitUntilClosed();
  });

  test('usual times stand there before anything is typed, and the last one comes first the next time', async () => {
    await window.runCommand('Defer: Snooze…');
    await window.quickPick.choose('Put me off');
    await waitFor('the times', async () =>
      (await window.quickPick.items()).some(({ label }) => label === 'In 2 Hours'),
    );
    await window.screenshot('presets');
    const labels = (await window.quickPick.items()).map(({ label }) => label);
    assert.ok(labels.includes('Tomorrow Morning') && labels.includes('Pick a Date and Time…'), labels.join());
    assert.ok(!labels.includes('When a File Changes…'), labels.join());
    await window.quickPick.choose('In 2 Hours');
    await workspace.lastRow('Put me off', ({ status }) => status === 'snoozed');
    await window.runCommand('Defer: Snooze…');
    await window.quickPick.choose('Put me off');
    await window.quickPick.item('In 2 Hours');
    assert.equal((await window.quickPick.items())[0]?.label, 'In 2 Hours');
    await window.quickPick.choose('Pick a Date and Time…');
    await waitFor('the days', async () => /^Which day/.test(await window.quickPick.placeholder()));
    await window.quickPick.item('Tomorrow');
    await window.screenshot('pick-date');
    await window.quickPick.choose('Tomorrow');
    await waitFor('the hours', async () => /^At what time/.test(await window.quickPick.placeholder()));
    await window.quickPick.type('9:15');
    await window.quickPick.item(/09:15/);
    await window.quickPick.accept();
    await workspace.lastRow('Put me off', ({ due_at }) => due_at?.slice(14, 16) === '15');
    await window.quickPick.waitUntilClosed();
  });

  test('a new entry may wait for a file, or for another entry', async () => {
    const begin = async (title: string): Promise<void> => {
      await openBox();
      await window.quickPick.type(title);
      await window.quickPick.accept();
      await box('Defer: Schedule (2/2)');
    };
    await begin('Read what was made');
    await window.quickPick.choose('When a File Changes…');
    await window.quickPick.choose('out/figures.csv');
    assert.equal((await window.tree.row('Read what was made')).group, 'Waiting');
    await begin('Then this');
    await window.quickPick.choose('When an Entry Is Done…');
    await window.quickPick.choose('Put me off');
    assert.equal((await window.tree.row('Then this')).group, 'Waiting');
    await window.screenshot('waiting');
  });
});
