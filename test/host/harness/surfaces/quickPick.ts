import type { Page } from 'playwright-core';
import { partsOf } from './tree.ts';
import { waitFor } from '../waitFor.ts';

/** A row of a quick pick. */
export interface PickItem {
  /** What the row is called, without the time that the row of an entry begins with. */
  readonly label: string;
  readonly time: string;
  readonly description: string;
  readonly detail: string;
  readonly focused: boolean;
  readonly checked: boolean;
}

/** The box that drops from the top of a window: quick picks, input boxes and the palette. */
export interface QuickPick {
  isOpen(): Promise<boolean>;
  waitUntilOpen(): Promise<void>;
  waitUntilClosed(): Promise<void>;
  /** The text over the box, when it has a title. */
  title(): Promise<string>;
  /** What the empty box asks for. */
  placeholder(): Promise<string>;
  /** The line under the box: a prompt, a reading, or why the text is refused. */
  message(): Promise<string>;
  /** The rows on the screen. */
  items(): Promise<readonly PickItem[]>;
  /** Waits for a row of this label and answers with it. */
  item(label: string | RegExp): Promise<PickItem>;
  /** Waits for the box, at most `within` ms if given, and replaces its text with the keyboard. */
  type(text: string, within?: number): Promise<void>;
  /** What stands in its box; undefined where none is open. */
  text(): Promise<string | undefined>;
  /** Moves to the row of this label with the arrow keys and presses Enter. */
  choose(label: string | RegExp): Promise<void>;
  /** Ticks or unticks the row of this label, where several can be picked. */
  toggle(label: string | RegExp): Promise<void>;
  /** Presses a button on the row of this label, by the button's tooltip. */
  pressRowButton(label: string | RegExp, button: string): Promise<void>;
  /** Presses a button beside the title, by its tooltip. */
  pressTitleButton(button: string): Promise<void>;
  accept(): Promise<void>;
  escape(): Promise<void>;
}

const widget = '.quick-input-widget';
const matches = (label: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? label === wanted : wanted.test(label);

/** What a person sees and does of the quick pick on a page. */
export const quickPickOf = (page: Page): QuickPick => {
  const box = page.locator(widget);
  const rows = page.locator(`${widget} .quick-input-list .monaco-list-row`);
  const input = page.locator(`${widget} .quick-input-box input.input`);
  const isOpen = async (): Promise<boolean> => (await box.count()) > 0 && (await box.isVisible());
  const waitUntilOpen = async (): Promise<void> => void (await waitFor('a quick pick', isOpen));
  const items = async (): Promise<readonly PickItem[]> => {
    const seen = await rows.evaluateAll(nodes =>
      nodes.map(node => {
        const text = (selector: string): string => (node.querySelector(selector)?.textContent ?? '').trim();
        const tick = node.querySelector('.monaco-checkbox, .quick-input-list-checkbox');
        return {
          label: text('.quick-input-list-rows > .quick-input-list-row:first-child .label-name'),
          description: text('.quick-input-list-rows > .quick-input-list-row:first-child .label-description'),
          detail: text('.quick-input-list-label-meta'),
          focused: node.classList.contains('focused'),
          checked: tick?.getAttribute('aria-checked') === 'true' || tick?.classList.contains('checked') === true,
        };
      }),
    );
    return seen.map(row => ({ ...row, ...partsOf(row.label) }));
  };
  const item = async (label: string | RegExp): Promise<PickItem> => {
    const seen = await waitFor(`a row ${label}`, items, found => found.some(row => matches(row.label, label)));
    const match = seen.find(row => matches(row.label, label));
    if (match === undefined) throw new Error(`The row ${label} has gone.`);
    return match;
  };
  const rowOf = async (label: string | RegExp) => {
    await item(label);
    const index = (await items()).findIndex(row => matches(row.label, label));
    return rows.nth(index);
  };
  // Asked in one go: what goes at that moment would be waited for.
  const text = async (selector: string): Promise<string> =>
    ((await page.locator(`${widget} ${selector}:visible`).allTextContents())[0] ?? '').trim();
  /** Keys that come before the box opens would be lost. */
  const focusInput = async (within?: number): Promise<void> => {
    await waitFor('a quick pick', isOpen, Boolean, within);
    await input.focus();
  };
  return {
    isOpen,
    waitUntilOpen,
    items,
    item,
    waitUntilClosed: async () => void (await waitFor('the quick pick to close', async () => !(await isOpen()))),
    title: () => text('.quick-input-title'),
    placeholder: async () => (await input.getAttribute('placeholder')) ?? '',
    message: () => text('.quick-input-message'),
    type: async (wanted, within) => {
      await focusInput(within);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(wanted);
    },
    text: async () => ((await isOpen()) ? input.inputValue({ timeout: 1000 }).catch(() => undefined) : undefined),
    choose: async label => {
      await item(label);
      const isFocused = async (): Promise<boolean> => {
        if ((await items()).some(row => row.focused && matches(row.label, label))) return true;
        await page.keyboard.press('ArrowDown');
        return false;
      };
      await waitFor(`the row ${label} to be focused`, isFocused);
      await page.keyboard.press('Enter');
    },
    toggle: async label => (await rowOf(label)).locator('.monaco-checkbox, .quick-input-list-checkbox').first().click(),
    pressRowButton: async (label, button) => {
      const row = await rowOf(label);
      await row.hover();
      await row.locator(`.quick-input-list-entry-action-bar .action-label[aria-label="${button}"]`).click();
    },
    pressTitleButton: button =>
      page.locator(`${widget} .quick-input-titlebar .action-label[aria-label="${button}"]`).click(),
    accept: async () => {
      // A ticked row keeps the focus, and there Enter would tick again.
      await focusInput();
      await page.keyboard.press('Enter');
    },
    escape: () => page.keyboard.press('Escape'),
  };
};
