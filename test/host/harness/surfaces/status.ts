import type { Locator, Page } from 'playwright-core';

/** The extension's item in the status bar as a person sees it. */
export interface StatusItem {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly warning: boolean;
}

/** The item that says what is due. What was just done, and the offer to undo it, stand in items of their own. */
export const itemOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.status"]');

/** Reads the extension's item; undefined while there is none. Asked in one go: one that goes would be waited for. */
export const statusOf = (page: Page): Promise<StatusItem | undefined> =>
  itemOf(page).evaluateAll(([node]) =>
    node === undefined
      ? undefined
      : {
          text: (node.textContent ?? '').trim(),
          label: node.getAttribute('aria-label') ?? node.querySelector('a')?.getAttribute('aria-label') ?? '',
          warning: node.classList.contains('warning-kind'),
        },
  );

/** What stands beside the message of an act, such as "Undo". */
export const offerOf = (page: Page): Locator => page.locator('.statusbar-item[id$="defer.offer"]');
