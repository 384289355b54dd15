import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { allowing, whenDue, type Allowing } from './harness/allowing.ts';
import { moveClock } from './harness/clock.ts';
import { useWindow } from './harness/sharedWindow.ts';
import { waitFor } from './harness/waitFor.ts';
import { pageFrame, pressByKeyboard } from './harness/surfaces/webPage.ts';
import type { EditorWindow } from './harness/window.ts';
import { promptLine, type Workspace } from './harness/workspace.ts';

describe('with the settings as they come', () => {
  let person: Allowing;
  let workspace: Workspace;
  let window: EditorWindow;
  before(async () => {
    person = await allowing('never');
    ({ window, workspace } = await useWindow({
      files: { '.vscode/settings.json': JSON.stringify({ 'defer.autoRun': 'approved' }) },
      settings: { 'defer.notifications': 'badge' },
      machineSettings: { 'defer.agents': person.agents },
    }));
    await person.add(workspace, 'late', -5, 10);
    await window.tree.row('late');
  });
  after(async () => {
    await moveClock(0);
    rmSync(person.allowed, { recursive: true, force: true });
  });

  test('nothing starts by itself, whatever was allowed and whatever the workspace says', async () => {
    workspace.append(promptLine('planted', 20, 'never', 'Do planted.'));
    await person.add(workspace, 'soon', 20, 0);
    await whenDue(workspace, 'soon');
    await window.tree.row('noise');
    await window.runCommand('Defer: Refresh');
    await waitFor(
      'the badge',
      () => window.tree.badge(),
      badge => badge === '3',
    );
    assert.deepEqual(person.agent.calls(), []);
    assert.equal(workspace.rows().length, 4);
  });

  const count = (): number => readdirSync(person.allowed).length;
  const ask = async (title: string, text: string | RegExp): Promise<Frame> => {
    await window.tree.chooseFromMenu(title, 'Allow Automatic Runs…');
    return pageFrame(window, text);
  };
  const isClosed = (): Promise<void> =>
    window.page.locator('.tabs-container .tab', { hasText: 'Allow Automatic Runs' }).waitFor({ state: 'detached' });

  test('Allow Automatic Runs shows the whole prompt and vector, and Enter alone allows nothing', async () => {
    const before = count();
    const page = await ask('planted', 'Let never run “planted” automatically');
    assert.match(await page.locator('main').innerText(), /1: "--alone"[^]*Do planted\./);
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'BODY');
    await window.page.keyboard.press('Enter');
    assert.equal(count(), before);
    await pressByKeyboard(window, page, 'Deny');
    await isClosed();
    assert.equal(count(), before);
  });

  test('a page that is closed has allowed nothing', async () => {
    const before = count();
    await ask('planted', 'Let never run “planted” automatically');
    await window.runCommand('View: Close Editor');
    await isClosed();
    assert.equal(count(), before);
  });

  test('what is allowed by keyboard is marked, and can be stopped', async () => {
    const before = count();
    const page = await ask('planted', 'Let never run “planted” automatically');
    await pressByKeyboard(window, page, 'Allow');
    await isClosed();
    await waitFor('the mark', async () =>
      (await window.tree.row('planted')).description.includes('runs automatically'),
    );
    assert.equal(count(), before + 1);
    await window.tree.chooseFromMenu('planted', 'Stop Automatic Runs');
    await waitFor(
      'no mark',
      async () => !(await window.tree.row('planted')).description.includes('runs automatically'),
    );
    assert.deepEqual([count(), existsSync(person.allowed)], [before, true]);
    assert.deepEqual(person.agent.calls(), []);
    assert.deepEqual(await window.notifications.all(), [], 'whoever says no is told nothing');
  });

  /** The entry with another prompt or status, as a pull brings it. */
  const change = (prompt: string, status = 'pending'): void => {
    const row = workspace.rowsOf('planted').at(-1);
    const payload = { ...row?.payload, prompt };
    const at = new Date(Math.max(Date.now(), Date.parse(row?.updated_at ?? '1970-01-01')) + 1000);
    workspace.append(JSON.stringify({ ...row, status, updated_at: at.toISOString(), payload }));
  };

  test('a prompt that changes while the page is open is shown, and Allow is about that', async () => {
    const before = count();
    const page = await ask('planted', 'Do planted.');
    change('Do harm.');
    await pageFrame(window, /This changed while you were reading[^]*Do harm\./);
    const allow = page.locator('button', { hasText: 'Allow' });
    assert.ok(await allow.isDisabled(), 'a click that was meant for what stood there before');
    assert.equal(count(), before);
    await window.screenshot('approval-changed');
    await waitFor('the button to be there again', () => allow.isEnabled());
    await pressByKeyboard(window, page, 'Deny');
    await isClosed();
    assert.equal(count(), before);
  });

  test('a prompt that changes between the look and the click is not allowed', async () => {
    const before = count();
    const page = await ask('planted', 'Do harm.');
    change('Do more harm.');
    // Before the window has heard of the change.
    await page.evaluate("[...document.querySelectorAll('button')].find(one => one.textContent === 'Allow').click()");
    await pageFrame(window, /Do more harm\./);
    assert.equal(count(), before);
    await pressByKeyboard(window, page, 'Deny');
    await isClosed();
  });

  test('a prompt that comes back as another, after the entry was gone, takes no click for a moment either', async () => {
    const before = count();
    const page = await ask('planted', 'Do more harm.');
    change('Do more harm.', 'done');
    await pageFrame(window, 'no longer open');
    change('Do something else.');
    await pageFrame(window, /This changed while you were reading[^]*Do something else\./);
    assert.ok(await page.locator('button', { hasText: 'Allow' }).isDisabled());
    await pressByKeyboard(window, page, 'Deny');
    await isClosed();
    assert.equal(count(), before);
  });

  test('what another page of the window says is not shown as if Defer had said it', async () => {
    const page = await ask('planted', 'Do something else.');
    const say = async (origin: string): Promise<string> => {
      const forged = { key: '', question: 'Forged?', detail: '', facts: [], blocks: [], places: [], words: {} };
      const data = JSON.stringify({ shown: forged, kept: null });
      await page.evaluate(`dispatchEvent(new MessageEvent('message', { data: ${data}, origin: ${origin} }))`);
      return page.locator('main').innerText();
    };
    assert.doesNotMatch(await say("'vscode-webview://another'"), /Forged/);
    assert.match(await say('origin'), /Forged/, 'as what the editor passes on is');
    await window.runCommand('View: Close Editor');
    await isClosed();
  });
});
