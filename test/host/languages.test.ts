import assert from 'node:assert/strict';
import { readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { leftOut, PSEUDO, pseudo, pseudoFiles } from '../../scripts/texts/pseudo.ts';
import { instant } from '../../src/core/basics/time.ts';
import { writeResult } from '../../src/runner/results/resultRecord.ts';
import { placeFakeAgent, type FakeAgent } from '../support/fakeAgent.ts';
import { closeEditors } from './harness/surfaces/closeEditors.ts';
import { openEditor } from './harness/editor.ts';
import { waitFor } from './harness/waitFor.ts';
import { pageFrame } from './harness/surfaces/webPage.ts';
import { openWindow, type EditorWindow } from './harness/window.ts';
import { entryLine, makeWorkspace, minutesFromNow, promptLine } from './harness/workspace.ts';

const hour = 60;
const TOKEN = '3f2a91c0'.repeat(4);

/** Names of programs, of keys and of time zones, which are the same in every language; titles here are numbers. */
const NAMES = new Set(['Defer', 'claude', 'Ctrl', 'Enter', 'Shift', 'Alt', 'Delete', 'UTC', 'GMT', 'Etc', 'Space']);

/**
 * What is no text of ours: what the editor says itself, prompts, ids and tokens, paths, times of the file, and the
 * arguments that a run is started with.
 */
const OTHERS = [
  /^Actions for /,
  / \(Press 'Enter' to confirm or 'Escape' to cancel\)$/,
  /^Press 'Enter' to confirm your input or 'Escape' to cancel$/,
  /^Inspect this in the accessible view .*\n/,
  /^Checkbox for Step (?=⟦)/,
  /: Not completed$/,
  /^Tip: Use keyboard shortcut $/,
  /^Control\+Alt\+F\d$/,
  /^Image showing /,
  /^You are resuming a deferred task[^]*/,
  /\b[0-9A-HJKMNP-TV-Z]{26}\b/g,
  /\b[0-9a-f]{8,}\b/g,
  /(?:\/[\w.@+-]+)+/g,
  /\d{4}-\d\d-\d\dT[\d:.]+Z/g,
  /^ *\d+: ".*"$/gm,
];

/** Puts the pseudo-language into the installed extension, where the editor looks for one. */
async function writeLanguage(): Promise<void> {
  const { extensions } = (await openEditor()).server.profile;
  const [folder = ''] = readdirSync(extensions).filter(name => /\bdefer-/.test(name));
  const { bundle, manifest } = pseudoFiles();
  writeFileSync(join(extensions, folder, 'l10n', `bundle.l10n.${PSEUDO}.json`), JSON.stringify(bundle));
  writeFileSync(join(extensions, folder, `package.nls.${PSEUDO}.json`), JSON.stringify(manifest));
}

/** A part of a text in that language, without the brackets around the whole. */
const pseudoPart = (text: string): string => pseudo(text).slice(1, -1);

/** Rows that say that a run of an entry began and ended. */
function ranLines(line: string, minutesAgo: number, end: Readonly<Record<string, unknown>>): readonly string[] {
  const at = (minutes: number): string => new Date(minutesFromNow(-minutes)).toISOString();
  const entry = JSON.parse(line) as object;
  const run = { occ: at(minutesAgo + 5), gen: 0, token: `${minutesAgo}`.repeat(16).slice(0, 32), agent: 'claude' };
  return [
    { ...run, event: 'started', at: at(minutesAgo + 5) },
    { ...run, event: 'ended', at: at(minutesAgo), duration_ms: 300_000, ...end },
  ].map(event => JSON.stringify({ ...entry, run: event }));
}

describe('an editor in another language', () => {
  let window: EditorWindow;
  let claude: FakeAgent;
  let home: string;
  before(async () => {
    await writeLanguage();
    const editor = await openEditor();
    home = join(realpathSync(editor.home), '.sf', 'defer');
    claude = placeFakeAgent(editor.programs, 'claude');
    const prompt = promptLine('1003', -50, 'claude', '42');
    const lines = [
      entryLine('1001', -26 * hour),
      entryLine('1002', -2),
      prompt,
      entryLine('1004', 30),
      entryLine('1005', 26 * hour),
      entryLine('1006', 24 * hour * 20),
      entryLine('1007', -hour, { status: 'done' }),
      entryLine('1008', -hour, { status: 'proposed' }),
      entryLine('1009', 3 * hour, { repeat: { cron: '0 9 * * 1-5' } }),
      entryLine('1010', 4 * hour, { repeat: { cron: 'W' } }),
      ...ranLines(prompt, 100, { exit_code: 0, files: 4, insertions: 120, deletions: 8, commits: 1 }),
      ...ranLines(prompt, 90, { exit_code: 3 }),
      ...ranLines(entryLine('1011', -80, { status: 'failed', kind: 'prompt', payload: { agent: 'claude' } }), 80, {
        exit_code: 1,
        limit: 'unknown',
      }),
      '{"id":"1012","kind":7,"due_at":"2026-12-01T10:00:00"}',
      'no row at all',
    ];
    const { folder } = await makeWorkspace('languages', lines);
    const checkout = realpathSync(folder);
    await writeResult(home, {
      ...{ token: TOKEN, entryId: '1', folder: checkout, title: '1013', agent: 'claude', state: 'unread' },
      ...{ checkout, repository: join(checkout, '.git'), worktree: checkout, branch: 'defer/1', base: '1'.repeat(40) },
      ...{ key: TOKEN, prefix: '', occ: 'once', made: true, files: [], changes: { files: 2, insertions: 1 } },
      ...{ startedAt: instant(minutesFromNow(-30)), endedAt: instant(minutesFromNow(-20)) },
    });
    window = await openWindow({ open: folder, language: PSEUDO });
  });
  after(() => {
    rmSync(claude.path, { force: true });
    rmSync(join(home, 'results', `${TOKEN}.json`), { force: true });
  });

  /** Every text and label that is shown in these parts of the window, or of a page in it. */
  const shownIn = (selector: string, root: Page | Frame = window.page): Promise<readonly string[]> =>
    root
      .locator(selector)
      .evaluateAll(roots =>
        roots.flatMap(part =>
          [part, ...part.querySelectorAll(':not(style):not(script)')].flatMap(element => [
            ...['aria-label', 'placeholder', 'alt'].map(name => element.getAttribute(name) ?? ''),
            ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent ?? ''),
          ]),
        ),
      );

  /**
   * Waits until `least` texts are shown there, and says which of all are not in the language. `typed`: what is no text.
   */
  const isTranslated = async (
    selector: string,
    least: number,
    { root, typed = /(?!)/g }: { readonly root?: Frame; readonly typed?: RegExp } = {},
  ): Promise<void> => {
    const texts = await waitFor(
      `texts in ${selector}`,
      async () => [...new Set((await shownIn(selector, root)).filter(text => text.trim() !== ''))],
      found => found.filter(text => text.includes('⟦')).length >= least,
    );
    const left = texts.filter(text =>
      leftOut([...OTHERS, typed].reduce((rest, one) => rest.replace(one, ''), text)).some(word => !NAMES.has(word)),
    );
    assert.deepEqual(left, [], selector);
  };

  test('the banner and the status bar', async () => {
    await isTranslated('.notifications-toasts .notification-list-item-message', 1);
    await isTranslated('.notifications-toasts .notification-list-item-buttons-container', 2);
    await isTranslated('.statusbar-item[id*="defer.status"]', 1);
  });

  test('the names of views, headings, results, problems, past runs and what is said of them', async () => {
    await window.page.locator('.activitybar .action-label[aria-label^="Defer"]').first().click({ force: true });
    await window.pressKeyOf('notifications.clearAll');
    const history = window.page.locator('.sidebar .pane-header', { hasText: pseudo('History') });
    await history.waitFor();
    if ((await history.getAttribute('aria-expanded')) === 'false') await history.click();
    await isTranslated('.sidebar .pane-header h3', 3);
    const headings = new Set<string>();
    for (const end of ['Home', 'PageDown', 'End']) {
      await window.page.locator('.sidebar .monaco-list').first().press(end);
      await isTranslated('.sidebar .monaco-list-row', 20, { typed: /no row at all|\bkind\b|\bdue_at\b/g });
      (await shownIn('.sidebar .monaco-list-row')).forEach(text => headings.add(text));
    }
    for (const heading of ['Results', 'Problems', 'Closed']) {
      assert.ok(headings.has(pseudo(heading)), heading);
    }
    await window.screenshot('languages-tree');
  });

  test('the list of what is due', async () => {
    await window.clickStatus();
    await isTranslated('.quick-input-widget .monaco-list-row', 3);
    await isTranslated('.quick-input-widget .quick-input-title', 1);
    await window.page.keyboard.press('Escape');
  });

  test('the one box: what it asks, its buttons, how it reads a time and what it says of a wrong one', async () => {
    const parts = ['.quick-input-titlebar', '.quick-input-message', '.monaco-list-row', 'input.input'];
    const box = parts.map(part => `.quick-input-widget ${part}`).join(', ');
    const typed = /2014|25:00|tomorrow 9am/g;
    await window.pressKeyOf('defer.add');
    await isTranslated(box, 3, { typed });
    for (const text of ['2014 tomorrow 9am', '2014 25:00']) {
      await window.quickPick.type(text);
      await waitFor('what it says', window.quickPick.message, message => message.includes('⟦'));
      await isTranslated(box, 3, { typed });
    }
    await window.page.keyboard.press('Escape');
    await window.quickPick.waitUntilClosed();
  });

  test('the agenda', async () => {
    await window.pressKeyOf('defer.agenda');
    await isTranslated('body', 20, { root: await pageFrame(window, '1003') });
    await window.screenshot('languages-agenda');
    await closeEditors(window);
  });

  test('the page of an entry, and the one that asks to allow it', async () => {
    await window.tree.open('1003');
    const page = await pageFrame(window, /1003[^]*42/);
    await isTranslated('body', 20, { root: page });
    await page.locator('button', { hasText: pseudo('Allow Automatic Runs…') }).click();
    const asked = await pageFrame(window, new RegExp(pseudo('Deny')));
    await isTranslated('body', 8, { root: asked });
    await window.screenshot('languages-allow');
    await closeEditors(window);
  });

  test('the walkthrough, and the settings that it leads to', async () => {
    await window.pressKeyOf('defer.openWalkthrough');
    const steps = window.page.locator('.getting-started-step');
    await isTranslated('.getting-started-step', 6);
    await steps
      .filter({ hasText: pseudo('See it come due') })
      .first()
      .click();
    await isTranslated('.getting-started-step', 7);
    await window.screenshot('languages-walkthrough');
    const setting = window.page.locator('.getting-started-step a', { hasText: pseudoPart('Open the setting') });
    await setting.first().click();
    await isTranslated('.settings-editor .setting-item-description, .settings-editor .setting-item-enumDescription', 1);
    await closeEditors(window);
  });

  test('the commands of the palette', async () => {
    await window.page.keyboard.press('F1');
    await window.quickPick.type('>Defer: ');
    const offered = (): Promise<readonly string[]> =>
      // A row has the English name of a command below its own.
      window.page
        .locator('.quick-input-widget .monaco-list-row')
        .evaluateAll(rows => rows.map(row => row.querySelector('.label-name')?.textContent ?? ''));
    const shown = await waitFor('the commands', offered, found => found.some(text => /^Defer: .*⟦/.test(text)));
    const left = shown.filter(text => text.startsWith('Defer: ') && leftOut(text).some(word => !NAMES.has(word)));
    assert.deepEqual(left, []);
    await window.page.keyboard.press('Escape');
    await window.screenshot('languages');
  });
});
