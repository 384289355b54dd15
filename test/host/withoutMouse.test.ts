import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { isOldest } from '../../scripts/editorServer.ts';
import { allowing, type Allowing } from './harness/allowing.ts';
import { byKeyboard, focusIn, type Stop } from './harness/surfaces/byKeyboard.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import { axeViolations, chooseTheme, forgetFocus, pageFrame, THEMES } from './harness/surfaces/webPage.ts';
import type { EditorWindow } from './harness/window.ts';
import { entryLine, promptLine, type Workspace } from './harness/workspace.ts';

const [hour, day] = [60, 24 * 60];

const LATE = 'Finish the retry review';
const REMINDER = 'Ask who answers with 429';
const PROPOSED = 'Proposed by an agent';

/** Turns on, and off again, what the editor does for screen readers. */
const SCREEN_READER = 'Toggle Screen Reader Accessibility Mode';

/** One of the usual times in a box; which one is first depends on what was chosen last. */
const USUAL_TIME = /, .*\(in [^)]+\)$/;

/** The pages in the order of their tabs, each with a text of it. */
const PAGES = [
  ['agenda', 'Nightly audit'],
  ['entry', 'Copy Prompt'],
  ['approval', 'Let never run'],
] as const;

/** The editor alone draws the focus inside the tree and moves it on Tab. */
const OWN_FOCUS = {
  skip: isOldest && 'VS Code 1.103 draws the focus of a row differently, and Tab moves it to other places.',
};

/** What no label says: an icon by its name, and the id of an entry. */
const NO_WORD = /\$\(|\b01[0-9A-HJKMNP-TV-Z]{24}\b/;

describe('everything without a mouse, for a screen reader and without motion', () => {
  let person: Allowing;
  let window: EditorWindow;
  let workspace: Workspace;
  before(async () => {
    person = await allowing('never');
    const lines = [
      promptLine(LATE, -26 * hour, 'never', 'Go on.'),
      entryLine(REMINDER, -25, { payload: { tags: ['api'], priority: 'high' } }),
      entryLine(PROPOSED, 2 * day, { status: 'proposed', created_by: 'agent:claude' }),
      entryLine('Nightly audit', day, { repeat: { cron: '30 2 * * *', tz: 'UTC' } }),
      entryLine('Closed lately', -8 * hour, { status: 'done' }),
    ];
    const settings = { 'defer.notifications': 'badge' };
    const machineSettings = { 'defer.agents': person.agents };
    const opened = await useWindow({ lines, settings, machineSettings });
    ({ workspace } = opened);
    window = byKeyboard(opened.window);
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await window.tree.row('Closed');
    await window.runCommand(SCREEN_READER);
    await window.page.locator('.statusbar-item', { hasText: 'Screen Reader Optimized' }).waitFor();
  });
  after(async () => {
    await window.page.emulateMedia({ reducedMotion: null });
    await window.runCommand(SCREEN_READER);
    await window.page.locator('.statusbar-item', { hasText: 'Screen Reader Optimized' }).waitFor({ state: 'detached' });
    rmSync(person.allowed, { recursive: true, force: true });
  });

  let at: Stop;
  /**
   * Presses a key, and answers with where the focus is then. It has a role and a name, and was drawn as the focus is.
   */
  const press = async (key: string): Promise<Stop> => {
    const from = at;
    await window.page.keyboard.press(key);
    at = await focusIn(window.page);
    assert.ok(!NO_WORD.test(at.name), `${key} leads to "${at.name}"`);
    // How it draws its own boxes is the editor's business.
    const isOurs = from.role === 'treeitem' || from.frame !== window.page.mainFrame();
    const isElsewhere = at.role !== from.role || at.name !== from.name;
    if (isOurs && isElsewhere && from.role !== 'none') {
      assert.notEqual(await from.lookNow(), from.look, `the focus on ${from.role} "${from.name}" cannot be seen`);
    }
    return at;
  };
  const isAt = async (role: string, name: string | RegExp): Promise<Stop> => {
    const fits = (stop: Stop): boolean =>
      stop.role === role && (typeof name === 'string' ? stop.name === name : name.test(stop.name));
    at = await waitFor(`the focus on ${role} ${name}`, () => focusIn(window.page), fits);
    return at;
  };
  const unspaced = (text: string): string => text.replace(/\s/g, '');
  const named = ({ role, name }: Stop): string => `${role} ${name}`;
  const focusTree = async (title: string): Promise<void> => {
    await window.runCommand('Defer: Focus on Schedule View');
    await window.tree.reach(title);
    at = await isAt('treeitem', new RegExp(`^${title}`));
  };

  /** Walks a page forth with Tab and back out of it, and answers with the names of what it leads to. */
  const walkPage = async (frame: Frame): Promise<readonly string[]> => {
    const url = frame.url();
    const isInside = (): boolean => at.frame.url() === url;
    at = await focusIn(window.page);
    while (isInside()) await press('Shift+Tab');
    await press('Tab');
    const stops: string[] = [];
    for (; isInside(); await press('Tab')) {
      assert.notEqual(at.name, '', `${at.role} after ${stops.at(-1)} has no name`);
      stops.push(named(at));
      assert.ok(stops.length < 40, `Tab does not leave the page: ${stops.join(', ')}`);
    }
    await press('Shift+Tab');
    // The buttons of a card are there while it has the focus.
    assert.ok(stops.includes(named(at)), `Shift+Tab leads back into the page, not to ${named(at)}`);
    assert.equal(await frame.evaluate<number>('document.getAnimations().length'), 0);
    return stops;
  };
  /** Brings a page to the front by the place of its tab, with nothing of it in the focus but itself. */
  const turnTo = async (tab: number, text: string): Promise<Frame> => {
    await window.page.keyboard.press(`Alt+${tab}`);
    const frame = await pageFrame(window, text);
    at = await waitFor(
      'the focus on the page',
      () => focusIn(window.page),
      stop => stop.frame.url() === frame.url(),
    );
    return frame;
  };

  test('there is no mouse', async () => {
    await assert.rejects(window.tree.click(LATE), /There is no pointer here/);
    assert.throws(() => window.page.mouse, /There is no pointer here/);
    assert.throws(() => window.page.mainFrame().locator('.statusbar').click, /There is no pointer here/);
  });

  test('the palette says what each command is called, and Escape leads back', async () => {
    await focusTree(REMINDER);
    await window.page.keyboard.press('F1');
    await window.quickPick.type('>Defer: ');
    // What other tests called last comes first.
    await window.quickPick.item(/^Defer: /);
    at = await isAt('option', /^Defer: /);
    for (let row = 0; row < 5; row += 1) assert.match(named(await press('ArrowDown')), /^option Defer: \S/);
    await press('Escape');
    await isAt('treeitem', new RegExp(`^${REMINDER}`));
  });

  test('every row of the tree says what it is, and its menu has what its buttons do', OWN_FOCUS, async () => {
    await window.page.keyboard.press('Home');
    at = await focusIn(window.page);
    const rows = await window.tree.rows();
    const said = [at.name];
    while (said.length < rows.length) said.push((await press('ArrowDown')).name);
    assert.deepEqual(
      said.map(name => name.split(', ')[0]),
      rows.map(({ label }) => label),
    );
    for (const title of [LATE, REMINDER, PROPOSED]) {
      await window.tree.reach(title);
      at = await isAt('treeitem', new RegExp(`^${title}`));
      const inline = await window.page
        .locator('.monaco-list-row.focused .actions .action-label')
        .evaluateAll(all => all.map(one => one.getAttribute('aria-label')?.replace(/ \(.*\)$/, '') ?? ''));
      assert.ok(inline.length > 1, `buttons of ${title}`);
      await press('Shift+F10');
      const offered: string[] = [];
      for (let item = await press('ArrowDown'); !offered.includes(item.name); item = await press('ArrowDown')) {
        offered.push(item.name);
      }
      for (const button of inline)
        assert.ok(
          offered.some(one => one.startsWith(button)),
          `${button} in ${offered.join()}`,
        );
      await press('Escape');
      await isAt('treeitem', new RegExp(`^${title}`));
    }
  });

  test('Tab leads from the tree to the buttons of its view and on to the next, and back', OWN_FOCUS, async () => {
    await press('Shift+Tab');
    assert.equal(at.role, 'button');
    await press('ArrowRight');
    assert.match(named(at), /^button \S/);
    await press('ArrowLeft');
    await press('Tab');
    assert.equal(at.role, 'treeitem');
    while (!/^Conversations Section/.test(at.name)) {
      await press('Tab');
      assert.notEqual(at.name, '');
    }
    while (at.role !== 'treeitem') await press('Shift+Tab');
  });

  test('a key of the tree asks, and Escape leads back to the row', async () => {
    await focusTree(REMINDER);
    await press('s');
    at = await isAt('option', USUAL_TIME);
    await press('ArrowDown');
    assert.match(named(at), /^option .*\(in [^)]+\)$/);
    await press('Escape');
    await isAt('treeitem', new RegExp(`^${REMINDER}`));
  });

  test('the review list says what is late, offers by Enter what its buttons do, and leads back', async () => {
    await window.runCommand('Defer: Review Due');
    at = await isAt('textbox', /2 due, 1 proposed/);
    at = await waitFor(
      'a row',
      () => press('ArrowDown'),
      ({ role }) => role !== 'textbox',
    );
    assert.match(named(at), new RegExp(`late ${LATE}`));
    assert.match(named(await press('ArrowDown')), new RegExp(`late ! ${REMINDER}`));
    await press('Enter');
    at = await isAt('option', /^Snooze…/);
    assert.deepEqual(
      (await window.quickPick.items()).map(({ label }) => label),
      ['Snooze…', 'Reschedule…', 'Done'],
    );
    await press('Escape');
    at = await isAt('textbox', /2 due/);
    await press('Escape');
    await isAt('treeitem', new RegExp(`^${REMINDER}`));
  });

  test('the agenda begins on an entry, and its keys come back to it', async () => {
    await window.runCommand('Defer: Agenda');
    const agenda = await pageFrame(window, LATE);
    at = await isAt('button', new RegExp(`late ${LATE}`));
    await press('ArrowDown');
    assert.match(at.name, new RegExp(REMINDER));
    const acts = await agenda.locator('.act').evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''));
    assert.deepEqual(acts, ['Snooze…', 'Reschedule…', 'Done']);
    for (const act of acts) assert.equal((await press('Tab')).name, act);
    while (!at.name.includes(REMINDER)) await press('Shift+Tab');
    await press('s');
    at = await isAt('option', USUAL_TIME);
    await press('Escape');
    at = await isAt('button', new RegExp(REMINDER));
  });

  test('the Enter that answers a box presses nothing in the page behind it, and the focus goes along', async () => {
    await press('s');
    at = await isAt('option', USUAL_TIME);
    await window.page.keyboard.press('Enter');
    await workspace.lastRow(REMINDER, ({ status }) => status === 'snoozed');
    at = await isAt('button', new RegExp(`^(?!.* late ).*${REMINDER}`));
    assert.equal(await window.activeTab(), 'Agenda');
    await window.page.keyboard.press('Control+z');
    await workspace.lastRow(REMINDER, ({ status }) => status === 'pending');
    at = await isAt('button', new RegExp(`late ${REMINDER}`));
  });

  test('the focus comes back to a page even if the editor hears too late that the page lost it', async () => {
    const agenda = await pageFrame(window, LATE);
    const forget = await forgetFocus(agenda);
    await press('s');
    at = await isAt('option', USUAL_TIME);
    await press('Escape');
    at = await isAt('button', new RegExp(REMINDER));
    await forget();
  });

  test('Enter on a row opens its page, and what a button asks leads back to that', async () => {
    await focusTree(LATE);
    await press('Enter');
    const page = await pageFrame(window, 'Allow Automatic Runs');
    assert.equal(await window.activeTab(), LATE);
    assert.equal(await page.title(), LATE);
    at = await waitFor(
      'the focus on the page',
      () => focusIn(window.page),
      ({ frame }) => frame.url() === page.url(),
    );
    while (at.name !== 'Snooze…') await press('Tab');
    await press('Enter');
    at = await isAt('option', USUAL_TIME);
    await press('Escape');
    await isAt('button', 'Snooze…');
  });

  test('the approval page has the focus on no button', async () => {
    await window.runCommand('Defer: Allow Automatic Runs…');
    await window.quickPick.choose(LATE);
    const page = await pageFrame(window, 'Let never run');
    at = await waitFor(
      'the focus on the page',
      () => focusIn(window.page),
      ({ frame }) => frame.url() === page.url(),
    );
    assert.equal(at.role, 'none');
  });

  /** Looks at each page: what axe finds, and in some themes what Tab leads to, which may leave out no button. */
  const lookAtAll = async (name: string, isWalked: boolean): Promise<void> => {
    for (const [index, [page, text]] of PAGES.entries()) {
      const frame = await turnTo(index + 1, text);
      await window.screenshot(`${page}-${name}`);
      assert.deepEqual(await axeViolations(frame), []);
      if (!isWalked) continue;
      const stops = await walkPage(frame);
      const buttons = await frame
        .locator('button:not([tabindex="-1"])')
        .evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? one.textContent ?? ''));
      const reached = stops.filter(stop => stop.startsWith('button ')).map(stop => stop.slice('button '.length));
      assert.deepEqual(reached.map(unspaced), buttons.map(unspaced));
    }
  };
  for (const [word, theme] of Object.entries(THEMES)) {
    test(`nothing is wrong with the pages, and Tab leads through them and out again, in ${theme}`, async () => {
      await chooseTheme(window, theme);
      await lookAtAll(word, !word.includes('light'));
    });
  }

  test('nor in a narrow window', async () => {
    await window.page.setViewportSize({ width: 640, height: 860 });
    await lookAtAll('narrow', false);
    await window.page.setViewportSize({ width: 1280, height: 860 });
  });

  test('Deny closes the approval page by Enter, and nothing was allowed', async () => {
    await turnTo(3, 'Let never run');
    while (at.name !== 'Deny') await press('Tab');
    await window.page.keyboard.press('Enter');
    await waitFor('it to close', async () => (await window.activeTab()) !== 'Allow Automatic Runs');
    assert.deepEqual(person.agent.calls(), []);
    assert.equal(existsSync(person.allowed) ? readdirSync(person.allowed).length : 0, 0);
  });
});
