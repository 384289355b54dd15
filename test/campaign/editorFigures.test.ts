// How quick the editor is with 2,000 entries, each time from the key that a person presses. `npm run bench` prints it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { closeEditors } from '../host/harness/surfaces/closeEditors.ts';
import { openBeside } from '../host/harness/besideExtension.ts';
import { keyOf, type KeyedCommand } from '../host/harness/surfaces/keys.ts';
import { waitFor } from '../host/harness/waitFor.ts';
import { pageFrame } from '../host/harness/surfaces/webPage.ts';
import type { EditorWindow } from '../host/harness/window.ts';
import { entryLine, makeWorkspace } from '../host/harness/workspace.ts';

const COUNT = 2000;
const ROUNDS = 7;
const HOUR = 60;

const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;

/** How long it takes, in ms, from a key until something is on the screen and painted. */
async function untilShown({ page }: EditorWindow, command: KeyedCommand, selector: string): Promise<number> {
  // The page listens before the key is pressed: keys may overtake what it is asked.
  await page.evaluate(`{
    window.shownAfter = new Promise(done => {
      addEventListener('keydown', () => {
        const pressed = performance.now();
        const look = () => {
          const found = document.querySelector(${JSON.stringify(selector)});
          if (found?.getClientRects().length > 0) requestAnimationFrame(() => done(performance.now() - pressed));
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true, once: true });
    });
    0;
  }`);
  await page.keyboard.press(keyOf(command));
  return page.evaluate<number>('window.shownAfter');
}

async function timeReviewList(window: EditorWindow): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await untilShown(window, 'defer.reviewDue', '.quick-input-widget .quick-input-list .monaco-list-row'));
    await window.quickPick.escape();
    await window.quickPick.waitUntilClosed();
  }
  return times;
}

async function timeAgenda(window: EditorWindow): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await closeEditors(window);
    await waitFor('the tab to close', async () => (await window.activeTab()) === undefined);
    const pressed = Date.now();
    await window.pressKeyOf('defer.agenda');
    const agenda = await pageFrame(window, / overdue/);
    const paint = (): Promise<number> =>
      agenda.evaluate<number>(
        `performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)`,
      );
    times.push((await waitFor('its first paint', paint, at => !Number.isNaN(at))) - pressed);
  }
  await closeEditors(window);
  return times;
}

/** The longest work of the window, in ms, while words are typed into the filter. */
async function typeIntoFilter(window: EditorWindow): Promise<number> {
  await window.runCommand('Defer: Filter…');
  await waitFor('the box', async () => (await window.quickPick.title()) === 'Defer: Filter');
  await window.page.evaluate(`{
    window.longTasks = [];
    new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
  }`);
  for (const letter of 'entry 19') {
    await window.page.keyboard.type(letter);
    // As fast as a quick typist.
    await window.page.waitForTimeout(80);
  }
  await window.tree.row('Entry 1920');
  for (let letter = 0; letter < 8; letter += 1) {
    await window.page.keyboard.press('Backspace');
    await window.page.waitForTimeout(80);
  }
  await window.tree.row('Entry 0');
  const longest = await window.page.evaluate<number>('Math.max(0, ...window.longTasks)');
  await window.quickPick.escape();
  return longest;
}

/** Tells the figure to who reads the test, and to the bench where that asks. */
function tell(t: TestContext, figures: Readonly<Record<string, number>>): void {
  for (const [what, value] of Object.entries(figures)) t.diagnostic(`${what}: ${value.toFixed(0)} ms`);
  const path = process.env['DEFER_FIGURES'];
  if (path !== undefined) writeFileSync(path, JSON.stringify(figures));
}

test(`the editor with ${COUNT.toLocaleString('en-US')} entries`, async t => {
  const lines = Array.from({ length: COUNT }, (_, index) =>
    entryLine(`Entry ${index}`, ((index % 40) - 10) * 6 * HOUR + 5),
  );
  const { folder } = await makeWorkspace('figures', lines);
  const { window, runSuite } = await openBeside('figures', {
    open: folder,
    settings: { 'defer.notifications': 'off' },
  });
  await window.tree.show();
  await window.tree.row('Entry 0');
  const review = await timeReviewList(window);
  const agenda = await timeAgenda(window);
  let page = NaN;
  const results = await runSuite(async () => {
    await waitFor('the watch', () => Promise.resolve(existsSync(join(folder, '.watching'))));
    page = await typeIntoFilter(window);
    writeFileSync(join(folder, '.typed'), '');
  });
  assert.deepEqual(
    results.map(({ failure }) => failure),
    [undefined],
  );
  const block = Number(readFileSync(join(folder, '.block'), 'utf8'));
  await window.close();
  tell(t, {
    'review list': middle(review),
    agenda: middle(agenda),
    'longest work of the extension host while the filter is typed': block,
    'longest work of the window while the filter is typed': page,
  });
});
