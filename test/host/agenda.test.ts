import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { openEditor } from './harness/editor.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, minutesFromNow, minutesUntil, promptLine, type Workspace } from './harness/workspace.ts';

const hour = 60;
const day = 24 * hour;

const iso = (minutes: number): string => new Date(minutesFromNow(minutes)).toISOString();

/** A row that says that a run of the entry on this line ended so many minutes ago. */
const ranLine = (line: string, minutesAgo: number, more: Readonly<Record<string, unknown>>): readonly string[] => {
  const { id } = JSON.parse(line) as { id: string };
  const run = { occ: iso(-minutesAgo), gen: 0, token: id.slice(-8).toLowerCase() };
  return [
    JSON.stringify({
      ...(JSON.parse(line) as object),
      run: { ...run, event: 'started', at: iso(-minutesAgo - 5), agent: 'claude' },
    }),
    JSON.stringify({
      ...(JSON.parse(line) as object),
      run: { ...run, event: 'ended', at: iso(-minutesAgo), duration_ms: 300_000, ...more },
    }),
  ];
};

const nightly = promptLine('Nightly audit', day, 'claude', 'Audit.').replace(
  '"payload"',
  '"repeat":{"cron":"30 2 * * *","tz":"UTC"},"payload"',
);
const failing = promptLine('Flaky check', 3 * day, 'codex', 'Check.');

const LINES = [
  promptLine('Finish the retry review', -26 * hour, 'claude', 'Go on.'),
  entryLine('Ask who answers with 429', -25, { payload: { tags: ['api'] } }),
  entryLine('Read the delivery figures', 2 * hour, { payload: { priority: 'high' } }),
  promptLine('Check the order of the queue', 3 * hour, 'claude', 'Go on.'),
  entryLine('Review the ordering', day + hour),
  entryLine('Write the upgrade notes', 3 * day),
  entryLine('Announce the beta', 12 * day),
  entryLine('Proposed by an agent', 2 * day, { status: 'proposed', created_by: 'agent:claude' }),
  entryLine('Release notes', 0, { due_at: undefined, waits_for: { file: 'docs/*.md', baseline: {} } }),
  nightly,
  failing,
  ...ranLine(nightly, 30, { exit_code: 0 }),
  ...ranLine(failing, 90, { exit_code: 1, limit: iso(5 * hour) }),
];

describe('the agenda', () => {
  let window: EditorWindow;
  let workspace: Workspace;
  let agenda: Frame;
  let zone: string;
  before(async () => {
    ({ zone } = await openEditor());
    ({ window, workspace } = await useWindow({ lines: LINES, settings: { 'defer.notifications': 'badge' } }));
    await window.tree.row('Announce the beta');
    await window.runCommand('Defer: Agenda');
    agenda = await pageFrame(window, 'Finish the retry review');
  });

  const line = (title: string): Locator =>
    agenda.locator('.card', { has: agenda.locator('.title', { hasText: title }) });
  const button = (title: string): Locator => line(title).locator('.open');

  const focused = (): Promise<string> =>
    agenda.evaluate<string>(`(() => {
      const at = document.activeElement?.closest('li, section');
      return at?.querySelector('.title')?.textContent ?? document.activeElement?.textContent ?? '';
    })()`);
  const isOn = (title: string): Promise<unknown> => waitFor(`the focus on ${title}`, focused, text => text === title);
  const laneOf = (heading: string | RegExp): Locator =>
    agenda.locator('.lane', { has: agenda.locator('h2', { hasText: heading }) });
  const titlesIn = (heading: string | RegExp): Promise<readonly string[]> =>
    laneOf(heading).locator('.card .title').allTextContents();
  const isIn = (heading: string | RegExp, title: string): Promise<unknown> =>
    waitFor(`${title} under ${heading}`, async () => (await titlesIn(heading)).includes(title));
  /** The heading of the day so many days from now. */
  const dayName = (days: number): string =>
    new Date(minutesFromNow(days * day)).toLocaleDateString('en-GB', {
      day: 'numeric',
      month: 'short',
      timeZone: zone,
    });

  test('late entries, days, times of repeats, runs, limits and what waits stand in their lanes', async () => {
    assert.deepEqual(await titlesIn('Overdue'), ['Finish the retry review', 'Ask who answers with 429']);
    assert.deepEqual(await titlesIn('Today'), ['Read the delivery figures', 'Check the order of the queue']);
    assert.deepEqual(await titlesIn('Later'), ['Announce the beta', 'Release notes']);
    await waitFor('the runs', async () => (await agenda.locator('.bar').count()) === 2);
    const marks = await laneOf('Today').locator('.mark').allInnerTexts();
    assert.match(
      marks.join('; '),
      /Flaky check · stopped at a limit; \d\d:\d\d Nightly audit · ok; \d\d:\d\d now;.*codex: limit resets/,
    );
    assert.equal(await laneOf(dayName(4)).locator('.tick .title').innerText(), 'Nightly audit');
    assert.match(await agenda.locator('.summary').innerText(), /^2 overdue · 1 proposed · 1 waiting$/);
  });

  test('arrow keys go from entry to entry and from day to day; Enter opens one', async () => {
    await button('Finish the retry review').focus();
    await window.page.keyboard.press('ArrowDown');
    await isOn('Ask who answers with 429');
    await window.page.keyboard.press('ArrowRight');
    await isOn('Check the order of the queue');
    await window.page.keyboard.press('Home');
    await isOn('Read the delivery figures');
    assert.equal(await agenda.locator('.open[tabindex="0"]').count(), 1);
    await window.page.keyboard.press('Enter');
    await waitFor('its page', async () => (await window.activeTab()) === 'Read the delivery figures');
    await window.runCommand('View: Close Editor');
    agenda = await pageFrame(window, 'Finish the retry review');
  });

  test('it comes back from being hidden to the entry that the person was at', async () => {
    const stop = agenda.locator('.open[tabindex="0"] .title');
    await waitFor('the entry', async () => (await stop.allTextContents()).join() === 'Read the delivery figures');
  });

  test('a key snoozes the entry that has the focus, and Ctrl+Z takes it back', async () => {
    await button('Read the delivery figures').focus();
    await window.page.keyboard.press('s');
    await waitFor('the box', async () => /^When\?/.test(await window.quickPick.placeholder()));
    await window.quickPick.type('26h');
    await window.quickPick.accept();
    await workspace.lastRow('Read the delivery figures', ({ status }) => status === 'snoozed');
    await isIn(dayName(1), 'Read the delivery figures');
    await button('Read the delivery figures').focus();
    await window.page.keyboard.press('Control+z');
    await isIn('Today', 'Read the delivery figures');
  });

  test('Alt with an arrow key moves an entry by a day, and the focus goes along', async () => {
    await button('Review the ordering').focus();
    await window.page.keyboard.press('Alt+ArrowRight');
    await isIn(dayName(2), 'Review the ordering');
    await isOn('Review the ordering');
    const { due_at: due } = await workspace.lastRow('Review the ordering', row => minutesUntil(row.due_at) > 2 * day);
    assert.ok(Math.abs(minutesUntil(due) - 2 * day - hour) < 3, `due at ${due}`);
  });

  test('the buttons of an entry come under the pointer, and do what they say', async () => {
    await line('Ask who answers with 429').hover();
    const names = await line('Ask who answers with 429')
      .locator('.act')
      .evaluateAll(all => all.map(one => one.title));
    assert.deepEqual(names, ['Snooze…', 'Reschedule…', 'Done']);
    await line('Ask who answers with 429').getByRole('button', { name: 'Done' }).click();
    await workspace.lastRow('Ask who answers with 429', ({ status }) => status === 'done');
    await waitFor('the row to go', async () => (await line('Ask who answers with 429').count()) === 0);
  });

  test('an entry that is dragged to another day asks for the time there', async () => {
    const [from, to] = [line('Check the order of the queue'), laneOf(dayName(1))];
    await from.hover();
    await window.page.mouse.down();
    const target = await to.boundingBox();
    assert.ok(target);
    await window.page.mouse.move(target.x + 20, target.y + 100, { steps: 8 });
    await waitFor('the lane to be marked', async () => (await agenda.locator('.lane.drop').count()) === 1);
    await window.page.mouse.up();
    await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Reschedule…');
    await window.screenshot('agenda-dragged');
    await window.quickPick.accept();
    await workspace.lastRow(
      'Check the order of the queue',
      row => Math.abs(minutesUntil(row.due_at) - day - 3 * hour) < 3,
    );
    await isIn(dayName(1), 'Check the order of the queue');
  });

  test('PageDown shows the next week, and the page keeps it while it is hidden', async () => {
    await button('Finish the retry review').focus();
    await window.page.keyboard.press('PageDown');
    await isIn(dayName(12), 'Announce the beta');
    assert.match(await agenda.locator('.period').innerText(), /entries before/);
    await window.runCommand('Defer: Open Schedule File');
    await waitFor('the file', async () => (await window.activeTab()) === 'schedule.jsonl');
    await window.runCommand('View: Close Editor');
    agenda = await pageFrame(window, 'entries before');
    await agenda.getByRole('button', { name: 'Today', exact: true }).click();
    await isIn('Today', 'Read the delivery figures');
  });

  test('the filter of the tree narrows the agenda, and says so', async () => {
    await agenda.getByRole('button', { name: 'Filter…' }).click();
    await window.quickPick.waitUntilOpen();
    await window.page.keyboard.type('figures');
    await window.page.keyboard.press('Enter');
    await agenda.getByText('Filter: figures').waitFor();
    assert.deepEqual(await agenda.locator('.card .title').allTextContents(), ['Read the delivery figures']);
    await agenda.getByRole('button', { name: 'Clear Filter' }).click();
    await isIn('Overdue', 'Finish the retry review');
  });

  const addEntries = async (count: number): Promise<void> => {
    const lines = Array.from({ length: count }, (_, index) =>
      entryLine(`Entry ${index}`, ((index % 40) - 10) * 6 * hour + 5),
    );
    const late = async (): Promise<string> => agenda.locator('.summary').innerText();
    const before = await late();
    workspace.append(...lines);
    await waitFor('them', late, text => text !== before);
  };

  /** The shortest time, in ms, from the key to the moment at which the page paints its entries, of a few. */
  const openingTime = async (): Promise<number> => {
    const took: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await closeEditors(window);
      await waitFor('the tab to close', async () => (await window.activeTab()) === undefined);
      const pressed = Date.now();
      await window.pressKeyOf('defer.agenda');
      agenda = await pageFrame(window, / overdue/);
      const paint = (): Promise<number> =>
        agenda.evaluate<number>(
          `performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)`,
        );
      const painted = await waitFor('its first paint', paint, at => !Number.isNaN(at));
      took.push(Math.round(painted - pressed));
    }
    return Math.min(...took);
  };

  test('thousands of entries: a lane draws its first lines, and more when asked', async t => {
    t.diagnostic(`a few entries: ${await openingTime()} ms from the key to the painted agenda`);
    await addEntries(5000);
    t.diagnostic(`5,000 entries: ${await openingTime()} ms from the key to the painted agenda`);
    assert.ok((await agenda.locator('.lane li').count()) <= 9 * 26);
    const cdp = await window.page.context().newCDPSession(window.page);
    await cdp.send('Performance.enable');
    const work = async (): Promise<number> => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      const parts = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];
      return metrics.filter(({ name }) => parts.includes(name)).reduce((sum, { value }) => sum + value * 1000, 0);
    };
    await laneOf('Overdue').locator('.open').first().focus();
    const before = await work();
    for (let step = 0; step < 20; step += 1) await window.page.keyboard.press('ArrowDown');
    const each = (((await work()) - before) / 20).toFixed(1);
    t.diagnostic(`5,000 entries: ${each} ms of script, style and layout of the whole window for an arrow key`);
    for (let step = 0; step < 2; step += 1) await laneOf('Overdue').locator('.more button').click();
    await waitFor('more lines', async () => (await laneOf('Overdue').locator('.card').count()) === 225);
  });
});
