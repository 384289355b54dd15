import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { isOldest } from '../../../../scripts/editorServer.ts';
import { root } from '../../../../scripts/project.ts';
import { waitFor } from '../waitFor.ts';
import type { EditorWindow } from '../window.ts';

/**
 * The frame in which the page of the tab in front is drawn, once it holds a text. The editor puts every page into two
 * frames, and a hidden page has none.
 */
export const pageFrame = async (window: EditorWindow, text: string | RegExp): Promise<Frame> => {
  const find = async (): Promise<Frame | undefined> => {
    for (const frame of window.page.frames().filter(({ parentFrame }) => parentFrame !== null)) {
      const shown = await frame
        .locator('body > main')
        .innerText({ timeout: 300 })
        .catch(() => '');
      if (typeof text === 'string' ? shown.includes(text) : text.test(shown)) return frame;
    }
    return undefined;
  };
  const frame = await waitFor(`a page that says ${text}`, find, found => found !== undefined);
  if (!frame) throw new Error('There is no page.');
  return frame;
};

/**
 * Makes the editor leave the focus in the frame around a page, as it sometimes does by itself (see `FrameFocus`).
 * Returns what puts an end to that.
 */
export const forgetFocus = async (page: Frame): Promise<() => Promise<void>> => {
  const around = page.parentFrame();
  if (!around) throw new Error('The page is in no frame.');
  await around.evaluate(`{
    const { postMessage } = MessagePort.prototype;
    let toEditor;
    MessagePort.prototype.postMessage = function (...message) {
      toEditor = this;
      postMessage.apply(this, message);
    };
    const forget = () => toEditor.postMessage({ channel: 'did-blur' });
    window.addEventListener('focus', forget);
    window.remember = () => {
      window.removeEventListener('focus', forget);
      MessagePort.prototype.postMessage = postMessage;
    };
    0;
  }`);
  return () => around.evaluate<void>('window.remember()');
};

/** What axe finds in a page that keeps somebody from using it; nothing where all is well. */
export const axeViolations = async (frame: Frame): Promise<readonly string[]> => {
  const axe = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  // The page itself lets no script in; this comes from outside, as the tools of a browser do.
  await frame.evaluate(axe);
  const found: unknown = await frame.evaluate(`
    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => id + ': ' + help + ': ' + html)))`);
  return found as readonly string[];
};

/** Goes to a button of a page with Tab alone, and presses it with Enter. */
export const pressByKeyboard = async (window: EditorWindow, frame: Frame, button: string): Promise<void> => {
  await frame.evaluate('window.focus()');
  const focused = (): Promise<string> => frame.evaluate<string>("document.activeElement?.textContent ?? ''");
  for (let step = 0; step < 60; step += 1) {
    if ((await focused()) === button) {
      await window.page.keyboard.press('Enter');
      return;
    }
    await window.page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${button}.`);
};

/** The themes in which pages are looked at, by the word that the editor puts into a page; the light one is last. */
export const THEMES = {
  'vscode-dark': isOldest ? 'Dark Modern' : 'Dark 2026',
  'vscode-high-contrast': 'Dark High Contrast',
  'vscode-high-contrast-light': 'Light High Contrast',
  'vscode-light': isOldest ? 'Light Modern' : 'Light 2026',
} as const;

/** Changes the theme of a window, which is to show a page, by its name in the list of themes. */
export const chooseTheme = async ({ runCommand, quickPick }: EditorWindow, theme: string): Promise<void> => {
  await runCommand('Preferences: Color Theme');
  await quickPick.type(theme);
  await quickPick.choose(theme);
  await quickPick.waitUntilClosed();
};
